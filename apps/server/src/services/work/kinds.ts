import type { WorkKind } from './kind.ts';

/** The kinds of work that a process knows. A kind's own types are known to its callers; here they only pass through. */
export class WorkKinds {
  readonly #kinds = new Map<string, WorkKind<unknown, unknown>>();

  add<Input, Result>(kind: WorkKind<Input, Result>): void {
    this.#kinds.set(kind.kind, kind as WorkKind<unknown, unknown>);
  }

  get names(): string[] {
    return [...this.#kinds.keys()];
  }

  /** Those of which only so much runs at once. */
  get limited(): WorkKind<unknown, unknown>[] {
    return [...this.#kinds.values()].filter(({ atOnce }) => atOnce !== undefined);
  }

  /** Whether the journals of a kind outlast its work. */
  keepsJournal(name: string): boolean {
    return this.find(name)?.keepsJournal === true;
  }

  find(name: string): WorkKind<unknown, unknown> | undefined {
    return this.#kinds.get(name);
  }

  /** Throws where there is no such kind. */
  get(name: string): WorkKind<unknown, unknown> {
    const kind = this.find(name);
    if (!kind) throw new Error(`No kind of work is named ${name}.`);
    return kind;
  }
}

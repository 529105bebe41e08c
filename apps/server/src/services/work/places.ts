import type { RunningWork } from './running-work.ts';

/** A start or claim that is under way. Two may want the same work at once, of which one fails. */
interface Beginning {
  readonly id: string;
  readonly kind: string;
  readonly making: Promise<unknown>;
}

/**
 * The places of a process: for the work that runs in it, and for what is about to. One is taken before
 * the first write of a start or a claim, so that those under way count as well.
 */
export class Places {
  // A kind's own types are known to its callers; those who look work up only abort it and wait for it.
  readonly #running = new Map<string, RunningWork<unknown, unknown>>();
  readonly #beginning = new Set<Beginning>();

  /** How many pieces of work run. */
  get running(): number {
    return this.#running.size;
  }

  /** How many places are taken. */
  get taken(): number {
    return this.#running.size + this.#beginning.size;
  }

  /** How many places are taken by a kind of work. */
  takenBy(kind: string): number {
    const kinds = [...[...this.#running.values()].map((running) => running.kind.kind), ...[...this.#beginning].map((beginning) => beginning.kind)];
    return kinds.filter((taking) => taking === kind).length;
  }

  /** The work with an id, if it runs here. */
  get(id: string): RunningWork<unknown, unknown> | undefined {
    return this.#running.get(id);
  }

  /** A start or claim of the work with an id, if one is under way here. */
  beginning(id: string): Promise<unknown> | undefined {
    return this.#beginning.values().find((beginning) => beginning.id === id)?.making;
  }

  /** Takes a place for a kind of work at once and begins in it what `make` makes; it is free again where that fails. */
  async take<Input, Result>(
    kind: string,
    id: string,
    make: () => Promise<RunningWork<Input, Result>>,
    execute: (running: RunningWork<Input, Result>) => void,
  ): Promise<RunningWork<Input, Result>> {
    const making = make();
    const beginning = { id, kind, making };
    this.#beginning.add(beginning);
    try {
      const running = await making;
      this.#running.set(id, running as RunningWork<unknown, unknown>);
      execute(running);
      return running;
    } finally {
      this.#beginning.delete(beginning);
    }
  }

  /** Frees the place of work that has left this process. */
  free(id: string): void {
    this.#running.delete(id);
  }

  /** Aborts all work that runs. */
  abort(reason: Error): void {
    for (const running of this.#running.values()) running.abort(reason);
  }

  /** Resolves when no place is taken. */
  async empty(): Promise<void> {
    while (this.taken > 0) {
      const running = [...this.#running.values()].map(({ finished }) => finished);
      await Promise.allSettled([...running, ...[...this.#beginning].map(({ making }) => making)]);
    }
  }
}

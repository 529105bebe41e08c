import type { Failure } from './errors.ts';
import type { ModelUse, Wait } from './node-runner.ts';
import type { Values } from './values.ts';

/** A node was done: never again at this place of this run. */
export interface NodeEntry {
  readonly type: 'node';
  readonly path: string;
  readonly node: string;
  /** What people called it, and of which kind it is: the document may have changed since. */
  readonly title: string;
  readonly kind: string;
  readonly inputs: Values;
  readonly outputs: Values;
  readonly port?: string | undefined;
  readonly assigns?: Readonly<Record<string, Values>> | undefined;
  /** What it told the user. */
  readonly message?: string | undefined;
  readonly used?: readonly ModelUse[] | undefined;
  /** The failure after which it went on. */
  readonly failure?: Failure | undefined;
  readonly warnings?: readonly string[] | undefined;
  readonly control?: 'break' | 'continue' | undefined;
  /** Whether it was done in another run, from which this one goes on. */
  readonly reused?: true | undefined;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly endedAt: number;
}

/** A node failed, and the run with it: what it was given is known to whoever looks. After a kill it runs again. */
export interface FailedEntry extends Pick<NodeEntry, 'path' | 'node' | 'title' | 'kind' | 'inputs' | 'startedAt' | 'endedAt'> {
  readonly type: 'failed';
  readonly failure: Failure;
}

/** A node with effects is about to have them, in an attempt with this key. */
export interface StartedEntry {
  readonly type: 'started';
  readonly path: string;
  readonly node: string;
  readonly attempt: number;
  readonly at: number;
}

/** A node waits. */
export interface WaitEntry {
  readonly type: 'wait';
  readonly path: string;
  readonly node: string;
  /** What people called the node. */
  readonly title?: string;
  /** Which wait of this node it is, from 0. */
  readonly number: number;
  readonly wait: Wait;
  /** The calls of models that it made to know what to ask. */
  readonly used?: readonly ModelUse[] | undefined;
  readonly at: number;
}

/** What a wait was answered with. */
export interface AnswerEntry {
  readonly type: 'answer';
  readonly path: string;
  readonly number: number;
  readonly answer: unknown;
  readonly at: number;
  /** By what its work knows that it was given this: see `Work.give`. */
  readonly given?: string;
}

/** A node that does several things has done one of them: a call of a model or of a tool. */
export interface StepEntry {
  readonly type: 'step';
  readonly path: string;
  /** Which of them, in the node's own words. */
  readonly name: string;
  readonly value: unknown;
  readonly used?: readonly ModelUse[] | undefined;
  readonly at: number;
}

export type RunEntry = NodeEntry | FailedEntry | StartedEntry | WaitEntry | AnswerEntry | StepEntry;

/** The calls of models that an entry tells of. */
export function usedBy(entry: RunEntry): readonly ModelUse[] {
  return 'used' in entry ? (entry.used ?? []) : [];
}

/** How many tokens the calls of models took and gave. */
export function tokensOf(used: readonly ModelUse[]): Readonly<Record<'inputTokens' | 'outputTokens', number>> {
  const sum = (of: 'inputTokens' | 'outputTokens'): number => used.reduce((total, use) => total + use[of], 0);
  return { inputTokens: sum('inputTokens'), outputTokens: sum('outputTokens') };
}

/** What a run has done so far, by the places where it was done. */
export interface RunJournal {
  /** What came of a node at this place. */
  done(path: string): NodeEntry | undefined;
  /** The answers to the waits of a node, oldest first. */
  answers(path: string): readonly unknown[];
  /** What a node has done of what it does, by name. */
  step(path: string, name: string): StepEntry | undefined;
  /** How often a node has waited. */
  waits(path: string): number;
  /** Notes an entry; it becomes durable with the next commit. */
  record(entry: RunEntry): void;
  /** Resolves when everything noted so far is durable. */
  commit(): Promise<void>;
  /** Asks for a commit that nothing waits for. */
  commitSoon(): void;
}

const none: readonly unknown[] = [];

/** A journal that knows its entries by place, and leaves it to others to keep them. */
export class IndexedJournal implements RunJournal {
  readonly #done = new Map<string, NodeEntry>();
  readonly #answers = new Map<string, unknown[]>();
  readonly #waits = new Map<string, number>();
  readonly #steps = new Map<string, StepEntry>();
  readonly #keep: (entry: RunEntry) => void;
  readonly #commit: () => Promise<void>;
  readonly #onFailure: (error: unknown) => void;

  /**
   * `entries` are those that were kept before; `keep` is given each new one, and `commit` makes them
   * durable. `onFailure` is told of a commit that failed while nobody waited for it: the next will tell its waiter.
   */
  constructor(entries: Iterable<RunEntry>, keep: (entry: RunEntry) => void, commit: () => Promise<void>, onFailure: (error: unknown) => void) {
    for (const entry of entries) this.add(entry);
    this.#keep = keep;
    this.#commit = commit;
    this.#onFailure = onFailure;
  }

  done(path: string): NodeEntry | undefined {
    return this.#done.get(path);
  }

  answers(path: string): readonly unknown[] {
    return this.#answers.get(path) ?? none;
  }

  step(path: string, name: string): StepEntry | undefined {
    return this.#steps.get(`${path} ${name}`);
  }

  waits(path: string): number {
    return this.#waits.get(path) ?? 0;
  }

  record(entry: RunEntry): void {
    this.add(entry);
    this.#keep(entry);
  }

  commit(): Promise<void> {
    return this.#commit();
  }

  commitSoon(): void {
    this.#commit().catch(this.#onFailure);
  }

  /** Takes in an entry that is kept already, like an answer that came from outside. */
  add(entry: RunEntry): void {
    switch (entry.type) {
      case 'node':
        this.#done.set(entry.path, entry);
        return;
      case 'wait':
        this.#waits.set(entry.path, entry.number + 1);
        return;
      case 'answer': {
        const answers = this.#answers.get(entry.path);
        if (answers) answers[entry.number] = entry.answer;
        else {
          const first: unknown[] = [];
          first[entry.number] = entry.answer;
          this.#answers.set(entry.path, first);
        }
        return;
      }
      case 'step':
        this.#steps.set(`${entry.path} ${entry.name}`, entry);
        return;
      case 'failed':
      case 'started':
    }
  }
}

/** A journal of a run that nothing outlasts: for single nodes on trial, and for measurements. */
export function passingJournal(): RunJournal {
  return new IndexedJournal([], () => undefined, () => Promise.resolve(), () => undefined);
}

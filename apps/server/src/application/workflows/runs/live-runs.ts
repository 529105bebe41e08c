import type { GraphNode } from '@buckle/canvas';
import type { RunEntry } from '../engine/journal.ts';
import type { OpenWait } from '../engine/run.ts';

/** An entry with its place in the journal, from 0. */
export interface NumberedEntry {
  readonly entry: RunEntry;
  readonly number: number;
}

/** What happens in a run while it happens. */
export type LiveEvent =
  | ({ readonly type: 'entry' } & NumberedEntry)
  /** A piece of a message that a node is writing. */
  | { readonly type: 'delta'; readonly node: GraphNode; readonly path: string; readonly text: string }
  /** A message is complete. */
  | { readonly type: 'said'; readonly node: GraphNode; readonly path: string }
  | { readonly type: 'waiting'; readonly waits: readonly OpenWait[] };

/** A run of this process, with those who watch it. */
export class LiveRun {
  readonly id: string;
  readonly #watchers = new Set<(event: LiveEvent) => void>();
  /** What it has noted and not stored yet; absent where it does not run at the moment. */
  unstored: (() => readonly NumberedEntry[]) | undefined;
  /** Makes durable what it has noted; absent where it does not run at the moment. */
  store: (() => Promise<void>) | undefined;

  constructor(id: string) {
    this.id = id;
  }

  tell(event: LiveEvent): void {
    for (const watch of this.#watchers) watch(event);
  }

  /** Calls `watch` with everything from now on, until the function that is returned is called. */
  watch(watch: (event: LiveEvent) => void): () => void {
    this.#watchers.add(watch);
    return () => this.#watchers.delete(watch);
  }

  get isWatched(): boolean {
    return this.#watchers.size > 0;
  }
}

/** The runs of this process that go on or are watched. */
export class LiveRuns {
  readonly #runs = new Map<string, LiveRun>();

  /** The run with this id, be it that it goes on here or that somebody waits for it to. */
  open(id: string): LiveRun {
    let run = this.#runs.get(id);
    if (run === undefined) this.#runs.set(id, (run = new LiveRun(id)));
    return run;
  }

  get(id: string): LiveRun | undefined {
    return this.#runs.get(id);
  }

  /** Forgets a run that does not go on and that nobody watches. */
  close(run: LiveRun): void {
    if (run.unstored === undefined && !run.isWatched) this.#runs.delete(run.id);
  }
}

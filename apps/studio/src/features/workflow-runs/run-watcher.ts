import type { readRun, runEntry, runStates } from '@buckle/contract';
import type { z } from 'zod';
import type { AnswerOf } from '../../api/endpoint.ts';
import type { ServerEvent } from '../../api/events.ts';
import { isApiFailure } from '../../api/failure.ts';

/** Something that a run did, as its journal has it. */
export type RunEntry = z.output<typeof runEntry>;

export type RunState = (typeof runStates)[number];

/** A run with what went in and came out, without its journal. */
export type RunDetails = Omit<AnswerOf<typeof readRun>, 'journal' | 'next_entry'>;

/** A message that a node is writing. */
export interface Writing {
  readonly nodeId: string;
  readonly text: string;
}

/** A run as far as it is known here. */
export interface RunSnapshot {
  /** Absent until it was read. */
  readonly run: RunDetails | undefined;
  readonly state: RunState;
  readonly entries: readonly RunEntry[];
  /** Messages that are not complete, by the places of their nodes. */
  readonly writing: ReadonlyMap<string, Writing>;
  /** Whether the connection is lost and being tried again. */
  readonly isLost: boolean;
  /** Why the run cannot be followed. */
  readonly failure: unknown;
}

/** Where a run is read from. */
export interface RunPort {
  /** Reads the run's events from an entry on. */
  readonly events: (from: number, signal: AbortSignal) => AsyncIterable<ServerEvent>;
  readonly read: (signal: AbortSignal) => Promise<RunDetails>;
  /** Resolves after so many milliseconds, or when the signal is aborted. */
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** What comes within so many milliseconds is shown together. */
const FRAME = 50;
/** How long a lost connection is left alone, at first and at most. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 10_000;
/** How often a run that waits is looked at: somebody else may answer. */
const LOOK_AGAIN = 4_000;

const ended: ReadonlySet<RunState> = new Set<RunState>(['completed', 'failed', 'canceled']);

/** Whether a run does nothing any more. */
export function hasEnded(state: RunState): boolean {
  return ended.has(state);
}

/** Follows one run until it has ended, over lost connections and waits. Knows nothing of React: `subscribe` tells of changes. */
export class RunWatcher {
  readonly #port: RunPort;
  readonly #listeners = new Set<() => void>();
  readonly #closed = new AbortController();
  #entries: RunEntry[] = [];
  #writing = new Map<string, Writing>();
  #rest: Omit<RunSnapshot, 'entries' | 'writing'> = { run: undefined, state: 'running', isLost: false, failure: undefined };
  #shown: RunSnapshot = { ...this.#rest, entries: [], writing: new Map() };
  #timer: ReturnType<typeof setTimeout> | undefined;
  #nap: AbortController | undefined;
  /** Whether it was woken before it could sleep. */
  #isWoken = false;

  constructor(port: RunPort) {
    this.#port = port;
  }

  /** The run as it is known; the same object as long as nothing has changed. */
  readonly snapshot = (): RunSnapshot => this.#shown;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Follows the run; resolves when it has ended, or cannot be followed. */
  async follow(): Promise<void> {
    let pause = FIRST_PAUSE;
    while (!this.#closed.signal.aborted) {
      try {
        await this.#read();
        const outcome = await this.#readEvents();
        if (outcome === 'ended') await this.#read();
        if (outcome === 'ended' || outcome === 'refused') return;
        pause = FIRST_PAUSE;
        if (outcome === 'waiting') await this.#sleep(LOOK_AGAIN);
        else this.#lose();
      } catch (error) {
        if (this.#closed.signal.aborted) return;
        // A proxy in between answers for a server that starts anew.
        if (isApiFailure(error) && error.status >= 400 && error.status < 500 && error.status !== 429) {
          this.#set({ failure: error });
          return;
        }
        this.#lose();
      }
      if (this.#rest.isLost) {
        await this.#sleep(pause);
        pause = Math.min(pause * 2, LONGEST_PAUSE);
      }
    }
  }

  /** Looks at once, where it waits or has lost the connection: after an answer, or when the network is back. */
  wake(): void {
    if (this.#nap) this.#nap.abort();
    else this.#isWoken = true;
  }

  /** Gives the connection up. The run goes on. */
  close(): void {
    this.#closed.abort();
    this.#nap?.abort();
    clearTimeout(this.#timer);
  }

  /** How it stands; that it has ended is told when all that it did is here. */
  async #read(): Promise<void> {
    const run = await this.#port.read(this.#closed.signal);
    this.#set({ run, isLost: false, ...(hasEnded(run.state) ? {} : { state: run.state }) });
  }

  async #readEvents(): Promise<'ended' | 'waiting' | 'refused' | 'cut'> {
    for await (const { event, data } of this.#port.events(this.#entries.length, this.#closed.signal)) {
      // What the server sends has the shapes of the contract's `runEvents`.
      const content = JSON.parse(data) as unknown;
      switch (event) {
        case 'entry':
          this.#take(content as RunEntry);
          break;
        case 'delta':
          this.#write(content as { node_id: string; path: string; text: string });
          break;
        case 'waiting':
          this.#set({ state: 'waiting' });
          return 'waiting';
        case 'end':
          this.#writing.clear();
          this.#set({ state: (content as RunDetails).state });
          return 'ended';
        case 'error':
          this.#set({ failure: new Error((content as { msg: string }).msg) });
          return 'refused';
      }
    }
    return 'cut';
  }

  #take(entry: RunEntry): void {
    this.#entries.push(entry);
    this.#writing.delete(entry.path);
    if (this.#rest.state === 'queued') this.#set({ state: 'running' });
    this.#changed();
  }

  #write({ node_id: nodeId, path, text }: { readonly node_id: string; readonly path: string; readonly text: string }): void {
    this.#writing.set(path, { nodeId, text: (this.#writing.get(path)?.text ?? '') + text });
    this.#changed();
  }

  /** Pieces may be missing by the time it is back; messages come whole then. */
  #lose(): void {
    this.#writing.clear();
    this.#set({ isLost: true });
  }

  async #sleep(milliseconds: number): Promise<void> {
    const isWoken = this.#isWoken;
    this.#isWoken = false;
    if (isWoken) return;
    const nap = new AbortController();
    this.#nap = nap;
    await this.#port.pause(milliseconds, nap.signal);
    this.#nap = undefined;
  }

  #set(changes: Partial<RunSnapshot>): void {
    this.#rest = { ...this.#rest, ...changes };
    this.#tell();
  }

  #changed(): void {
    // The longer a run is, the more there is to draw.
    this.#timer ??= setTimeout(() => this.#tell(), FRAME + this.#entries.length / 100);
  }

  #tell(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#closed.signal.aborted) return;
    const { entries } = this.#shown;
    this.#shown = { ...this.#rest, entries: entries.length === this.#entries.length ? entries : [...this.#entries], writing: new Map(this.#writing) };
    for (const listener of this.#listeners) listener();
  }
}

import { vi } from 'vitest';
import { canvas, end, from, line, node, start, text } from '@buckle/canvas/testing';
import { MemoryCache } from '#data/cache/index.ts';
import type { Documents } from '#data/documents/port.ts';
import { MemoryFiles } from '#data/files/testing/memory-files.ts';
import { ManualClock } from '#kernel/clock.ts';
import { gate } from '#services/work/testing.ts';
import { nodeRunner } from '../engine/node-runner.ts';
import { planOf } from '../engine/testing/run-canvas.ts';
import { beginRun, openRunProcess, type RunProcess } from './run-process.ts';

/** How long a process is silent until it counts as dead, in milliseconds. */
export const SILENCE = 20_001;

const form = node('form', '30', { inputs: { outputSchema: '[{"type":"string","name":"name"}]' } });
const slow = node('slow', '45', { inputs: { apiInfo: { method: 'GET', url: 'http://x' }, inputParameters: [], params: [] } });

/** Asks for a name and says hello, and does something slow at the same time. */
const asking = canvas(
  [start(), form, slow, text('hello', 'Hello {{n}}', { n: from('form.name') }), end({ said: from('hello.output') })],
  [line('100001', 'form'), line('100001', 'slow'), line('form', 'hello'), line('hello', '900001'), line('slow', '900001')],
);

/** Several processes of one installation over the same documents, which run one plan. */
export class Installation {
  readonly clock = new ManualClock();
  readonly #cache = new MemoryCache(this.clock);
  readonly #open: () => Documents | Promise<Documents>;
  readonly #document: typeof asking;
  readonly #opened: Documents[] = [];
  readonly #files = new MemoryFiles();
  readonly #limit: number | undefined;
  readonly #work = gate();

  /** So many characters make a large value, where `limit` says so. */
  constructor(open: () => Documents | Promise<Documents>, { document = asking, limit }: { readonly document?: typeof asking; readonly limit?: number } = {}) {
    this.#limit = limit;
    this.#open = open;
    this.#document = document;
  }

  /** Joins a process, over documents of its own where some are given. It `hears` of answers that others are given. */
  async join({ hears = true, documents }: { readonly hears?: boolean; readonly documents?: Documents } = {}): Promise<RunProcess> {
    const runner = nodeRunner({ key: 'http', hasEffects: true, run: async () => (await this.#work.pass(), { outputs: { body: 'done' } }) });
    const own = documents ?? (await this.#open());
    this.#opened.push(own);
    const process = await openRunProcess(own, { clock: this.clock, cache: this.#cache, plan: planOf(this.#document, runner), files: this.#files, ...(this.#limit === undefined ? {} : { limit: this.#limit }) });
    // As a scheduler does.
    if (hears) await this.#cache.subscribe('work/given', (id) => void process.work.takeGiven(id));
    return process;
  }

  /** What is done slowly is done from now on. */
  finishSlow(): void {
    this.#work.open();
  }

  /** Begins the run `1`; resolves when its slow branch has begun and its question is stored. */
  async ask(owner: RunProcess) {
    const begun = await beginRun(owner);
    await this.#work.reached;
    await vi.waitUntil(async () => (await entriesOf(owner, 'wait')).length > 0, { interval: 1 });
    return begun;
  }

  /** All processes fall silent but one, which takes over what they ran. */
  async takeOver(by: RunProcess): Promise<void> {
    this.clock.advance(SILENCE);
    await by.processes.heartbeat();
    await by.work.collect();
    await by.work.pump();
  }

  async close(): Promise<void> {
    for (const documents of this.#opened) await documents.close();
  }
}

/** What the run `1` did, by the type of its entries. */
export async function entriesOf({ kept }: RunProcess, type: string) {
  return (await kept.read('w', '1')).filter((entry) => entry.type === type);
}

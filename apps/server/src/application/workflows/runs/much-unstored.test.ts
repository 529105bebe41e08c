import type { CanvasDocument } from '@buckle/canvas';
import { canvas, end, from, line, node, params, start, text } from '@buckle/canvas/testing';
import { describe, expect, it, vi } from 'vitest';
import { Disk } from '#data/documents/one-at-a-time/index.ts';
import type { Documents } from '#data/documents/port.ts';
import { ManualClock } from '#kernel/clock.ts';
import { Unavailable } from '#kernel/errors.ts';
import { planOf } from '../engine/testing/run-canvas.ts';
import { counting } from '../testing/counting-node.ts';
import { documentStores } from '../testing/document-stores.ts';
import { beginRun, openRunProcess, type RunProcess } from '../testing/run-process.ts';

/** What one document may hold in any store, in bytes. */
const DOCUMENT = 16 * 1024 * 1024;
const ROUNDS = 50;
/** So long that each result stands in the journal, and all of them together in no document. */
const PIECE = 'x'.repeat(200_000);

const rows = { type: 'string' };

/** Makes much that nothing makes durable, and then goes on to a node that ends the run, fails it or lets it wait. */
function muchThen(last: unknown, ...edges: readonly unknown[]) {
  return canvas(
    [
      start('piece', { name: 'rows', type: 'list', schema: rows }),
      node('each', '21', {
        inputs: { loopType: 'array', inputParameters: params({ row: from('100001.rows', 'list', rows) }) },
        outputs: [],
        blocks: [text('inner', '{{piece}}', { piece: from('100001.piece') })],
        edges: [line('each:loop-function-inline-output', 'inner'), line('inner', 'each')],
      }),
      last,
      end(),
    ],
    [line('100001', 'each'), line('each', 'last'), line('last', '900001'), ...edges],
  );
}

const form = node('last', '30', { inputs: { outputSchema: '[{"type":"string","name":"name"}]' } });
const call = node('last', '45', { inputs: { apiInfo: { method: 'GET', url: 'http://x' }, inputParameters: [], params: [] }, title: 'last' });
const broken = node('last', '59', { inputs: { inputParameters: params({ input: from('100001.piece') }) }, outputs: [{ name: 'output', type: 'object', schema: [] }] });

function open(documents: Documents, document: CanvasDocument): Promise<RunProcess> {
  return openRunProcess(documents, { clock: new ManualClock(), plan: planOf(document, counting(new Map())) });
}

/** Begins the run; resolves when it has come to rest. */
async function run(process: RunProcess, rounds: number): Promise<void> {
  await (await beginRun(process, { piece: PIECE, rows: Array.from({ length: rounds }, () => 'r') })).rest;
}

/** The rounds that are in the history of the run, in its order. */
async function roundsIn({ kept }: RunProcess): Promise<readonly string[]> {
  return (await kept.read('w', '1')).flatMap((entry) => (entry.type === 'node' && entry.node === 'inner' ? [entry.path] : []));
}

const rounds = (count: number) => Array.from({ length: count }, (_, index) => `each#${index}/inner`);

describe.each(documentStores())('on %s a run that holds more than a document can, and has made none of it durable', (_, isSkipped, openDocuments) => {
  it.skipIf(isSkipped).each([
    ['ends', 'completed', muchThen(text('last', 'done'))],
    ['waits', 'waiting', muchThen(form)],
    ['calls something', 'completed', muchThen(call)],
    ['fails', 'failed', muchThen(broken)],
  ])('%s, and all it did is there once', async (_what, state, document) => {
    const documents = await openDocuments();
    const appends = vi.spyOn(documents, 'append');
    const process = await open(documents, document);
    await run(process, ROUNDS);
    expect(await process.runs.get('1')).toMatchObject({ state });
    expect(await roundsIn(process)).toEqual(rounds(ROUNDS));
    expect(Math.max(...appends.mock.calls.map(([, , list]) => JSON.stringify(list).length))).toBeLessThan(DOCUMENT);
    await documents.close();
  });
});

describe('a run that stores in several documents what it holds', () => {
  it('has each entry once where one of them could not be stored at first', async () => {
    const documents = await new Disk().open();
    const process = await open(documents, muchThen(call));
    const append = documents.append.bind(documents);
    let appends = 0;
    vi.spyOn(documents, 'append').mockImplementation((...entries) => ((appends += 1) === 2 ? Promise.reject(new Unavailable('The disk is full.')) : append(...entries)));
    await run(process, 10);
    expect(appends).toBeGreaterThan(3);
    expect(await roundsIn(process)).toEqual(rounds(10));
  });

  it.each(Array.from({ length: 16 }, (_, index) => index))('goes on from those that are there after a kill: %i commits', async (stopAfter) => {
    const disk = new Disk();
    await open(await disk.open(), muchThen(call));
    const before = await disk.open({ stopAfter });
    const story = open(before, muchThen(call)).then((process) => run(process, 8));
    await Promise.race([story, before.stopped]);
    story.catch(() => undefined);
    const process = await open(await disk.open(), muchThen(call));
    await process.work.collect();
    await process.work.pump();
    await expect.poll(() => process.work.countRunning('w'), { interval: 1 }).toBe(0);
    if ((await process.work.get('1')) === undefined) await run(process, 8);
    expect(await process.runs.get('1')).toMatchObject({ state: 'completed' });
    expect(await roundsIn(process)).toEqual(rounds(8));
  });
});

import { canvas, end, from, line, node, params, start } from '@buckle/canvas/testing';
import { describe, expect, it } from 'vitest';
import { Disk } from '#data/documents/one-at-a-time/index.ts';
import type { Documents } from '#data/documents/port.ts';
import { MemoryFiles } from '#data/files/testing/memory-files.ts';
import { ManualClock } from '#kernel/clock.ts';
import { planOf } from '../engine/testing/run-canvas.ts';
import { counting, type World } from '../testing/counting-node.ts';
import { answerIn, beginRun, openRunProcess, type RunProcess } from '../testing/run-process.ts';
import type { RunDocument } from './run-document.ts';
import { wholeOutput } from './whole-output.ts';

/** Commits after which a process is killed; more than the whole story makes. */
const KILLS = Array.from({ length: 40 }, (_, index) => index);

const list = { type: 'string' };
const call = (id: string, value: unknown) => node(id, '45', { inputs: { apiInfo: { method: 'GET', url: 'http://x' }, inputParameters: [], params: params({ v: value }) }, title: id });

/** Calls something, calls it for each of two elements, waits for a form in parallel, calls once more, and ends. */
const document = canvas(
  [
    start({ name: 'rows', type: 'list', schema: list }),
    call('first', from('100001.rows', 'list', list)),
    node('each', '21', {
      inputs: { loopType: 'array', inputParameters: params({ row: from('100001.rows', 'list', list) }) },
      outputs: params({ bodies: from('inner.body', 'list', list) }),
      blocks: [call('inner', from('each.row'))],
      edges: [line('each:loop-function-inline-output', 'inner'), line('inner', 'each')],
    }),
    node('form', '30', { inputs: { outputSchema: '[{"type":"string","name":"name"}]' } }),
    call('last', from('form.name')),
    end({ bodies: from('each.bodies', 'list', list), last: from('last.body') }),
  ],
  [line('100001', 'first'), line('first', 'each'), line('first', 'form'), line('each', 'last'), line('form', 'last'), line('last', '900001')],
);

/** What outlasts a kill beside the documents: what was called with which keys, and files. */
interface Outside {
  readonly world: World;
  readonly files: MemoryFiles;
}

/** So little of `limit` characters is a large value, if anything is. */
function open(documents: Documents, clock: ManualClock, { world, files }: Outside, limit: number): Promise<RunProcess> {
  return openRunProcess(documents, { clock, plan: planOf(document, counting(world)), files, limit });
}

async function begin(process: RunProcess): Promise<void> {
  await (await beginRun(process, { rows: ['a', 'b'] })).rest;
}

async function answer(process: RunProcess): Promise<void> {
  await (await answerIn(process, 'form', { name: 'Ann' })).finished;
}

/** What is there after a kill goes on; what was never acknowledged is begun anew, as its caller would. */
async function goOn(process: RunProcess): Promise<RunDocument | undefined> {
  const { work, runs } = process;
  await work.collect();
  await work.pump();
  await expect.poll(async () => ['queued', 'running'].includes((await work.get('1'))?.state ?? ''), { interval: 1 }).toBe(false);
  if ((await work.get('1')) === undefined) await begin(process);
  if ((await work.get('1'))?.state === 'waiting') await answer(process);
  return runs.get('1');
}

describe.each([
  { acknowledgeLast: true, limit: 262_144, values: 'are small' },
  { acknowledgeLast: false, limit: 262_144, values: 'are small' },
  { acknowledgeLast: true, limit: 12, values: 'lie in files' },
])('a run that is killed after each of its commits (the last one told: $acknowledgeLast), whose values $values', ({ acknowledgeLast, limit }) => {
  it.each(KILLS)('comes to the same end and repeats nothing that was finished: %i commits', async (stopAfter) => {
    const disk = new Disk();
    const clock = new ManualClock();
    const outside: Outside = { world: new Map(), files: new MemoryFiles() };
    const { world, files } = outside;
    // The installation's own documents are written before the story begins.
    await open(await disk.open(), clock, outside, limit);
    const before = await disk.open({ stopAfter, acknowledgeLast });
    const story = open(before, clock, outside, limit).then(async (process) => {
      await begin(process);
      await answer(process);
    });
    await Promise.race([story, before.stopped]);
    story.catch(() => undefined);
    const after = await disk.open();
    const process = await open(after, clock, outside, limit);
    const finished = new Set((await process.kept.read('w', '1')).flatMap((entry) => (entry.type === 'node' ? [entry.path] : [])));
    const calls = new Map([...world].map(([path, keys]) => [path, keys.length]));
    const run = await goOn(process);
    expect(run?.state).toBe('completed');
    expect(run && (await wholeOutput(process, run))).toEqual({ bodies: ['called each#0/inner', 'called each#1/inner'], last: 'called last' });
    const repeated = [...world].filter(([path, keys]) => finished.has(path) && keys.length !== calls.get(path));
    expect(repeated).toEqual([]);
    expect([...world.values()].filter((keys) => new Set(keys).size > 1)).toEqual([]);
    const entries = await process.kept.whole('w', '1', await process.kept.read('w', '1'));
    expect((await files.list('runs/w/1/', { limit: 100 })).length > 0).toBe(limit === 12);
    const paths = entries.flatMap((entry) => (entry.type === 'node' ? [entry.path] : []));
    expect(entries.find((entry) => entry.type === 'node' && entry.path === 'last')).toMatchObject({ outputs: { body: 'called last' } });
    expect(paths.toSorted()).toEqual(['100001', '900001', 'each', 'each#0/inner', 'each#1/inner', 'first', 'form', 'last']);
  });
});

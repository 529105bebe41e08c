import { canvas, end, from, line, node, params, start, text } from '@buckle/canvas/testing';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openMemoryDocuments } from '#data/documents/index.ts';
import type { Documents } from '#data/documents/port.ts';
import { ManualClock } from '#kernel/clock.ts';
import { gate } from '#services/work/testing.ts';
import { nodeRunner } from '../engine/node-runner.ts';
import { planOf } from '../engine/testing/run-canvas.ts';
import { answerIn, beginRun, openRunProcess, type RunProcess } from '../testing/run-process.ts';
import { waitsOf } from './open-waits.ts';

const form = (id: string) => node(id, '30', { inputs: { outputSchema: '[{"type":"string","name":"name"}]' } });
const slow = node('slow', '45', { inputs: { apiInfo: { method: 'GET', url: 'http://x' }, inputParameters: [], params: [] } });

const think = node('think', '5', { inputs: { language: 5, code: 'x', inputParameters: [] }, outputs: [{ name: 'out', type: 'string' }] });

/** Thinks and asks for a name, and does something slow at the same time. */
const plain = canvas(
  [start(), think, form('form'), slow, text('t', 'Hello {{n}}', { n: from('form.name') }), end({ said: from('t.output') })],
  [line('100001', 'think'), line('think', 'form'), line('100001', 'slow'), line('form', 't'), line('t', '900001'), line('slow', '900001')],
);

const list = { type: 'string' };
/** The same, asking inside of a loop. */
const inLoop = canvas(
  [
    start({ name: 'rows', type: 'list', schema: list, defaultValue: '["r"]' }),
    think,
    node('each', '21', {
      inputs: { loopType: 'array', inputParameters: params({ row: from('100001.rows', 'list', list) }) },
      outputs: params({ names: from('form.name', 'list', list) }),
      blocks: [form('form')],
      edges: [line('each:loop-function-inline-output', 'form'), line('form', 'each')],
    }),
    slow,
    text('t', 'Hello {{n}}', { n: from('each.names', 'list', list) }),
    end({ said: from('t.output') }),
  ],
  [line('100001', 'think'), line('think', 'each'), line('100001', 'slow'), line('each', 't'), line('t', '900001'), line('slow', '900001')],
);

let documents: Documents;
beforeEach(async () => {
  documents = await openMemoryDocuments();
});

/** A run that thinks and whose slow node has begun; `finishSlow` ends that, and what has been thought is what it asks after. */
async function thinking(document: typeof plain) {
  const [thought, work] = [gate(), gate()];
  const runner = nodeRunner({ key: 'http', hasEffects: true, run: async () => (await work.pass(), { outputs: { body: 'done' } }) });
  const thinker = nodeRunner({ key: 'code', run: async () => (await thought.pass(), { outputs: { out: '' } }) });
  const process = await openRunProcess(documents, { clock: new ManualClock(), plan: planOf(document, runner, thinker) });
  const { rest } = await beginRun(process);
  await Promise.all([work.reached, thought.reached]);
  await settle();
  return { process, rest, ask: thought.open, finishSlow: work.open };
}

/** The same run, once it asks. */
async function asking(document: typeof plain) {
  const { ask, ...run } = await thinking(document);
  ask();
  await settle();
  return run;
}

/** Holds the next append to a journal up. */
function holdAppend() {
  const held = gate();
  const append = documents.append.bind(documents);
  vi.spyOn(documents, 'append').mockImplementationOnce(async (...parts) => {
    await held.pass();
    return append(...parts);
  });
  return held;
}

const answer = (process: RunProcess, path: string) => answerIn(process, path, { name: 'Ann' });

/** Lets everything happen that waits for nothing from outside. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
}

async function openIn(process: RunProcess): Promise<readonly string[]> {
  const run = await process.runs.get('1');
  return run === undefined ? [] : (await waitsOf(process, run, await process.kept.read('w', '1'))).map(({ path }) => path);
}

describe.each([
  ['in the run itself', plain, 'form', 'Hello Ann'],
  ['in a loop', inLoop, 'each#0/form', 'Hello Ann'],
] as const)('a question %s', (_, document, path, said) => {
  it('is seen while another branch runs, at once, and soon by who sees only what is stored', async () => {
    const { process, rest, ask, finishSlow } = await thinking(document);
    const held = holdAppend();
    ask();
    await settle();
    expect(await openIn(process)).toEqual([path]);
    held.open();
    await settle();
    expect((await process.kept.read('w', '1')).find(({ type }) => type === 'wait')).toMatchObject({ path });
    await answer(process, path);
    expect(await openIn(process)).toEqual([]);
    finishSlow();
    await rest;
    expect(await process.runs.get('1')).toMatchObject({ state: 'completed', output: { said } });
  });

  it('that is answered while the last other branch ends lets the run go on', async () => {
    const { process, rest, finishSlow } = await asking(document);
    const held = holdAppend();
    await answer(process, path);
    await held.reached;
    finishSlow();
    await settle();
    held.open();
    await rest;
    expect(await process.runs.get('1')).toMatchObject({ state: 'completed', output: { said } });
  });

  it('takes an answer while the run comes to rest, and goes on with it', async () => {
    const { process, rest, finishSlow } = await asking(document);
    const held = holdAppend();
    finishSlow();
    await held.reached;
    await settle();
    await answer(process, path);
    expect(await openIn(process)).toEqual([]);
    held.open();
    await rest;
    expect(await process.runs.get('1')).toMatchObject({ state: 'completed', output: { said } });
  });

  it('takes an answer when the run has come to rest', async () => {
    const { process, rest, finishSlow } = await asking(document);
    finishSlow();
    await rest;
    expect(await process.runs.get('1')).toMatchObject({ state: 'waiting', waits: [{ path }] });
    expect(await openIn(process)).toEqual([path]);
    await (await answer(process, path)).finished;
    expect(await process.runs.get('1')).toMatchObject({ state: 'completed', output: { said } });
  });

  it('takes one answer of two that come at once', async () => {
    const { process, rest, finishSlow } = await asking(document);
    const answers = await Promise.allSettled([answer(process, path), answer(process, path)]);
    expect(answers).toMatchObject([{ status: 'fulfilled' }, { status: 'rejected', reason: { status: 409 } }]);
    finishSlow();
    await rest;
    expect((await process.kept.read('w', '1')).filter(({ type }) => type === 'answer')).toHaveLength(1);
  });
});

describe('a question in a round that is broken off', () => {
  const broken = canvas(
    [
      start({ name: 'rows', type: 'list', schema: list, defaultValue: '["r", "s"]' }),
      node('each', '21', {
        inputs: { loopType: 'array', inputParameters: params({ row: from('100001.rows', 'list', list) }) },
        blocks: [form('form'), think, node('stop', '19')],
        edges: [line('each:loop-function-inline-output', 'form'), line('each:loop-function-inline-output', 'think'), line('think', 'stop'), line('form', 'each')],
      }),
      slow,
      text('t', 'Hello', {}),
      form('last'),
      end({ said: from('t.output') }),
    ],
    [line('100001', 'each'), line('100001', 'slow'), line('each', 't'), line('t', 'last'), line('last', '900001'), line('slow', '900001')],
  );

  it('is open until then, and takes no answer any more', async () => {
    const { process, rest, ask, finishSlow } = await thinking(broken);
    expect(await openIn(process)).toEqual(['each#0/form']);
    ask();
    await settle();
    expect(await openIn(process)).toEqual(['last']);
    await expect(answer(process, 'each#0/form')).rejects.toMatchObject({ status: 409, message: expect.stringContaining('not wait for this any more') as string });
    finishSlow();
    await rest;
    expect(await process.runs.get('1')).toMatchObject({ state: 'waiting', waits: [{ path: 'last' }] });
    await expect(answer(process, 'each#0/form')).rejects.toMatchObject({ status: 409 });
    await (await answer(process, 'last')).finished;
    expect(await process.runs.get('1')).toMatchObject({ state: 'completed', output: { said: 'Hello' } });
  });

  it('takes no answer before it is stored that it was left, either', async () => {
    const { process, rest, ask, finishSlow } = await thinking(broken);
    const held = holdAppend();
    ask();
    await settle();
    const answering = answer(process, 'each#0/form');
    held.open();
    await expect(answering).rejects.toMatchObject({ status: 409 });
    finishSlow();
    await rest;
  });
});

import { canvas, end, from, given, line, node, params, start, text } from '@buckle/canvas/testing';
import { describe, expect, it } from 'vitest';
import { codes, NodeError } from './errors.ts';
import { nodeRunner } from './node-runner.ts';
import { defaultLimits, nothingSeen, planOf, runCanvas, runOf } from './testing/run-canvas.ts';
import { TextStream } from './text-stream.ts';

const straight = (...ids: readonly string[]) => ids.slice(1).map((id, index) => line(ids[index] ?? '', id));
const code = (id: string, inputs: Record<string, unknown> = {}, outputs: readonly unknown[] = [{ name: 'out', type: 'string' }], more: Record<string, unknown> = {}) =>
  node(id, '5', { inputs: { language: 5, code: 'x', inputParameters: params(inputs), ...more }, outputs });

describe('a run', () => {
  it('gives what its end node returns', async () => {
    const document = canvas([start('who'), text('a', 'Hello {{name}}', { name: from('100001.who') }), end({ said: from('a.output') })], straight('100001', 'a', '900001'));
    expect(await runCanvas(document, { who: 'Ann' })).toMatchObject({ state: 'done', outputs: { said: 'Hello Ann' } });
  });

  it('fills in defaults, converts what it is given, and says which inputs are missing', async () => {
    const inputs = [{ name: 'count', type: 'integer', defaultValue: '3' }, { name: 'name', type: 'string', required: true }];
    const document = canvas([start(...inputs), end({ count: from('100001.count', 'integer'), name: from('100001.name') })], straight('100001', '900001'));
    expect(await runCanvas(document, { name: 12 })).toMatchObject({ outputs: { count: 3, name: '12' } });
    await expect(runCanvas(document, { count: 1 })).rejects.toThrow('The workflow needs a value for "name".');
  });

  it('runs branches at once, and waits for all of them where they meet', async () => {
    const order: string[] = [];
    const open = new Map<string, () => void>();
    const slow = nodeRunner({
      key: 'code',
      run: ({ node: { id } }) => {
        order.push(`${id} begins`);
        return new Promise((resolve) => open.set(id, () => resolve({ outputs: { out: id } })));
      },
    });
    const document = canvas(
      [start(), code('a'), code('b'), text('t', '{{a}}{{b}}', { a: from('a.out'), b: from('b.out') }), end({ out: from('t.output') })],
      [line('100001', 'a'), line('100001', 'b'), line('a', 't'), line('b', 't'), line('t', '900001')],
    );
    const running = runCanvas(document, {}, slow);
    expect(order).toEqual(['a begins', 'b begins']);
    open.get('b')?.();
    open.get('a')?.();
    expect(await running).toMatchObject({ outputs: { out: 'ab' } });
  });

  it('takes one branch, skips the others, and goes on where they meet', async () => {
    const choice = node('s', '8', {
      inputs: { branches: [{ condition: { logic: 2, conditions: [{ operator: 1, left: { input: from('100001.x') }, right: { input: given('yes') } }] } }] },
    });
    const merged = node('m', '32', { inputs: { mergeGroups: [{ name: 'g', variables: [from('a.output'), from('b2.output')] }] }, outputs: [{ name: 'g', type: 'string' }] });
    const document = canvas(
      [start('x'), choice, text('a', 'A'), text('b', 'B'), text('b2', '{{b}}2', { b: from('b.output') }), merged, end({ g: from('m.g'), a: from('a.output') })],
      [line('100001', 's'), line('s:true', 'a'), line('s:false', 'b'), line('b', 'b2'), line('a', 'm'), line('b2', 'm'), line('m', '900001')],
    );
    expect(await runCanvas(document, { x: 'yes' })).toMatchObject({ outputs: { g: 'A', a: 'A' } });
    expect(await runCanvas(document, { x: 'no' })).toMatchObject({ outputs: { g: 'B2', a: null } });
  });

  it('leaves out what nothing leads to', async () => {
    const document = canvas([start(), text('lost', 'x'), end({ a: given('1') })], [line('100001', '900001'), line('lost', '900001')]);
    expect(await runCanvas(document)).toMatchObject({ outputs: { a: '1' } });
  });

  it('names the node that failed, and why, and aborts the others', async () => {
    const aborted: unknown[] = [];
    const failing = nodeRunner({
      key: 'code',
      run: ({ node: { id }, signal }) => {
        if (id === 'bad') throw new NodeError('broken', 'It is broken: mend it.');
        return new Promise((_, reject) => signal.addEventListener('abort', () => {
          aborted.push(id);
          reject(new Error('aborted'));
        }));
      },
    });
    const document = canvas([start(), code('slow'), code('bad'), end()], [line('100001', 'slow'), line('100001', 'bad'), line('slow', '900001'), line('bad', '900001')]);
    await expect(runCanvas(document, {}, failing)).rejects.toMatchObject({
      message: '"node bad" failed: It is broken: mend it.', node: { path: 'bad', id: 'bad' }, failure: { code: 'broken' },
    });
    expect(aborted).toEqual(['slow']);
  });

  it('keeps what the node was given that failed: once, at the innermost, and not what was aborted with it', async () => {
    const failing = nodeRunner({
      key: 'code',
      run: ({ node: { id }, signal }) =>
        id === 'bad'
          ? Promise.reject(new NodeError('broken', 'It is broken.'))
          : new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')))),
    });
    const loop = node('l', '21', { inputs: { loopType: 'count', loopCount: 2 }, outputs: [], blocks: [code('bad', { x: from('100001.x') })], edges: [line('l:loop-function-inline-output', 'bad'), line('bad', 'l')] });
    const document = canvas([start('x'), loop, code('slow'), end()], [line('100001', 'l'), line('100001', 'slow'), line('l', '900001'), line('slow', '900001')]);
    const seen = nothingSeen();
    await expect(runOf(seen).run(planOf(document, failing), { x: 'y' })).rejects.toThrow('It is broken.');
    expect(seen.entries.filter(({ type }) => type === 'failed')).toMatchObject([{ path: 'l#0/bad', node: 'bad', kind: 'code', inputs: { x: 'y' }, failure: { code: 'broken', message: 'It is broken.' } }]);
  });

  it('stops after as many steps as it may do', async () => {
    const loop = node('l', '21', { inputs: { loopType: 'infinite' }, outputs: [], blocks: [text('in', 'x')], edges: [line('l:loop-function-inline-output', 'in'), line('in', 'l')] });
    const plan = planOf(canvas([start(), loop, end()], straight('100001', 'l', '900001')));
    await expect(runOf(nothingSeen(), { limits: { ...defaultLimits, steps: 50 } }).run(plan, {})).rejects.toThrow('The run has done 50 steps');
    await expect(runOf(nothingSeen(), { limits: { ...defaultLimits, characters: 5_000 } }).run(plan, {})).rejects.toThrow('The run holds more than');
    await expect(runOf(nothingSeen(), { limits: { ...defaultLimits, rounds: 20 } }).run(plan, {})).rejects.toThrow('It has run 20 rounds, which is the limit');
  });
});

it('a run that takes too long ends with that reason, whatever its nodes make of being aborted', async () => {
  const slow = nodeRunner({
    key: 'code',
    hasEffects: false,
    run: ({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true })),
  });
  const plan = planOf(canvas([start(), node('c', '5', { inputs: { language: 5, code: 'x', inputParameters: [] }, outputs: [] }), end()], straight('100001', 'c', '900001')), slow);
  await expect(runOf(nothingSeen(), { limits: { ...defaultLimits, time: 1 } }).run(plan, {})).rejects.toMatchObject({ failure: { code: codes.limit, message: 'The run took longer than 1 seconds, which is its limit.' } });
});

it('a long loop lets others have their turn, and ends when the run is aborted', async () => {
  const loop = node('l', '21', { inputs: { loopType: 'count', loopCount: given(10_000, 'integer') }, outputs: [], blocks: [text('in', 'x')], edges: [line('l:loop-function-inline-output', 'in'), line('in', 'l')] });
  const run = runOf(nothingSeen());
  const running = run.run(planOf(canvas([start(), loop, end()], straight('100001', 'l', '900001'))), {});
  await new Promise(setImmediate);
  run.abort(new Error('Stopped.'));
  await expect(running).rejects.toThrow('Stopped.');
});

describe('loops and batches', () => {
  const rows = { name: 'rows', type: 'list', schema: { type: 'string' } };
  const list = { type: 'string' };

  it('see each element, gather what comes out, and carry variables from round to round', async () => {
    const loop = node('l', '21', {
      inputs: { loopType: 'array', inputParameters: params({ row: from('100001.rows', 'list', list) }), variableParameters: params({ all: given('') }) },
      outputs: params({ each: from('in.output', 'list', list), all: from('l.all') }),
      blocks: [text('in', '{{i}}{{row}}', { i: from('l.index', 'integer'), row: from('l.row') }), text('sum', '{{all}}{{row}}', { all: from('l.all'), row: from('l.row') }), node('set', '20', { inputs: { inputParameters: [{ left: from('l.all'), right: from('sum.output') }] } })],
      edges: [line('l:loop-function-inline-output', 'in'), line('in', 'sum'), line('sum', 'set'), line('set', 'l')],
    });
    const document = canvas([start(rows), loop, end({ each: from('l.each', 'list', list), all: from('l.all') })], straight('100001', 'l', '900001'));
    expect(await runCanvas(document, { rows: ['a', 'b', 'c'] })).toMatchObject({ outputs: { each: ['0a', '1b', '2c'], all: 'abc' } });
  });

  it('are broken off, and go on early with the next round', async () => {
    const condition = (value: string) => ({ condition: { logic: 2, conditions: [{ operator: 1, left: { input: from('l.row') }, right: { input: given(value) } }] } });
    const loop = node('l', '21', {
      inputs: { loopType: 'array', inputParameters: params({ row: from('100001.rows', 'list', list) }) },
      outputs: params({ each: from('in.output', 'list', list) }),
      blocks: [node('s', '8', { inputs: { branches: [condition('stop'), condition('skip')] } }), node('stop', '19'), node('skip', '29'), text('in', '{{row}}', { row: from('l.row') })],
      edges: [line('l:loop-function-inline-output', 's'), line('s:true', 'stop'), line('s:true_1', 'skip'), line('s:false', 'in'), line('in', 'l')],
    });
    const document = canvas([start(rows), loop, end({ each: from('l.each', 'list', list) })], straight('100001', 'l', '900001'));
    expect(await runCanvas(document, { rows: ['a', 'skip', 'b', 'stop', 'c'] })).toMatchObject({ outputs: { each: ['a', 'b'] } });
  });

  it('lie in one another', async () => {
    const batch = node('b', '28', {
      inputs: { inputParameters: params({ inner: from('100001.rows', 'list', list) }), concurrentSize: given('2', 'integer') },
      outputs: params({ pairs: from('in.output', 'list', list) }),
      blocks: [text('in', '{{outer}}{{inner}}', { outer: from('l.row'), inner: from('b.inner') })],
      edges: [line('b:batch-function-inline-output', 'in'), line('in', 'b')],
    });
    const loop = node('l', '21', {
      inputs: { loopType: 'array', inputParameters: params({ row: from('100001.rows', 'list', list) }) },
      outputs: params({ all: from('b.pairs', 'list', { type: 'list', schema: list }) }),
      blocks: [batch],
      edges: [line('l:loop-function-inline-output', 'b'), line('b', 'l')],
    });
    const document = canvas([start(rows), loop, end({ all: from('l.all', 'list', { type: 'list', schema: list }) })], straight('100001', 'l', '900001'));
    expect(await runCanvas(document, { rows: ['a', 'b'] })).toMatchObject({ outputs: { all: [['aa', 'ab'], ['ba', 'bb']] } });
  });

  it('of a node itself run it for each element, some at once, in order', async () => {
    let running = 0;
    let most = 0;
    const counting = nodeRunner({
      key: 'subworkflow',
      async run({ inputs }) {
        most = Math.max(most, (running += 1));
        await Promise.resolve();
        running -= 1;
        return { outputs: { out: `<${String(inputs['x'])}>` } };
      },
    });
    const item = { type: 'object', schema: [{ name: 'out', type: 'string' }] };
    const many = node('m', '9', {
      inputs: { workflowId: '1', inputParameters: params({ x: from('m.row') }), batch: { batchEnable: true, batchSize: 100, concurrentSize: 2, inputLists: params({ row: from('100001.rows', 'list', list) }) } },
      outputs: [{ name: 'results', type: 'list', schema: item }],
    });
    const document = canvas([start(rows), many, end({ r: from('m.results', 'list', item) })], straight('100001', 'm', '900001'));
    expect(await runCanvas(document, { rows: ['a', 'b', 'c'] }, counting)).toMatchObject({ outputs: { r: [{ out: '<a>' }, { out: '<b>' }, { out: '<c>' }] } });
    expect(most).toBe(2);
  });
});

describe('errors of a node', () => {
  const failing = nodeRunner({ key: 'code', run: () => Promise.reject(new NodeError('broken', 'It is broken.')) });
  const failed = (settings: Record<string, unknown>) => code('c', {}, [{ name: 'out', type: 'string' }], { settingOnError: { switch: true, ...settings } });
  const outputs = { out: from('c.out'), ok: from('c.isSuccess', 'boolean'), why: from('c.errorBody.errorMessage') };

  it('give its defaults', async () => {
    const document = canvas([start(), failed({ processType: 2, dataOnErr: '{"out":"none"}' }), end(outputs)], straight('100001', 'c', '900001'));
    expect(await runCanvas(document, {}, failing)).toMatchObject({ outputs: { out: 'none', ok: false, why: 'It is broken.' } });
  });

  it('go another way', async () => {
    const document = canvas([start(), failed({ processType: 3 }), text('t', 'mended'), end({ ...outputs, t: from('t.output') })], [
      line('100001', 'c'), line('c', '900001'), line('c:branch_error', 't'), line('t', '900001'),
    ]);
    expect(await runCanvas(document, {}, failing)).toMatchObject({ outputs: { ok: false, t: 'mended' } });
  });

  it('end the rest of a workflow inside before that is tried again', async () => {
    const [counts, most] = [{ begun: 0, running: 0 }, { running: 0 }];
    const branches = nodeRunner({
      key: 'code',
      run: ({ node: { id }, signal }) => {
        if (id === 'bad') return Promise.reject(new NodeError('broken', 'It is broken.'));
        counts.begun += 1;
        counts.running += 1;
        most.running = Math.max(most.running, counts.running);
        return new Promise((_, reject) => {
          signal.addEventListener('abort', () => queueMicrotask(() => {
            counts.running -= 1;
            reject(signal.reason as Error);
          }));
        });
      },
    });
    const inner = planOf(canvas([start(), code('bad'), code('slow'), end({})], [line('100001', 'slow'), line('100001', 'bad'), line('slow', '900001'), line('bad', '900001')]), branches);
    const inside = nodeRunner({
      key: 'subworkflow',
      async run({ child }) {
        await child(inner, {});
        return { outputs: {} };
      },
    });
    const sub = node('m', '9', { inputs: { workflowId: '1', inputParameters: params({}), settingOnError: { switch: true, processType: 1, retryTimes: 1 } }, outputs: [] });
    await expect(runCanvas(canvas([start(), sub, end({})], straight('100001', 'm', '900001')), {}, inside)).rejects.toThrow('It is broken.');
    expect(counts).toEqual({ begun: 2, running: 0 });
    expect(most).toEqual({ running: 1 });
  });

  it('are tried again, with the number of the attempt', async () => {
    const second = nodeRunner({
      key: 'code',
      run: ({ attempt, idempotencyKey }) => (attempt === 0 ? Promise.reject(new Error('not yet')) : { outputs: { out: `${attempt} ${idempotencyKey}` } }),
    });
    const document = canvas([start(), failed({ processType: 1, retryTimes: 1 }), end({ out: from('c.out') })], straight('100001', 'c', '900001'));
    expect(await runCanvas(document, {}, second)).toMatchObject({ outputs: { out: '1 run:c' } });
  });

  it('are those of its time too, for one attempt and for all', async () => {
    const hanging = nodeRunner({ key: 'code', run: () => new Promise(() => undefined) });
    const all = canvas([start(), failed({ processType: 1, timeoutMs: 20 }), end()], straight('100001', 'c', '900001'));
    await expect(runCanvas(all, {}, hanging)).rejects.toThrow('"node c" failed: It took longer than the 0.02 s that it has in all.');
    const one = canvas([start(), failed({ processType: 1, attemptTimeoutMs: 20 }), end()], straight('100001', 'c', '900001'));
    await expect(runCanvas(one, {}, hanging)).rejects.toThrow('An attempt took longer than the 0.02 s that it has.');
  });
});

describe('texts that are being written', () => {
  const llm = (id: string) => node(id, '3', { inputs: { inputParameters: [], llmParam: params({ prompt: given('go') }) }, outputs: [{ name: 'output', type: 'string' }] });
  const written = (stream: TextStream) =>
    nodeRunner({
      key: 'llm',
      writesStreams: () => ['output'],
      run: ({ isStreamed }) => {
        const final = stream.whole().then((output) => ({ output }));
        return isStreamed ? { outputs: { output: stream }, final } : final.then((outputs) => ({ outputs }));
      },
    });
  const saying = (id: string, type: string, more: Record<string, unknown> = {}) =>
    node(id, type, { inputs: { inputParameters: params({ o: from('m.output') }), content: given('> {{o}} <'), streamingOutput: true, ...more } });

  it('are said while they are written, and never end before', async () => {
    const stream = new TextStream();
    const plan = planOf(canvas([start(), llm('m'), saying('say', '13'), saying('900001', '2', { terminatePlan: 'useAnswerContent' })], straight('100001', 'm', 'say', '900001')), written(stream));
    const seen = nothingSeen();
    const running = runOf(seen).run(plan, {});
    stream.write('one ');
    await new Promise(setImmediate);
    expect(seen.said).toEqual(['say: > ', 'say: one ']);
    stream.write('two');
    stream.end();
    expect(await running).toMatchObject({ outputs: { output: '> one two <' } });
    expect(seen.entries.filter(({ type }) => type === 'node').map((entry) => entry.path)).toEqual(['100001', 'm', 'say', '900001']);
  });

  const timed = (settings: Record<string, unknown>) =>
    node('m', '3', { inputs: { inputParameters: [], llmParam: params({ prompt: given('go') }), settingOnError: settings }, outputs: [{ name: 'output', type: 'string' }] });

  it('are said while they are written where the node has a time and retries too', async () => {
    const stream = new TextStream();
    const plan = planOf(canvas([start(), timed({ processType: 1, timeoutMs: 60_000, retryTimes: 2 }), saying('900001', '2', { terminatePlan: 'useAnswerContent' })], straight('100001', 'm', '900001')), written(stream));
    const seen = nothingSeen();
    const running = runOf(seen).run(plan, {});
    stream.write('one ');
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    expect(seen.said).toEqual(['900001: > ', '900001: one ']);
    stream.end();
    expect(await running).toMatchObject({ outputs: { output: '> one  <' } });
  });

  it('whose run has failed elsewhere fail unheard', async () => {
    const late = Promise.withResolvers<void>();
    const writing = nodeRunner({
      key: 'llm',
      writesStreams: () => ['output'],
      run: async () => {
        await late.promise;
        return { outputs: { output: new TextStream() }, final: Promise.reject(new Error('aborted')) };
      },
    });
    const failing = nodeRunner({ key: 'code', run: () => Promise.reject(new NodeError('broken', 'It is broken.')) });
    const document = canvas(
      [start(), llm('m'), code('bad'), saying('900001', '2', { terminatePlan: 'useAnswerContent' })],
      [line('100001', 'm'), line('100001', 'bad'), line('m', '900001'), line('bad', '900001')],
    );
    await expect(runCanvas(document, {}, writing, failing)).rejects.toThrow('It is broken.');
    late.resolve();
    await new Promise(setImmediate);
    await new Promise(setImmediate);
  });

  it('end with the time of their node', async () => {
    const plan = planOf(canvas([start(), timed({ processType: 1, timeoutMs: 20 }), saying('900001', '2', { terminatePlan: 'useAnswerContent' })], straight('100001', 'm', '900001')), written(new TextStream()));
    await expect(runOf(nothingSeen()).run(plan, {})).rejects.toThrow('It took longer than the 0.02 s that it has in all.');
  });

  it('pass through an aggregator', async () => {
    const stream = new TextStream();
    const merged = node('g', '32', { inputs: { mergeGroups: [{ name: 'first', variables: [from('100001.x'), from('m.output')] }] }, outputs: [{ name: 'first', type: 'string' }] });
    const last = node('900001', '2', { inputs: { terminatePlan: 'useAnswerContent', inputParameters: params({ o: from('g.first') }), content: given('{{o}}'), streamingOutput: true } });
    const seen = nothingSeen();
    const running = runOf(seen).run(planOf(canvas([start('x'), llm('m'), merged, last], straight('100001', 'm', 'g', '900001')), written(stream)), {});
    stream.write('piece');
    await new Promise(setImmediate);
    expect(seen.said).toEqual(['900001: piece']);
    stream.end();
    expect(await running).toMatchObject({ outputs: { output: 'piece' } });
  });

  it('are whole for what cannot read them so, and fail the run where writing them fails', async () => {
    const stream = new TextStream();
    const document = canvas([start(), llm('m'), text('t', '[{{o}}]', { o: from('m.output') }), end({ t: from('t.output') })], straight('100001', 'm', 't', '900001'));
    const running = runCanvas(document, {}, written(stream));
    stream.write('a');
    stream.end();
    expect(await running).toMatchObject({ outputs: { t: '[a]' } });
    const broken = new TextStream();
    const failing = runCanvas(canvas([start(), llm('m'), saying('900001', '2', { terminatePlan: 'useAnswerContent' })], straight('100001', 'm', '900001')), {}, written(broken));
    broken.write('half');
    broken.fail(new NodeError('model', 'The model went away.'));
    await expect(failing).rejects.toThrow('The model went away.');
  });
});

describe('a run that waits', () => {
  const form = (id: string) => node(id, '30', { inputs: { outputSchema: '[{"type":"string","name":"name"}]' } });
  const document = canvas(
    [start(), form('a'), form('b'), text('t', '{{a}}{{b}}', { a: from('a.name'), b: from('b.name') }), end({ out: from('t.output') })],
    [line('100001', 'a'), line('100001', 'b'), line('a', 't'), line('b', 't'), line('t', '900001')],
  );

  it('comes to rest with all that it waits for, and goes on after answers in any order', async () => {
    const plan = planOf(document);
    const seen = nothingSeen();
    expect(await runOf(seen).run(plan, {})).toMatchObject({ state: 'waiting', waits: [{ path: 'a', number: 0 }, { path: 'b', number: 0 }] });
    seen.entries.push({ type: 'answer', path: 'b', number: 0, answer: { name: 'B' }, at: 0 });
    expect(await runOf(seen).run(plan, {})).toMatchObject({ state: 'waiting', waits: [{ path: 'a' }] });
    seen.entries.push({ type: 'answer', path: 'a', number: 0, answer: { name: 'A' }, at: 0 });
    expect(await runOf(seen).run(plan, {})).toMatchObject({ state: 'done', outputs: { out: 'AB' } });
    expect(seen.entries.filter(({ type }) => type === 'wait')).toHaveLength(2);
  });

  it('goes on in rounds of a batch that have their answers, and repeats none that is done', async () => {
    const rows = { name: 'rows', type: 'list', schema: { type: 'string' } };
    const batch = node('l', '28', {
      inputs: { inputParameters: params({ row: from('100001.rows', 'list', { type: 'string' }) }) },
      outputs: params({ names: from('a.name', 'list', { type: 'string' }) }),
      blocks: [form('a')],
      edges: [line('l:batch-function-inline-output', 'a'), line('a', 'l')],
    });
    const plan = planOf(canvas([start(rows), batch, end({ names: from('l.names', 'list', { type: 'string' }) })], straight('100001', 'l', '900001')));
    const seen = nothingSeen();
    const inputs = { rows: ['x', 'y'] };
    expect(await runOf(seen).run(plan, inputs)).toMatchObject({ waits: [{ path: 'l#0/a' }, { path: 'l#1/a' }] });
    seen.entries.push({ type: 'answer', path: 'l#1/a', number: 0, answer: { name: 'Y' }, at: 0 });
    expect(await runOf(seen).run(plan, inputs)).toMatchObject({ waits: [{ path: 'l#0/a' }] });
    seen.entries.push({ type: 'answer', path: 'l#0/a', number: 0, answer: { name: 'X' }, at: 0 });
    expect(await runOf(seen).run(plan, inputs)).toMatchObject({ outputs: { names: ['X', 'Y'] } });
    expect(seen.entries.filter(({ type, path }) => type === 'node' && path.startsWith('l#'))).toHaveLength(2);
  });

  it('takes an answer while another branch still runs', async () => {
    let finish = (): void => undefined;
    const slow = nodeRunner({ key: 'code', run: () => new Promise((resolve) => (finish = () => resolve({ outputs: { out: '!' } }))) });
    const both = canvas(
      [start(), form('a'), text('after', '{{a}}', { a: from('a.name') }), code('slow'), end({ out: from('after.output') })],
      [line('100001', 'a'), line('a', 'after'), line('after', '900001'), line('100001', 'slow'), line('slow', '900001')],
    );
    const seen = nothingSeen();
    const run = runOf(seen);
    const running = run.run(planOf(both, slow), {});
    await Promise.resolve();
    run.host.journal.record({ type: 'answer', path: 'a', number: 0, answer: { name: 'A' }, at: 0 });
    const goOn = run.goingOn('a');
    expect(goOn).toBeDefined();
    goOn?.();
    expect(run.goingOn('a')).toBeUndefined();
    expect(seen.entries.map(({ path }) => path)).toContain('after');
    finish();
    expect(await running).toMatchObject({ state: 'done', outputs: { out: 'A' } });
  });
});

describe('what a run has done', () => {
  it('is not done again: it is taken from the journal', async () => {
    let calls = 0;
    const once = nodeRunner({ key: 'code', hasEffects: true, run: () => ({ outputs: { out: String((calls += 1)) } }) });
    const document = canvas([start(), code('c'), text('t', '{{c}}', { c: from('c.out') }), end({ out: from('t.output') })], straight('100001', 'c', 't', '900001'));
    const plan = planOf(document, once);
    const seen = nothingSeen();
    await runOf(seen).run(plan, {});
    for (let kept = seen.entries.length; kept > 0; kept -= 1) {
      const again = { ...nothingSeen(), entries: seen.entries.slice(0, kept) };
      const isDone = again.entries.some(({ type, path }) => type === 'node' && path === 'c');
      calls = 1;
      expect(await runOf(again).run(plan, {})).toMatchObject({ outputs: { out: isDone ? '1' : '2' } });
    }
  });

  it('with effects was durable before they began', async () => {
    const seen = nothingSeen();
    const before: unknown[] = [];
    const effect = nodeRunner({
      key: 'code',
      hasEffects: true,
      run: () => {
        before.push([seen.commits, seen.entries.map(({ type, path }) => `${type} ${path}`)]);
        return { outputs: {} };
      },
    });
    await runOf(seen).run(planOf(canvas([start(), text('t', 'x'), code('c'), end()], straight('100001', 't', 'c', '900001')), effect), {});
    expect(before).toEqual([[1, ['node 100001', 'node t', 'started c']]]);
  });
});

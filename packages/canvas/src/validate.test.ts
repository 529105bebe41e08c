import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CanvasDocument } from './canvas-document.ts';
import { isRunnable } from './problem.ts';
import { canvas, end, from, given, line, node, params, start, text } from './testing/canvas-builder.ts';
import { validateCanvas } from './validate.ts';

const found = (document: CanvasDocument) => validateCanvas(document).problems.map(({ code, severity, node_id }) => `${severity} ${code} ${node_id ?? ''}`.trim());
const straight = (...ids: readonly string[]) => ids.slice(1).map((id, index) => line(ids[index] ?? '', id));

describe('settings that have no effect', () => {
  const datasets = { datasetList: given(['1'], 'list', { type: 'string' }) };
  const yes = given(true, 'boolean');
  const sentence = (middle: ReturnType<typeof node>) =>
    validateCanvas(canvas([start('q'), middle, end({ out: from('100001.q') })], straight('100001', 'm', '900001'))).problems.map(({ severity, code, node_id, values: { setting } }) => `${severity} ${code} ${node_id} ${setting}`);

  it('are warned of, and not those that are off', () => {
    const search = (settings: object) => node('m', '6', { inputs: { datasetParam: params({ ...datasets, ...settings }), inputParameters: params({ Query: from('100001.q') }) } });
    expect(sentence(search({ isPersonalOnly: yes, useNl2sql: yes, useRerank: yes }))).toEqual(['warning idle_setting m isPersonalOnly', 'warning idle_setting m useNl2sql']);
    expect(sentence(search({ isPersonalOnly: given(false, 'boolean') }))).toEqual([]);
  });

  it('are warned of where files are read and where a model is asked', () => {
    const strategyParam = { parsingStrategy: { parsingType: 'accurate', imageExtraction: true, imageOcr: false } };
    expect(sentence(node('m', '27', { inputs: { datasetParam: params(datasets), inputParameters: params({ knowledge: from('100001.q') }), strategyParam } }))).toEqual(['warning idle_setting m imageExtraction']);
    const asking = (ids: readonly string[]) => {
      const knowledgeFCParam = { knowledgeList: ids.map((id) => ({ id })), global_setting: { use_nl2_sql: true } };
      return node('m', '3', { inputs: { inputParameters: [], llmParam: params({ prompt: given('Hi') }), fcParam: { knowledgeFCParam } }, outputs: [{ name: 'output', type: 'string' }] });
    };
    expect(sentence(asking(['1']))).toEqual(['warning idle_setting m useNl2sql']);
    expect(sentence(asking([]))).toEqual([]);
  });
});

describe('validation', () => {
  it('finds nothing wrong with a workflow that is whole', () => {
    const document = canvas([start('who'), text('a', 'Hello {{name}}', { name: from('100001.who') }), end({ out: from('a.output') })], straight('100001', 'a', '900001'));
    expect(validateCanvas(document)).toMatchObject({ problems: [], graph: { inputs: [{ name: 'who' }] } });
  });

  it('wants a start and an end, which a line reaches', () => {
    expect(found(canvas([text('a', 'x')], []))).toEqual(['error missing_start', 'error missing_end', 'warning unreachable a']);
    expect(found(canvas([start(), end()], []))).toEqual(['error unreachable 900001']);
  });

  it('finds lines to nothing, from ports that are none, into the start and out of the end', () => {
    const nodes = [start(), text('a', 'x'), end()];
    expect(found(canvas(nodes, [...straight('100001', 'a', '900001'), line('a', 'gone'), line('a:branch_7', '900001'), line('900001', '100001')]))).toEqual([
      'error edge_to_nothing a', 'error unknown_port a', 'error edge_out_of_end 900001', 'error edge_into_start 100001', 'error cycle 100001',
    ]);
  });

  it('names the nodes that wait for each other in a circle', () => {
    const nodes = [start(), text('a', 'x'), text('b', 'x'), text('c', 'x'), end()];
    const { problems } = validateCanvas(canvas(nodes, [...straight('100001', 'a', 'b', 'c', '900001'), line('c', 'b')]));
    expect(problems).toMatchObject([{ code: 'cycle', severity: 'error', values: { titles: '"node b", "node c"' } }]);
    expect(isRunnable(problems)).toBe(false);
  });

  it('keeps lines and references inside their loop', () => {
    const loop = node('l', '21', {
      inputs: { loopType: 'array', inputParameters: params({ item: from('100001.rows', 'list', { type: 'string' }) }), variableParameters: params({ sum: given('') }) },
      outputs: params({ all: from('in.output', 'list', { type: 'string' }), sum: from('l.sum') }),
      blocks: [text('in', '{{item}}{{start}}{{index}}', { item: from('l.item'), start: from('before.output'), index: from('l.index', 'integer') }), node('stop', '19')],
      edges: [line('l:loop-function-inline-output', 'in'), line('in', 'l'), line('in', 'stop')],
    });
    const rows = { name: 'rows', type: 'list', schema: { type: 'string' } };
    const nodes = [start(rows), text('before', 'x'), loop, end({ all: from('l.all', 'list'), sum: from('l.sum') })];
    expect(found(canvas(nodes, [...straight('100001', 'before', 'l'), line('l:loop-output', '900001')]))).toEqual([]);
    const peeking = [start(rows), text('before', 'x'), loop, end({ all: from('in.output') })];
    expect(found(canvas(peeking, straight('100001', 'before', 'l', '900001')))).toEqual(['error unknown_node 900001']);
    expect(found(canvas(nodes, [...straight('100001', 'before', 'l', '900001'), line('before', 'in')]))).toEqual(['error edge_across_levels before']);
  });

  it('reads lines of a loop that stand among those of the whole, as they once did', () => {
    const loop = node('l', '21', {
      inputs: { loopType: 'count', loopCount: given('2', 'integer') },
      outputs: params({ all: from('in.output', 'list', { type: 'string' }) }),
      blocks: [text('in', 'x')],
    });
    const edges = [...straight('100001', 'l', '900001'), line('l:loop-function-inline-output', 'in'), line('in', 'l')];
    const { graph, problems } = validateCanvas(canvas([start(), loop, end({ all: from('l.all', 'list') })], edges));
    expect(problems).toEqual([]);
    expect(graph.nodes.get('l')?.inner?.edges).toHaveLength(2);
  });

  it('finds references to nothing, to what comes later, and of a type that cannot be converted', () => {
    const nodes = [
      start('who', { name: 'many', type: 'boolean' }),
      text('a', 'x', { gone: from('nobody.output'), wrong: from('100001.whom'), late: from('b.output'), none: { type: 'string' } }),
      text('b', 'x', { ok: from('100001.who'), count: from('100001.many', 'integer') }),
      end(),
    ];
    const { problems } = validateCanvas(canvas(nodes, straight('100001', 'a', 'b', '900001')));
    expect(problems.map(({ code, severity, field }) => `${severity} ${code} ${field ?? ''}`)).toEqual([
      'error missing_value inputs.inputParameters.3',
      'error unknown_node inputs.inputParameters.0.value',
      'error unknown_output inputs.inputParameters.1.value',
      'error not_before inputs.inputParameters.2.value',
      'warning wrong_type inputs.inputParameters.1.value',
    ]);
    expect(problems[2]?.message).toBe('wrong of "node a" refers to whom of "start", which gives no such value.');
  });

  it('warns of what never runs, whatever is wrong there, and of branches that lead nowhere', () => {
    const choice = node('s', '8', { inputs: { branches: [{ condition: { logic: 2, conditions: [{ operator: 9, left: { input: given('x') } }] } }] } });
    const nodes = [start(), choice, text('lost', '{{x}}', { x: from('nobody.output') }), end()];
    expect(found(canvas(nodes, [line('100001', 's'), line('s:true', '900001')]))).toEqual([
      'warning unreachable lost', 'warning unconnected_port s', 'warning unknown_node lost',
    ]);
  });

  it('says which setting cannot be read, and why', () => {
    const nodes = [start(), node('c', '5', { inputs: { language: 4, code: 'x', settingOnError: { processType: 9, timeoutMs: 'soon' } } }), end()];
    const { problems } = validateCanvas(canvas(nodes, straight('100001', 'c', '900001')));
    expect(problems.map(({ field, message }) => [field, message])).toEqual([
      ['inputs.language', 'A setting of "node c" (language) must be 3 (Python) or 5 (TypeScript).'],
      ['inputs.settingOnError.processType', expect.stringContaining('settingOnError.processType')],
      ['inputs.settingOnError.timeoutMs', 'A setting of "node c" (settingOnError.timeoutMs) is not a number.'],
    ]);
  });

  it('says what a node waits for that this Buckle does not have, and refuses kinds that nobody knows', () => {
    const nodes = [start(), node('p', '4'), node('q', '4711'), end()];
    expect(found(canvas(nodes, straight('100001', 'p', '900001')))).toEqual(['error unknown_kind q', 'error not_available p']);
  });

  it('keeps break, continue and variables of a loop inside one', () => {
    const nodes = [start(), node('b', '19'), end()];
    expect(found(canvas(nodes, [line('100001', 'b'), line('100001', '900001')]))).toEqual(['error misplaced_node b']);
  });

  it('gives a node that goes on after an error its error, and the branch for it', () => {
    const failing = node('c', '5', { inputs: { language: 5, code: 'x', settingOnError: { switch: true, processType: 3, dataOnErr: '{"key":"none"}' } }, outputs: [{ name: 'key', type: 'string' }] });
    const document = canvas([start(), failing, text('t', '{{e}}', { e: from('c.errorBody.errorMessage') }), end({ ok: from('c.isSuccess', 'boolean') })], [
      ...straight('100001', 'c', '900001'), line('c:branch_error', 't'),
    ]);
    const { graph, problems } = validateCanvas(document);
    expect(problems).toEqual([]);
    expect(graph.nodes.get('c')).toMatchObject({ ports: ['default', 'branch_error'], onError: { mode: 'branch', defaults: { key: 'none' } } });
  });

  it('takes the list of what came out of each round for what a loop gathers', () => {
    const round = node('r', '5', { inputs: { language: 5, code: 'x' }, outputs: [{ name: 'count', type: 'integer' }] });
    const loop = node('l', '21', {
      inputs: { loopType: 'count' },
      outputs: params({ counts: from('r.count', 'list', { type: 'integer' }), wrong: from('r.count', 'list', { type: 'object', schema: [] }) }),
      blocks: [round],
      edges: [line('l', 'r'), line('r', 'l')],
    });
    const { problems } = validateCanvas(canvas([start(), loop, end()], straight('100001', 'l', '900001')));
    expect(problems.map(({ code, field }) => `${code} ${field}`)).toEqual(['wrong_type outputs.1.value']);
  });

  it('reads of a text node only what its method needs', () => {
    const split = node('t', '15', { inputs: { method: 'split', inputParameters: params({ String: given('a,b') }), concatParams: params({ concatResult: given('{{gone}}') }) } });
    expect(found(canvas([start(), split, end()], straight('100001', 't', '900001')))).toEqual([]);
  });
});

describe('a graph of any lines', () => {
  const COUNT = 8;
  const pair = fc.tuple(fc.nat(COUNT - 1), fc.nat(COUNT - 1));

  /** Whether lines lead in a circle, found by taking away, as long as there is one, a node to which no line leads. */
  function hasCircle(lines: readonly (readonly [number, number])[]): boolean {
    const left = new Set(Array.from({ length: COUNT }, (_, index) => index));
    for (;;) {
      const free = [...left].find((one) => !lines.some(([source, target]) => target === one && left.has(source)));
      if (free === undefined) return left.size > 0;
      left.delete(free);
    }
  }

  it('has a circle exactly where one is found', () => {
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 14 }), (lines) => {
        const nodes = Array.from({ length: COUNT }, (_, index) => text(`n${index}`, 'x'));
        const edges = [...lines.map(([source, target]) => line(`n${source}`, `n${target}`)), ...nodes.map((_, index) => line('100001', `n${index}`)), line('n0', '900001')];
        const { problems } = validateCanvas(canvas([start(), ...nodes, end()], edges));
        expect(problems.some(({ code }) => code === 'cycle')).toBe(hasCircle(lines));
      }),
      { numRuns: 500 },
    );
  });
});

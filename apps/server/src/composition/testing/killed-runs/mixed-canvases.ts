import { end, from, given, line, node, params, start, text } from '@buckle/canvas/testing';

/** A workflow whose runs are killed. */
export interface MixedCanvas {
  readonly nodes: readonly unknown[];
  readonly edges: readonly unknown[];
  /** What its waits are answered with, by the ids of their nodes. */
  readonly answers?: Readonly<Record<string, unknown>>;
}

const TEXT = { type: 'string' };
const label = from('100001.label');
const rows = { type: 'list', schema: TEXT };

/** The inputs that every workflow here has: what tells one run from another, and a list. */
const inputs = start('label', { name: 'rows', ...rows });

/** A workflow that others call: two calls of the counter, one after the other. */
export function calledCanvas(counterUrl: string): MixedCanvas {
  return {
    nodes: [inputs, count(counterUrl, 'first', ''), count(counterUrl, 'second', ''), end({ second: from('second.body') })],
    edges: [line('100001', 'first'), line('first', 'second'), line('second', '900001')],
  };
}

/** Workflows of every shape, which call a counter; one of them calls another workflow. */
export function mixedCanvases(counterUrl: string, calledId: string): Readonly<Record<string, MixedCanvas>> {
  const call = (id: string, more = ''): unknown => count(counterUrl, id, more);
  return {
    parallel: {
      nodes: [
        inputs, call('a'), call('b'), call('c'), call('d'),
        text('join', '{{a}} and {{b}} and {{c}}', { a: from('a.body'), b: from('b.body'), c: from('c.body') }),
        end({ joined: from('join.output'), d: from('d.body') }),
      ],
      edges: [
        line('100001', 'a'), line('100001', 'b'), line('100001', 'c'), line('a', 'd'), line('b', 'join'), line('c', 'join'), line('a', 'join'),
        line('join', '900001'), line('d', '900001'),
      ],
    },
    loop: {
      nodes: [
        inputs,
        node('each', '21', {
          inputs: { loopType: 'array', inputParameters: params({ row: from('100001.rows', 'list', TEXT) }), variableParameters: params({ last: given('none') }) },
          outputs: params({ bodies: from('inner.body', 'list', TEXT), last: from('each.last') }),
          blocks: [
            node('which', '8', { inputs: { branches: [when('b'), when('e')] } }),
            node('next', '29'),
            node('stop', '19'),
            call('inner', '{{block_output_each.row}}'),
            node('keep', '20', { inputs: { inputParameters: [{ left: from('each.last'), right: from('inner.body') }] } }),
          ],
          edges: [
            line('each:loop-function-inline-output', 'which'), line('which:true', 'next'), line('which:true_1', 'stop'), line('which:false', 'inner'),
            line('inner', 'keep'), line('keep', 'each'),
          ],
        }),
        call('after'),
        end({ bodies: from('each.bodies', 'list', TEXT), last: from('each.last'), after: from('after.body') }),
      ],
      edges: [line('100001', 'each'), line('each', 'after'), line('after', '900001')],
    },
    batch: {
      nodes: [
        inputs,
        node('many', '28', {
          inputs: { batchSize: 10, concurrentSize: 3, inputParameters: params({ row: from('100001.rows', 'list', TEXT) }) },
          outputs: params({ ones: from('one.body', 'list', TEXT), twos: from('rounds.bodies', 'list', rows) }),
          blocks: [
            call('one', '{{block_output_many.row}}'),
            node('rounds', '21', {
              inputs: { loopType: 'count', loopCount: given(2, 'integer') },
              outputs: params({ bodies: from('again.body', 'list', TEXT) }),
              blocks: [call('again', '{{block_output_many.row}} {{block_output_rounds.index}}')],
              edges: [line('rounds:loop-function-inline-output', 'again'), line('again', 'rounds')],
            }),
          ],
          edges: [line('many:batch-function-inline-output', 'one'), line('one', 'rounds'), line('rounds', 'many')],
        }),
        end({ ones: from('many.ones', 'list', TEXT), twos: from('many.twos', 'list', rows) }),
      ],
      edges: [line('100001', 'many'), line('many', '900001')],
    },
    subworkflow: {
      nodes: [
        inputs,
        text('once', '{{label}}once ', { label }),
        runs('sub', calledId, from('once.output')),
        call('beside'),
        node('twice', '21', {
          inputs: { loopType: 'count', loopCount: given(2, 'integer') },
          outputs: params({ seconds: from('inside.second', 'list', TEXT) }),
          blocks: [text('round', '{{label}}round {{index}} ', { label, index: from('twice.index', 'integer') }), runs('inside', calledId, from('round.output'))],
          edges: [line('twice:loop-function-inline-output', 'round'), line('round', 'inside'), line('inside', 'twice')],
        }),
        end({ second: from('sub.second'), beside: from('beside.body'), seconds: from('twice.seconds', 'list', TEXT) }),
      ],
      edges: [line('100001', 'once'), line('once', 'sub'), line('100001', 'beside'), line('100001', 'twice'), line('sub', '900001'), line('beside', '900001'), line('twice', '900001')],
    },
    asked: {
      nodes: [
        inputs, call('first'), call('beside'),
        node('form', '30', { inputs: { outputSchema: '[{"type":"string","name":"name","required":true}]' } }),
        node('ask', '18', { inputs: { question: 'Whom else?', answer_type: 'text', inputParameters: [] }, outputs: [{ name: 'USER_RESPONSE', type: 'string' }] }),
        node('inquire', '21', {
          inputs: { loopType: 'count', loopCount: given(2, 'integer') },
          outputs: params({ bodies: from('told.body', 'list', TEXT) }),
          blocks: [
            node('whom', '18', { inputs: { question: 'Whom?', answer_type: 'text', inputParameters: [] }, outputs: [{ name: 'USER_RESPONSE', type: 'string' }] }),
            call('told', '{{block_output_whom.USER_RESPONSE}} {{block_output_inquire.index}}'),
          ],
          edges: [line('inquire:loop-function-inline-output', 'whom'), line('whom', 'told'), line('told', 'inquire')],
        }),
        call('last', '{{block_output_form.name}} {{block_output_ask.USER_RESPONSE}}'),
        end({ last: from('last.body'), told: from('inquire.bodies', 'list', TEXT) }),
      ],
      edges: [
        line('100001', 'first'), line('first', 'form'), line('first', 'ask'), line('first', 'beside'), line('100001', 'inquire'),
        line('form', 'last'), line('ask', 'last'), line('beside', 'last'), line('last', '900001'), line('inquire', '900001'),
      ],
      answers: { form: { name: 'Ann' }, ask: 'Bo', whom: 'Cy' },
    },
  };
}

/** Calls the counter; what it says is different for each place of each run. */
function count(counterUrl: string, id: string, more: string): unknown {
  const rawText = `{{block_output_100001.label}}${id} ${more}`;
  return node(id, '45', { inputs: { apiInfo: { method: 'POST', url: counterUrl }, body: { bodyType: 'RAW_TEXT', bodyData: { rawText } }, inputParameters: [] } });
}

/** Runs another workflow, under a label of its own. */
function runs(id: string, workflowId: string, its: unknown): unknown {
  return node(id, '9', {
    inputs: { workflowId, inputParameters: params({ label: its, rows: from('100001.rows', 'list', TEXT) }) },
    outputs: [{ name: 'second', type: 'string' }],
  });
}

/** The branch of a loop's element. */
function when(row: string): unknown {
  return { condition: { logic: 2, conditions: [{ operator: 1, left: { input: from('each.row') }, right: { input: given(row) } }] } };
}

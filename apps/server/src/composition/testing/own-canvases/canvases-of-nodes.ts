import { end, from, given, line, node, params, start, text } from '@buckle/canvas/testing';
import { type OwnCanvas, straight, type Surroundings } from './own-canvas.ts';

const TEXT = { type: 'string' };
const anyObject = { type: 'object', schema: [] };
const output = [{ name: 'output', type: 'string' }];

/** Documents with every kind of node that runs, but those of `canvasesOfData`. */
export function canvasesOfNodes({ echo, botId, userId }: Surroundings): Readonly<Record<string, OwnCanvas>> {
  return {
    'start and end, with a default and a note': {
      nodes: [start({ name: 'who', type: 'string', defaultValue: 'you' }), node('n', '31', { inputs: { note: '[]' } }), end({ who: from('100001.who') })],
      edges: [line('100001', '900001')],
      output: { who: 'you' },
    },
    'texts put together and taken apart': straight(
      [start('a'), text('join', '{{a}},b', { a: from('100001.a') }), splitting('split', from('join.output')), end({ parts: from('split.output', 'list', TEXT) })],
      { parameters: { a: 'x' }, output: { parts: ['x', 'b'] } },
    ),
    'a selector and an aggregator': {
      nodes: [
        start({ name: 'n', type: 'integer' }),
        node('s', '8', { inputs: { branches: [when(from('100001.n', 'integer'), 13, given(10, 'integer')), when(from('100001.n', 'integer'), 13, given(5, 'integer'))] } }),
        text('large', 'large'), text('middle', 'middle'), text('small', 'small'),
        node('one', '32', { inputs: { mergeGroups: [{ name: 'size', variables: [from('large.output'), from('middle.output'), from('small.output')] }] } }),
        end({ size: from('one.size') }),
      ],
      edges: [
        line('100001', 's'), line('s:true', 'large'), line('s:true_1', 'middle'), line('s:false', 'small'),
        line('large', 'one'), line('middle', 'one'), line('small', 'one'), line('one', '900001'),
      ],
      parameters: { n: 7 },
      output: { size: 'middle' },
    },
    'a loop over a list, with continue, break and a variable': {
      nodes: [
        start({ name: 'rows', type: 'list', schema: TEXT }),
        node('each', '21', {
          inputs: { loopType: 'array', inputParameters: params({ row: from('100001.rows', 'list', TEXT) }), variableParameters: params({ last: given('none') }) },
          outputs: params({ all: from('t.output', 'list', TEXT), last: from('each.last') }),
          blocks: [
            node('s', '8', { inputs: { branches: [when(from('each.row'), 1, given('skip')), when(from('each.row'), 1, given('stop'))] } }),
            node('next', '29'), node('stop', '19'),
            text('t', '{{i}} {{row}}', { i: from('each.index', 'integer'), row: from('each.row') }),
            node('set', '20', { inputs: { inputParameters: [{ left: from('each.last'), right: from('t.output') }] } }),
          ],
          edges: [line('each:loop-function-inline-output', 's'), line('s:true', 'next'), line('s:true_1', 'stop'), line('s:false', 't'), line('t', 'set'), line('set', 'each')],
        }),
        end({ all: from('each.all', 'list', TEXT), last: from('each.last') }),
      ],
      edges: [line('100001', 'each'), line('each', '900001')],
      parameters: { rows: ['a', 'skip', 'b', 'stop', 'c'] },
      output: { all: ['0 a', '2 b'], last: '2 b' },
    },
    'a loop without an end, which is broken off': {
      nodes: [
        start(),
        node('ever', '21', {
          inputs: { loopType: 'infinite' },
          outputs: params({ all: from('t.output', 'list', TEXT) }),
          blocks: [text('t', '{{i}}', { i: from('ever.index', 'integer') }), node('s', '8', { inputs: { branches: [when(from('ever.index', 'integer'), 14, given(2, 'integer'))] } }), node('stop', '19')],
          edges: [line('ever:loop-function-inline-output', 't'), line('t', 's'), line('s:true', 'stop'), line('s:false', 'ever')],
        }),
        end({ all: from('ever.all', 'list', TEXT) }),
      ],
      edges: [line('100001', 'ever'), line('ever', '900001')],
      output: { all: ['0', '1', '2'] },
    },
    'a loop in a batch': {
      nodes: [
        start({ name: 'rows', type: 'list', schema: TEXT }),
        node('many', '28', {
          inputs: { batchSize: 10, concurrentSize: 2, inputParameters: params({ row: from('100001.rows', 'list', TEXT) }) },
          outputs: params({ all: from('twice.all', 'list', { type: 'list', schema: TEXT }) }),
          blocks: [
            node('twice', '21', {
              inputs: { loopType: 'count', loopCount: given(2, 'integer') },
              outputs: params({ all: from('t.output', 'list', TEXT) }),
              blocks: [text('t', '{{row}}{{i}}', { row: from('many.row'), i: from('twice.index', 'integer') })],
              edges: [line('twice:loop-function-inline-output', 't'), line('t', 'twice')],
            }),
          ],
          edges: [line('many:batch-function-inline-output', 'twice'), line('twice', 'many')],
        }),
        end({ all: from('many.all', 'list', { type: 'list', schema: TEXT }) }),
      ],
      edges: [line('100001', 'many'), line('many', '900001')],
      parameters: { rows: ['a', 'b', 'c'] },
      output: { all: [['a0', 'a1'], ['b0', 'b1'], ['c0', 'c1']] },
    },
    'JSON, to and fro': straight(
      [
        start({ name: 'person', type: 'object', schema: [{ name: 'name', type: 'string' }] }),
        node('to', '58', { inputs: { inputParameters: params({ input: from('100001.person', 'object', []) }) }, outputs: output }),
        node('back', '59', { inputs: { inputParameters: params({ input: from('to.output') }) }, outputs: [{ name: 'output', type: 'object', schema: [{ name: 'name', type: 'string' }] }] }),
        end({ json: from('to.output'), name: from('back.output.name') }),
      ],
      { parameters: { person: { name: 'Ann' } }, output: { json: '{"name":"Ann"}', name: 'Ann' } },
    ),
    'a model, a message and an answer, while they are written': straight(
      [
        start('q'),
        node('m', '3', { inputs: { inputParameters: params({ q: from('100001.q') }), llmParam: params({ prompt: given('Say {{q}}') }) }, outputs: output }),
        node('say', '13', { title: 'say', inputs: { inputParameters: params({ o: from('m.output') }), content: given('It said {{o}}'), streamingOutput: true } }),
        node('900001', '2', { title: 'end', inputs: { terminatePlan: 'useAnswerContent', inputParameters: params({ o: from('m.output') }), content: given('> {{o}}'), streamingOutput: true } }),
      ],
      { parameters: { q: 'hi' }, replies: () => ({ text: ['one ', 'two'] }), said: { say: 'It said one two' }, output: { output: '> one two' } },
    ),
    'a model that calls a workflow': straight(
      [
        start('q'),
        node('m', '3', {
          inputs: {
            inputParameters: params({ q: from('100001.q') }), llmParam: params({ prompt: given('{{q}}') }),
            fcParam: { workflowFCParam: { workflowList: [{ workflow_id: '7001', workflow_version: '' }] } },
          },
          outputs: output,
        }),
        end({ output: from('m.output') }),
      ],
      {
        calls: { 7001: shouting },
        parameters: { q: 'Shout hi' },
        replies: ({ body }) => {
          const [, tool] = /"role":"tool".*?"content":"(.*?)"\}/.exec(JSON.stringify(body['messages'])) ?? [];
          return tool === undefined ? { toolCalls: [{ id: 'c', name: 'called', arguments: '{"what":"hi"}' }] } : { text: 'Done' };
        },
        output: { output: 'Done' },
      },
    ),
    'another workflow, once and for each element of a list': straight(
      [
        start({ name: 'rows', type: 'list', schema: TEXT }),
        node('once', '9', { inputs: { workflowId: '7001', inputParameters: params({ what: given('hi') }) }, outputs: [{ name: 'loud', type: 'string' }] }),
        node('all', '9', {
          inputs: {
            workflowId: '7001', inputParameters: params({ what: from('all.row') }),
            batch: { batchEnable: true, batchSize: 10, concurrentSize: 2, inputLists: params({ row: from('100001.rows', 'list', TEXT) }) },
          },
          outputs: [{ name: 'outputList', type: 'list', schema: { type: 'object', schema: [{ name: 'loud', type: 'string' }] } }],
        }),
        end({ once: from('once.loud'), all: from('all.outputList', 'list', anyObject) }),
      ],
      { calls: { 7001: shouting }, parameters: { rows: ['a', 'b'] }, output: { once: 'hi!', all: [{ loud: 'a!' }, { loud: 'b!' }] } },
    ),
    'an intent': {
      nodes: [
        start('q'),
        node('i', '22', { inputs: { inputParameters: params({ query: from('100001.q') }), intents: [{ name: 'buy' }, { name: 'sell' }], mode: 'all', llmParam: {} }, outputs: [{ name: 'classificationId', type: 'integer' }, { name: 'reason', type: 'string' }] }),
        text('buys', 'buys'), text('sells', 'sells'), text('neither', 'neither'),
        node('one', '32', { inputs: { mergeGroups: [{ name: 'what', variables: [from('buys.output'), from('sells.output'), from('neither.output')] }] } }),
        end({ what: from('one.what'), why: from('i.reason') }),
      ],
      edges: [line('100001', 'i'), line('i:branch_0', 'buys'), line('i:branch_1', 'sells'), line('i:default', 'neither'), line('buys', 'one'), line('sells', 'one'), line('neither', 'one'), line('one', '900001')],
      parameters: { q: 'I have a car' },
      replies: () => ({ text: '{"classificationId": 2, "reason": "It has one."}' }),
      output: { what: 'sells', why: 'It has one.' },
    },
    'code in Python and in TypeScript': straight(
      [
        start({ name: 'n', type: 'integer' }),
        code('p', 3, 'async def main(args: Args) -> Output:\n    return {"n": args.params["n"] * 2}', from('100001.n', 'integer')),
        code('t', 5, 'async function main({ params }: Args): Promise<Output> { return { n: params.n + 1 }; }', from('p.n', 'integer')),
        end({ n: from('t.n', 'integer') }),
      ],
      { parameters: { n: 20 }, output: { n: 41 } },
    ),
    'a call of a server': straight(
      [
        start('q'),
        node('h', '45', {
          inputs: {
            apiInfo: { method: 'PUT', url: `${echo}/things/{{block_output_100001.q}}` }, inputParameters: [], params: params({ a: given('1') }), headers: params({ 'X-B': given('2') }),
            auth: { authOpen: true, authType: 'BEARER_AUTH', authData: { bearerTokenData: params({ token: given('secret') }) } },
            body: { bodyType: 'JSON', bodyData: { json: '{"q":"{{block_output_100001.q}}"}' } },
          },
        }),
        code('read', 5, 'async function main({ params: { n } }: Args) { const { method, url, headers, body } = JSON.parse(n); return { n: [method, url, headers["x-b"], headers.authorization, body].join(" ") }; }', from('h.body'), 'string'),
        end({ asked: from('read.n'), status: from('h.statusCode', 'integer') }),
      ],
      { parameters: { q: 'x' }, output: { asked: 'PUT /things/x?a=1 2 Bearer secret {"q":"x"}', status: 200 } },
    ),
    'variables that outlast a run': straight(
      [
        start('mood'),
        node('set', '40', { inputs: { inputParameters: [{ name: 'mood', left: variable('mood'), input: from('100001.mood') }] } }),
        end({ set: from('set.isSuccess', 'boolean'), mood: variable('mood') }),
      ],
      { parameters: { mood: 'glad' }, output: { set: true, mood: 'glad' } },
    ),
    'a question in words': straight([start(), question('q', { answer_type: 'text' }, [{ name: 'USER_RESPONSE', type: 'string' }]), end({ said: from('q.USER_RESPONSE') })], { answers: ['Red'], output: { said: 'Red' } }),
    'a question with fields, which is asked again': straight(
      [start(), question('q', { answer_type: 'text', extra_output: true, limit: 3, llmParam: {} }, [{ name: 'USER_RESPONSE', type: 'string' }, { name: 'name', type: 'string', required: true }]), end({ name: from('q.name') })],
      { answers: ['no', 'Ann'], replies: ({ body }) => ({ text: JSON.stringify(body).includes('Ann') ? '{"name":"Ann"}' : '{"question":"But who?"}' }), output: { name: 'Ann' } },
    ),
    'questions with options, fixed and from a list': {
      nodes: [
        start(),
        question('q', { answer_type: 'option', option_type: 'static', options: [{ name: 'red' }, { name: 'green' }] }),
        question('d', { answer_type: 'option', option_type: 'dynamic', dynamic_option: given(['one', 'two'], 'list', TEXT) }),
        text('other', 'other'),
        end({ id: from('q.optionId'), content: from('d.optionContent') }),
      ],
      edges: [line('100001', 'q'), line('q:branch_0', 'other'), line('q:branch_1', 'd'), line('q:default', 'other'), line('d:branch_0', '900001'), line('d:default', 'other'), line('other', '900001')],
      answers: ['green', 'two'],
      output: { id: 'B', content: 'two' },
    },
    'a form': straight([start(), node('f', '30', { inputs: { outputSchema: '[{"type":"string","name":"name","required":true}]' } }), end({ name: from('f.name') })], { answers: ['{"name":"Ann"}'], output: { name: 'Ann' } }),
    'an approval with a form and somebody to ask': {
      nodes: [
        start(),
        node('a', '10001', { inputs: { inputParameters: [], content: given('Pay?'), outputSchema: '[{"type":"integer","name":"sum"}]', assignees: [userId], timeout: 3_600 } }),
        text('no', 'no'), end({ decision: from('a.decision'), sum: from('a.sum', 'integer') }),
      ],
      edges: [line('100001', 'a'), line('a:approved', '900001'), line('a:rejected', 'no'), line('a:timeout', 'no'), line('no', '900001')],
      answers: ['{"decision":"approved","sum":7}'],
      output: { decision: 'approved', sum: 7 },
    },
    'an approval that nobody gives in time': {
      nodes: [start(), node('a', '10001', { inputs: { inputParameters: [], content: given('Pay?'), timeout: 0.05 } }), text('late', 'too late'), end({ decision: from('a.decision'), late: from('late.output') })],
      edges: [line('100001', 'a'), line('a:approved', '900001'), line('a:rejected', '900001'), line('a:timeout', 'late'), line('late', '900001')],
      output: { decision: 'timeout', late: 'too late' },
    },
    'waits, for a time and until one': straight(
      [start(), node('w', '10002', { inputs: { mode: 'for', seconds: 0.05 } }), node('u', '10002', { inputs: { mode: 'until', inputParameters: params({ until: given('2001-01-01T00:00:00Z') }) } }), end({ done: given('yes') })],
      { output: { done: 'yes' } },
    ),
    'a bot': straight([start('q'), node('b', '10003', { inputs: { inputParameters: params({ q: from('100001.q') }), botId, content: given('{{q}}?') } }), end({ output: from('b.output') })], { parameters: { q: 'Well' }, replies: () => ({ text: 'Yes' }), output: { output: 'Yes' } }),
  };
}

const shouting: OwnCanvas = straight([start('what'), text('t', '{{w}}!', { w: from('100001.what') }), end({ loud: from('t.output') })], {});

function splitting(id: string, its: unknown): unknown {
  return node(id, '15', { inputs: { method: 'split', inputParameters: params({ String: its }), splitParams: params({ delimiters: given([','], 'list', TEXT) }) }, outputs: [{ name: 'output', type: 'list', schema: TEXT }] });
}

function when(left: unknown, operator: number, right: unknown): unknown {
  return { condition: { logic: 2, conditions: [{ operator, left: { input: left }, right: { input: right } }] } };
}

function code(id: string, language: 3 | 5, words: string, n: unknown, type = 'integer'): unknown {
  return node(id, '5', { inputs: { language, code: words, inputParameters: params({ n }) }, outputs: [{ name: 'n', type }] });
}

function question(id: string, inputs: object, outputs: readonly unknown[] = []): unknown {
  return node(id, '18', { inputs: { question: 'Which?', inputParameters: [], ...inputs }, outputs });
}

function variable(name: string): unknown {
  return { type: 'string', value: { type: 'ref', content: { source: 'global_variable_app', path: [name], blockID: '', name: '' } } };
}

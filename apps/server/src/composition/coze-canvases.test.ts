import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as contract from '@buckle/contract';
import { end, from, given, line, node, params, start, text } from '@buckle/canvas/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScriptedReply } from '#services/models/testing/scripted-reply.ts';
import { chatOf, eventsOf, outline, question } from './testing/chats.ts';
import { datasetOf } from './testing/dataset-of.ts';
import { EchoServer } from './testing/echo-server.ts';
import { runToEnd } from './testing/run-to-end.ts';
import { TestServer } from './testing/started-server.ts';

/** Documents that Coze Studio saved; they are no part of the project. */
const folder = process.env['BUCKLE_TEST_CANVASES'] ?? '../shared/reference/canvases';
const files = existsSync(folder) ? globSync('**/*.json', { cwd: folder }).sort() : [];

type Nodes = { readonly nodes: readonly unknown[]; readonly edges: readonly unknown[] };

/** How a document is run, and what comes of that. */
interface Story {
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** Workflows that it calls by ids of elsewhere: other documents of the folder, or our own. */
  readonly calls?: Readonly<Record<string, string | Nodes>>;
  /** Data sets that it names by ids of elsewhere: what is known there before. */
  readonly datasets?: Readonly<Record<string, readonly string[]>>;
  /** The replies of the model, one for each call; `Hello!` where there are no more. */
  readonly replies?: readonly ScriptedReply[];
  /** What it is answered, one after the other. */
  readonly answers?: readonly string[];
  /** A conversation that the user has with the bot already. */
  readonly conversation?: string;
  /** What nodes other than the last say, by their titles. */
  readonly said?: Readonly<Record<string, string>>;
  /** What the last node gives: values, or a text. */
  readonly output: unknown;
}

const TEXT = { type: 'string' };

/** Takes a text apart at its commas. */
const apart: Nodes = {
  nodes: [
    start('input'),
    node('t', '15', { inputs: { method: 'split', inputParameters: params({ String: from('100001.input') }), splitParams: params({ delimiters: given([','], 'list', TEXT) }) }, outputs: [{ name: 'output', type: 'list', schema: TEXT }] }),
    end({ output: from('t.output', 'list', TEXT), input: from('100001.input') }),
  ],
  edges: [line('100001', 't'), line('t', '900001')],
};
const shout: Nodes = { nodes: [start('input'), text('t', '{{i}}!', { i: from('100001.input') }), end({ output: from('t.output') })], edges: [line('100001', 't'), line('t', '900001')] };
/** Makes a conversation, as a document does that only uses one. */
const talk: Nodes = {
  nodes: [start('name'), node('c', '39', { inputs: { inputParameters: params({ conversationName: from('100001.name') }) }, outputs: [{ name: 'conversationId', type: 'string' }] }), end({ id: from('c.conversationId') })],
  edges: [line('100001', 'c'), line('c', '900001')],
};

/** Where documents of the test lie, until it knows the server's address; and what one of them says. */
const NEARBY = 'http://nearby.invalid';
const FOOD = '附近的美食信息：我想要的面馆在河边。';

const form = (input: string) => JSON.stringify({ input, obj: { field1: `${input}1` }, inputArr: [1] });
const id = expect.stringMatching(/^\d{19}$/);

/** Those whose nodes Buckle runs. */
const stories: Readonly<Record<string, Story>> = {
  'app_variables_for_sub_process.json': { parameters: { input: 'kept' }, output: { output: 'kept' } },
  'batch/node_batches.json': {
    parameters: { input: ['a', 'b'] },
    calls: { '7469707607914217512': apart },
    replies: [{ text: 'one,two' }, { text: 'one,two' }],
    output: { output: [{ input: 'one,two', output: ['one', 'two'] }, { input: 'one,two', output: ['one', 'two'] }] },
  },
  'conversation_manager/conversation_history.json': { parameters: { USER_INPUT: 'Hi', CONVERSATION_NAME: 'Past' }, output: { history_list: [{ role: 'user', content: '你好' }], isSuccess: true } },
  'conversation_manager/conversation_list.json': { parameters: { USER_INPUT: 'Hi', CONVERSATION_NAME: 'Listed' }, output: expect.stringMatching(/"conversationName":"Listed","conversationId":"\d{19}"/) },
  'conversation_manager/delete_conversation.json': { parameters: { input: 'Old' }, conversation: 'Old', output: { output: true } },
  'conversation_manager/update_conversation.json': { conversation: 'template_v1', output: { output: { isSuccess: true, isExisted: false, conversationId: id } } },
  'entry_exit.json': { parameters: { input: 1.5, obj: { field1: ['2026-01-31 08:00:00'] }, arr: ['x'] }, output: '_["2026-01-31 08:00:00"]' },
  'exception/code_exception_branch.json': { parameters: { input: 'hello' }, output: { output: false, output1: 'code result: false' } },
  'exception/llm_default_output_retry_timeout.json': { parameters: { input: 'Who?' }, replies: [{ hang: true, text: '{' }], output: { name: 'zhangsan', age: 3 } },
  'function_call/llm_with_workflow_as_tool.json': {
    parameters: { input: 'Shout hi' },
    calls: { '7492075279843737651': shout },
    replies: [{ toolCalls: [{ id: 'c', name: 'shout', arguments: '{"input":"hi"}' }] }, { text: '{"output":"It said hi!"}' }],
    output: { output: 'It said hi!' },
  },
  'httprequester/custom_auth_json_body.json': {
    parameters: { v1: 'a', v2: 'b', h_v1: 'c', h_v2: 'd', auth_key: 'k', auth_value: 'v', json_key: 'j' },
    output: {
      body: 'POST /custom_auth_json_body?query_v1=a&query_v2=b&k=v c d abc {\n  "v1": "1",\n  "v2": "j"\n}',
      h2_v2: 'd',
    },
  },
  'httprequester/http_implicit_dependencies.json': {
    output: { batch: ['/anything?cc=1&aa=', '/anything?cc=2&aa='], loop: ['/anything?a=1&m=123', '/anything?a=2&m=123'] },
  },
  'input_receiver.json': { answers: [form('i')], output: { input: 'i', field1: 'i1', inputArr: [1] } },
  'json/json_test.json': { parameters: { person: { int: 123, string: 'hello', bool: true } }, output: { output: { int: 123, string: 'hello', bool: true } } },
  'knowledge.json': {
    parameters: { file: `${NEARBY}/food.md`, v1: 'kept' },
    datasets: { '7480093452068470793': [], '7480093452068438025': ['The museum opens at nine.'] },
    output: { success: [{ output: FOOD }], v1: 'kept' },
  },
  'knowledge_delete.json': { datasets: { '7519861718982361099': [] }, output: { output: true } },
  'llm_node_with_skills/llm_with_knowledge_skill.json': {
    parameters: { input: '西湖的旅游景点' },
    datasets: { '7512369185624686592': ['西湖的旅游景点有断桥和雷峰塔。'] },
    replies: [{ toolCalls: [{ id: '1', name: 'search_knowledge', arguments: '{"query":"西湖 景点"}' }] }, { text: '断桥和雷峰塔' }],
    output: { output: '断桥和雷峰塔' },
  },
  'loop_selector_variable_assign_text_processor.json': { parameters: { query1: ['a', 'bb', 'ccc', 'dddd'] }, output: { converted: ['new_a', 'new_ccc'], output: 'dddd' } },
  'loop_with_object_input.json': { parameters: { objs: [{ a: '1' }, { a: '2' }] }, output: { output: ['1', '2'] } },
  'message/agent_message.json': { parameters: { USER_INPUT: 'Hi', CONVERSATION_NAME: 'Edited' }, conversation: 'Edited', output: { create_success: true, edit_success: true, delete_success: true } },
  'message/create_message.json': { parameters: { USER_INPUT: 'Hi', CONVERSATION_NAME: 'Written' }, output: { output: true, mID: id } },
  'message/message_list.json': { parameters: { USER_INPUT: 'Hi', CONVERSATION_NAME: 'Read' }, output: { output: [{ messageId: id, role: 'user', contentType: 'text', content: 'Hi' }] } },
  'qa_with_structured_output.json': {
    parameters: { input: 'Who are you?' },
    replies: [{ text: '{"name":"Ann","question":"And how old?"}' }, { text: '{"name":"Ann","age":7,"question":""}' }],
    answers: ['Ann', 'Seven'],
    output: { USER_RESPONSE: 'Seven', name: 'Ann', age: 7 },
  },
  'sse/llm_emitter.json': { parameters: { input: 'Hi' }, replies: [{ text: ['one ', 'two'] }], said: { 输出: 'emitter: one two' }, output: 'pure_output_for_subworkflow exit: one two' },
  'start_node_default_values.json': {
    output: {
      files: expect.stringMatching(/^http:.*jpeg$/),
      str: 'str', inter: 100, number: 12.4, bool: false, ts: '2025-07-09 21:43:34', object: { a: '1' }, array: ['1', '2'],
    },
  },
  'subworkflow/bottom_workflow.json': {
    parameters: { query1: ['a', 'bb', 'ccc', 'dddd'] },
    calls: { '7469607842648457243': 'input_receiver.json' },
    answers: [form('x'), form('y')],
    output: { output: 'dddd', converted: ['new_a_x', 'new_ccc_y'] },
  },
  'subworkflow/middle_workflow.json': {
    calls: { '7468899413567684634': 'subworkflow/bottom_workflow.json' },
    answers: [form('x'), form('y')],
    output: { input: 'b', inputArr: ['new_a_x', 'new_b_y'] },
  },
  'subworkflow/top_workflow.json': {
    parameters: { input: 'Hi' },
    calls: { '7494849202016272435': 'subworkflow/middle_workflow.json' },
    replies: [{ text: 'same' }, { text: 'same' }],
    answers: [form('x'), form('y')],
    said: { emitter: '\n\nsame\n\nsame\n' },
    output: 'same\nsame\nb\n["new_a_x","new_b_y"]',
  },
  'variable_aggregate/variable_aggregator.json': { parameters: { v11: 'b', v21: 100 }, output: { g1: 'b', g2: 100 } },
};

/** One that is talked to. */
const CHATFLOW = 'chatflow/llm_chat_with_history.json';

/** What the others wait for, node for node. */
const waiting: Readonly<Record<string, readonly string[]>> = {
  'code_plugin.json': ['194114 plugins'],
  'database_curd.json': ['122439 databases', '125902 databases', '178557 databases', '169400 databases'],
  'intent_detector_database_custom_sql.json': ['183043 databases'],
};

describe.skipIf(files.length === 0)(`documents of Coze Studio (of BUCKLE_TEST_CANVASES, ${folder}), through the official client`, () => {
  let server: TestServer;
  let echo: EchoServer;
  let bot: string;
  beforeAll(async () => {
    echo = await EchoServer.start(({ args, method, url, headers: { h1, h2, h3 }, body }) => ({
      body: url.startsWith('/food') || url.startsWith('/tos-cn') ? FOOD : url.startsWith('/anything') ? JSON.stringify({ args, url }) : [method, url, h1, h2, h3, body].join(' '),
    }));
    server = await TestServer.start({ environment: { BUCKLE_OUTBOUND_ALLOW: '127.0.0.1/32' } });
    bot = await server.publishBot();
  });
  afterAll(async () => {
    await server.stop();
    await echo.close();
  });

  const nearby = (parameters: NonNullable<Story['parameters']>): Record<string, unknown> =>
    Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, typeof value === 'string' ? value.replace(NEARBY, echo.address) : value]));

  /** A document as it stands, but that what it calls is on this machine. */
  const read = (file: string): string =>
    readFileSync(join(folder, file), 'utf8').replaceAll('http://127.0.0.1:8080', echo.address).replaceAll('http://echo.apifox.com', echo.address).replaceAll('https://p26-bot-workflow-sign.byteimg.com', echo.address);

  /** Creates and publishes a workflow, after those that it calls. */
  async function publish(name: string, canvas: string | Record<string, unknown>, { calls = {}, datasets = {} }: Pick<Story, 'calls' | 'datasets'> = {}, mode: contract.WorkflowMode = 'workflow'): Promise<string> {
    const workflows: Record<string, string> = {};
    for (const [theirs, called] of Object.entries(calls)) {
      workflows[theirs] = typeof called === 'string' ? await publish(called, read(called), stories[called]) : await publish(called === shout ? 'shout' : 'own', { ...called });
    }
    const { id: workflow_id, problems } = await server.call(contract.createWorkflow, { body: { workspace_id: server.workspaceId, name, mode, canvas, id_map: { workflows, datasets: await make(datasets) } } });
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    await server.call(contract.publishWorkflow, { params: { workflow_id }, body: { version: 'v0.0.1' } });
    return workflow_id;
  }

  /** Makes data sets with what is known there; their ids here by those of elsewhere. */
  async function make(datasets: NonNullable<Story['datasets']>): Promise<Record<string, string>> {
    const made = Object.entries(datasets).map(async ([theirs, known]) => [theirs, await datasetOf(server, known)] as const);
    return Object.fromEntries(await Promise.all(made));
  }

  it.each(Object.entries(stories))('%s', async (file, { parameters = {}, calls, datasets, replies = [], answers, conversation, said = {}, output }) => {
    if (conversation !== undefined) await runToEnd(server, await publish('talk', { ...talk }), { name: conversation }, [], bot);
    const workflow_id = await publish(file, read(file), { calls, datasets });
    const left = [...replies];
    server.model.always(() => left.shift() ?? {});
    const run = await runToEnd(server, workflow_id, nearby(parameters), answers, bot);
    const { nodes } = JSON.parse(read(file)) as { nodes: readonly { id: string; data: { nodeMeta: { title: string } } }[] };
    const last = nodes.find((each) => each.id === '900001')?.data.nodeMeta.title ?? '';
    const { [last]: given = '', ...others } = run.said;
    expect({ said: others, output: typeof output === 'object' && !('asymmetricMatch' in (output ?? {})) ? JSON.parse(given || 'null') : given }).toEqual({ said, output });
    expect(run).not.toHaveProperty('error');
    expect(run.asked).toHaveLength(answers?.length ?? 0);
    expect(left).toEqual([]);
    const { items } = await server.call(contract.listRuns, { params: { workflow_id }, query: {} });
    const history = await server.coze.workflows.runs.history(workflow_id, items[0]?.id ?? '');
    expect(history).toMatchObject([{ execute_status: 'Success', run_mode: 1 }]);
  });

  it(`${CHATFLOW}, which is talked to`, async () => {
    const workflow_id = await publish(CHATFLOW, read(CHATFLOW), {}, 'chatflow');
    const talkTo = async (words: string, reply: string, more: object = {}) => {
      server.model.always({ text: JSON.stringify({ output: reply }) });
      return eventsOf(server.coze.workflows.chat.stream({ workflow_id, additional_messages: [question(words)], ...more }));
    };
    const events = await talkTo('I am Ann', 'Hello Ann');
    expect(outline(events)).toContain('message answer');
    const { conversation_id } = chatOf(events);
    await talkTo('Who am I?', 'You are Ann', { conversation_id });
    expect(server.model.calls.at(-1)?.body['messages']).toMatchObject([{ role: 'system' }, { content: 'I am Ann' }, { content: 'Hello Ann' }, { role: 'user', content: 'Who am I?' }]);
    const { data } = await server.coze.conversations.messages.list(conversation_id, { order: 'desc' });
    expect(data[0]).toMatchObject({ role: 'assistant', content: 'You are Ann' });
  });

  it.each(Object.entries(waiting))('%s says which of its nodes wait for what, and is published without those no sooner', async (file, expected) => {
    const body = { workspace_id: server.workspaceId, name: file, canvas: read(file) };
    const { id: workflow_id, problems } = await server.call(contract.createWorkflow, { body });
    const found = problems.filter(({ severity }) => severity === 'error');
    expect(found.map(({ code, node_id, values }) => [code, `${node_id} ${values['part']}`])).toEqual(expected.map((problem) => ['not_available', problem]));
    await expect(server.call(contract.publishWorkflow, { params: { workflow_id }, body: {} })).rejects.toMatchObject({ status: 400 });
  });

  it('are all of the folder, but for the one that runs in a circle', () => {
    const known = [...Object.keys(stories), CHATFLOW, ...Object.keys(waiting), 'validate/workflow_has_loop.json'];
    expect(known.toSorted()).toEqual(files.toSorted());
    expect(Object.keys(stories).length + 1).toBe(30);
  });
});

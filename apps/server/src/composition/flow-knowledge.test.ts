import * as contract from '@buckle/contract';
import { end, from, given, line, node, params, start } from '@buckle/canvas/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chatOf, eventsOf, question } from './testing/chats.ts';
import { datasetOf, toldToModel } from './testing/dataset-of.ts';
import { EchoServer } from './testing/echo-server.ts';
import { runToEnd } from './testing/run-to-end.ts';
import { TestServer } from './testing/started-server.ts';

let server: TestServer;
let echo: EchoServer;
let datasetId: string;
beforeAll(async () => {
  echo = await EchoServer.start(({ url }) => (url.startsWith('/missing') ? { status: 404 } : url === '/robots.txt' ? { body: 'User-agent: *' } : { body: 'The library closes at ten.' }));
  server = await TestServer.start({ environment: { BUCKLE_OUTBOUND_ALLOW: '127.0.0.1/32' } });
  datasetId = await datasetOf(server, ['The museum opens at nine.']);
});
beforeEach(() => server.model.always({ text: 'Hello!' }));
afterAll(async () => {
  await server.stop();
  await echo.close();
});

const datasets = (...ids: readonly string[]) => params({ datasetList: given(ids, 'list', { type: 'string' }) });

const create = (middle: unknown, output: unknown, workspace_id = server.workspaceId, id_map: object = {}) => {
  const canvas = { nodes: [start('given'), middle, end({ output })], edges: [line('100001', 'k'), line('k', '900001')] };
  return server.call(contract.createWorkflow, { body: { workspace_id, name: 'flow', canvas, id_map } });
};

async function run(middle: unknown, output: unknown, parameters: Readonly<Record<string, unknown>>) {
  const { id: workflow_id, problems } = await create(middle, output);
  expect(problems).toEqual([]);
  await server.call(contract.publishWorkflow, { params: { workflow_id }, body: {} });
  return runToEnd(server, workflow_id, parameters);
}

const search = (...ids: readonly string[]) =>
  node('k', '6', { inputs: { datasetParam: datasets(...ids), inputParameters: params({ Query: from('100001.given') }) } });
const write = (dataset: string) => node('k', '27', { inputs: { datasetParam: datasets(dataset), inputParameters: params({ knowledge: from('100001.given') }) } });
const model = (settings: object, responseFormat = 0, tools: readonly string[] = [], dataset = datasetId) =>
  node('k', '3', {
    inputs: {
      inputParameters: params({ q: from('100001.given') }),
      llmParam: params({ systemPrompt: given('You are a guide.'), prompt: given('{{q}}'), responseFormat: given(responseFormat, 'integer') }),
      fcParam: {
        workflowFCParam: { workflowList: tools.map((workflow_id) => ({ workflow_id, workflow_version: '' })) },
        knowledgeFCParam: { knowledgeList: [{ id: dataset, name: 'Facts' }], global_setting: { search_mode: 20, top_k: 3, min_score: 0, ...settings } },
      },
    },
    outputs: [{ name: 'output', type: 'string' }],
  });

describe('a data set that a node names', () => {
  const unknown = (id: string) => [{ code: 'unknown_resource', severity: 'error', node_id: 'k', values: { resource: 'data set', id } }];

  it('has to be one of the workspace, and is found by the map of ids', async () => {
    const { id, problems } = await create(search('7'), from('k.outputList'));
    expect(problems).toMatchObject(unknown('7'));
    await expect(server.call(contract.publishWorkflow, { params: { workflow_id: id }, body: {} })).rejects.toMatchObject({ status: 400 });
    expect((await create(search('7'), from('k.outputList'), server.workspaceId, { datasets: { 7: datasetId } })).problems).toEqual([]);
  });

  it.each([['6', search], ['27', write]] as const)('is not here where it belongs to another workspace: kind %s', async (_type, nodeOf) => {
    const { id: other } = await server.call(contract.createWorkspace, { body: { name: 'Other' } });
    expect((await create(nodeOf(datasetId), from('k.outputList'), other)).problems).toEqual(expect.arrayContaining([expect.objectContaining({ code: 'unknown_resource' })]));
  });

  it('that is deleted after the workflow was published fails its run, with the reason', async () => {
    const gone = await datasetOf(server, []);
    const { id: workflow_id } = await create(search(gone), from('k.outputList'));
    await server.call(contract.publishWorkflow, { params: { workflow_id }, body: {} });
    await server.call(contract.deleteDataset, { params: { dataset_id: gone }, query: { force: 'true' } });
    expect((await runToEnd(server, workflow_id, { given: 'x' })).error).toContain(gone);
  });
});

describe('a node that writes into a data set', () => {
  it('takes an uploaded file, which is found once the node is done', async () => {
    const dataset = await datasetOf(server, []);
    const { id } = await server.upload('zoo.md', 'The zoo has a panda.');
    const { output } = await run(write(dataset), from('k.documentId'), { given: id });
    const { items } = await server.call(contract.searchKnowledge, { body: { dataset_ids: [dataset], query: 'panda' } });
    expect(items).toMatchObject([{ content: 'The zoo has a panda.', document_name: 'zoo.md', document_id: (output as { output: string }).output }]);
  });

  it('adds one document in a run, and one more in the next of the same file', async () => {
    const dataset = await datasetOf(server, []);
    for (const count of [1, 2]) {
      await run(write(dataset), from('k.fileName'), { given: `${echo.address}/library.txt` });
      const { items } = await server.call(contract.listDocuments, { params: { dataset_id: dataset }, query: {} });
      expect(items).toHaveLength(count);
    }
  });

  it.each([
    ['what is no file', 'nothing', 'names no file'],
    ['a file that there is not', '7000000000000000001', '7000000000000000001'],
    ['an address that answers with an error', '/missing.txt', '404'],
  ])('says what is wrong with %s', async (_name, input, reason) => {
    const { error } = await run(write(datasetId), from('k.documentId'), { given: input.startsWith('/') ? `${echo.address}${input}` : input });
    expect(error).toContain(reason);
  });

  it('does not take a file of another workspace', async () => {
    const { id: workspace_id } = await server.call(contract.createWorkspace, { body: { name: 'Elsewhere' } });
    const { id: dataset } = await server.call(contract.createDataset, { body: { workspace_id, name: 'Facts', embedding_model_id: '' } });
    const { id } = await server.upload('secret.md', 'Nobody elsewhere may read this.');
    const { id: workflow_id } = await create(write(dataset), from('k.documentId'), workspace_id);
    await server.call(contract.publishWorkflow, { params: { workflow_id }, body: {} });
    expect((await runToEnd(server, workflow_id, { given: id })).error).toContain(id);
  });
});

it('a node that deletes finds documents of its own data set alone', async () => {
  const other = await datasetOf(server, ['The castle is old.']);
  const { items: [document] } = await server.call(contract.listDocuments, { params: { dataset_id: other }, query: {} });
  const remove = (dataset: string) => node('k', '60', { inputs: { datasetParam: datasets(dataset), inputParameters: params({ documentID: from('100001.given') }) } });
  const given = { given: document?.id };
  expect((await run(remove(datasetId), from('k.isSuccess', 'boolean'), given)).output).toEqual({ output: false });
  expect((await run(remove(other), from('k.isSuccess', 'boolean'), given)).output).toEqual({ output: true });
  expect(await server.call(contract.listDocuments, { params: { dataset_id: other }, query: {} })).toMatchObject({ items: [] });
});

describe('a model with knowledge', () => {
  it('is told the passages for its prompt', async () => {
    await run(model({ show_source: true }), from('k.output'), { given: 'When does the museum open?' });
    expect(toldToModel(server)).toMatch(/^You are a guide\.\n\n# Passages[^]*like \[1\][^]*\[1\] facts\.md\nThe museum opens at nine\.$/);
  });

  it('is asked all the same where nothing is found', async () => {
    await run(model({ no_recall_reply_customize_prompt: 'Sorry.' }), from('k.output'), { given: 'Mars rockets' });
    expect(toldToModel(server)).toBe('You are a guide.');
  });

  it('is not asked where nothing is found and there is a reply for that', async () => {
    const before = server.model.calls.length;
    const { output } = await run(model({ no_recall_reply_mode: 1, no_recall_reply_customize_prompt: 'Sorry.' }), from('k.output'), { given: 'Mars rockets' });
    expect(output).toEqual({ output: 'Sorry.' });
    expect(server.model.calls).toHaveLength(before);
  });

  it('fills its fields all the same where these are wanted', async () => {
    server.model.always({ text: '{"output":"unknown"}' });
    const { output } = await run(model({ no_recall_reply_mode: 1, no_recall_reply_customize_prompt: 'Sorry.' }, 2), from('k.output'), { given: 'Mars rockets' });
    expect(output).toEqual({ output: 'unknown' });
  });
});

describe('a model that searches knowledge where it wants to', () => {
  const asks = (query: string) => ({ toolCalls: [{ id: 'a', name: 'search_knowledge', arguments: JSON.stringify({ query }) }] });
  const lastMessage = () => (server.model.calls.at(-1)?.body['messages'] as { content: string }[] | undefined)?.at(-1)?.content;

  it('is told nothing beforehand, and what it looks for in its own words', async () => {
    server.model.enqueue(asks('museum opens'), { text: 'At nine.' });
    const { output } = await run(model({ auto: false, show_source: true }), from('k.output'), { given: 'Tell me more.' });
    expect(output).toEqual({ output: 'At nine.' });
    expect(toldToModel(server)).toBe('You are a guide.');
    expect(lastMessage()).toMatch(/^# Passages[^]*\[1\] facts\.md\nThe museum opens at nine\.$/);
  });

  it('is told passages by numbers that go on from one search to the next', async () => {
    server.model.enqueue(asks('museum opens'), asks('library closes'), { text: 'At nine [1], and at ten [2].' });
    const id = await datasetOf(server, ['The museum opens at nine.', 'The library closes at ten.']);
    await run(model({ auto: false, show_source: true, top_k: 1 }, 0, [], id), from('k.output'), { given: 'When?' });
    expect(lastMessage()).toMatch(/\[2\] [^]*The library closes at ten\.$/);
  });

  it('answers without where it does not ask', async () => {
    const { output } = await run(model({ auto: false, no_recall_reply_mode: 1, no_recall_reply_customize_prompt: 'Sorry.' }), from('k.output'), { given: 'Hello' });
    expect(output).toEqual({ output: 'Hello!' });
  });

  it('is told the reply for where nothing is found', async () => {
    server.model.enqueue(asks('Mars rockets'), { text: 'I do not know.' });
    await run(model({ auto: false, no_recall_reply_mode: 1, no_recall_reply_customize_prompt: 'Sorry.' }), from('k.output'), { given: 'Hello' });
    expect(lastMessage()).toBe('Sorry.');
  });

  it('is told what is wrong with its call, and may find another way', async () => {
    server.model.enqueue(asks(''), { text: 'Hello anyway.' });
    const { output } = await run(model({ auto: false }), from('k.output'), { given: 'Hello' });
    expect(lastMessage()).toMatch(/^Error: query/);
    expect(output).toEqual({ output: 'Hello anyway.' });
  });

  it('has other tools beside it, one of which may have its name', async () => {
    const canvas = { nodes: [start(), end({ said: given('nothing') })], edges: [line('100001', '900001')] };
    const { id: workflow_id } = await server.call(contract.createWorkflow, { body: { workspace_id: server.workspaceId, name: 'search_knowledge', canvas } });
    await server.call(contract.publishWorkflow, { params: { workflow_id }, body: {} });
    await run(model({ auto: false }, 0, [workflow_id]), from('k.output'), { given: 'Hello' });
    const offered = server.model.calls.at(-1)?.body['tools'] as { function: { name: string } }[];
    expect(offered.map(({ function: { name } }) => name)).toEqual(['search_knowledge', `search_knowledge_${workflow_id}`]);
  });
});

describe('a node whose question is rewritten from the conversation', () => {
  /** Talks twice with a chatflow whose one node ends in its answer; returns the last answer and what the model was asked for it. */
  const second = async (middle: unknown, value: unknown) => {
    const canvas = {
      nodes: [
        start({ name: 'USER_INPUT', type: 'string', required: false }, { name: 'CONVERSATION_NAME', type: 'string', required: false }),
        middle,
        node('900001', '2', { title: 'end', inputs: { terminatePlan: 'useAnswerContent', inputParameters: params({ o: value }), content: given('{{o}}'), streamingOutput: false } }),
      ],
      edges: [line('100001', 'k'), line('k', '900001')],
    };
    const { id: workflow_id, problems } = await server.call(contract.createWorkflow, { body: { workspace_id: server.workspaceId, name: 'Flow', mode: 'chatflow', canvas } });
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    await server.call(contract.publishWorkflow, { params: { workflow_id }, body: {} });
    const talk = (words: string, more: object = {}) => eventsOf(server.coze.workflows.chat.stream({ workflow_id, additional_messages: [question(words)], ...more }));
    const { conversation_id } = chatOf(await talk('Tell me of the museum.'));
    const before = server.model.calls.length;
    server.model.enqueue({ text: 'When does the museum open?' });
    const events = await talk('And its hours?', { conversation_id });
    return { events: JSON.stringify(events), asked: server.model.calls.slice(before).map(({ body }) => JSON.stringify(body)) };
  };
  const query = { Query: from('100001.USER_INPUT') };

  it('finds what is meant, by a node that searches', async () => {
    const datasetParam = params({ datasetList: given([datasetId], 'list', { type: 'string' }), useRewrite: given(true, 'boolean') });
    const { events, asked } = await second(node('k', '6', { inputs: { datasetParam, inputParameters: params(query) } }), from('k.outputList'));
    expect(asked).toEqual([expect.stringMatching(/Tell me of the museum\.[^]*And its hours\?/)]);
    expect(events).toContain('opens at nine');
  });

  it('finds what is meant, by a node that asks a model', async () => {
    const fcParam = { knowledgeFCParam: { knowledgeList: [{ id: datasetId, name: 'Facts' }], global_setting: { search_mode: 20, top_k: 3, min_score: 0, use_rewrite: true } } };
    const llmParam = params({ prompt: given('{{q}}') });
    const { asked } = await second(node('k', '3', { inputs: { inputParameters: params({ q: from('100001.USER_INPUT') }), llmParam, fcParam }, outputs: [{ name: 'output', type: 'string' }] }), from('k.output'));
    expect(asked).toHaveLength(2);
    expect(asked[1]).toContain('opens at nine');
    expect(asked[1]).toContain('And its hours?');
  });
});

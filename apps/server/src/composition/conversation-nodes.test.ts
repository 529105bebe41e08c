import * as contract from '@buckle/contract';
import { end, from, given, line, node, params, start } from '@buckle/canvas/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chatOf, eventsOf, question } from './testing/chats.ts';
import { TestServer } from './testing/started-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());

async function published(nodes: readonly unknown[], mode: 'chatflow' | 'workflow' = 'workflow'): Promise<string> {
  const ids = nodes.map((entry) => (entry as { id: string }).id);
  const edges = ids.slice(1).map((id, index) => line(ids[index] ?? '', id));
  const body = { workspace_id: server.workspaceId, name: 'Flow', mode, canvas: { nodes, edges } };
  const { id, problems } = await server.call(contract.createWorkflow, { body });
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  await server.call(contract.publishWorkflow, { params: { workflow_id: id }, body: {} });
  return id;
}

async function run(workflow_id: string, parameters: Record<string, unknown> = {}, bot_id?: string): Promise<Record<string, unknown>> {
  const { data } = await server.coze.workflows.runs.create({ workflow_id, parameters, ...(bot_id === undefined ? {} : { bot_id }) });
  return JSON.parse(data) as Record<string, unknown>;
}

const success = { name: 'isSuccess', type: 'boolean' };
const texts = (...names: readonly string[]) => names.map((name) => ({ name, type: 'string' }));
const conversationOutputs = [success, { name: 'isExisted', type: 'boolean' }, ...texts('conversationId')];
const message = { name: 'message', type: 'object', schema: texts('messageId', 'role', 'contentType', 'content') };
const anyList = { type: 'object', schema: [] };
const name = from('100001.name');
const create = (id: string, of: unknown = name) => node(id, '39', { inputs: { inputParameters: params({ conversationName: of }) }, outputs: conversationOutputs });
const add = (id: string, content: unknown, role = 'user') => node(id, '55', { inputs: { inputParameters: params({ conversationName: name, role: given(role), content }) }, outputs: [success, message] });
const history = (id: string, of: unknown = name) => node(id, '54', { inputs: { inputParameters: params({ conversationName: of, rounds: given('3', 'integer') }) }, outputs: [{ name: 'messageList', type: 'list', schema: anyList }] });
const listOf = (reference: string) => from(reference, 'list', anyList);

describe('the nodes of conversations', () => {
  it('make a conversation once for its name, and find it again', async () => {
    const workflow_id = await published([start('name'), create('c'), node('l', '53', { inputs: { inputParameters: [] }, outputs: [{ name: 'conversationList', type: 'list', schema: anyList }] }), end({ id: from('c.conversationId'), was: from('c.isExisted', 'boolean'), list: listOf('l.conversationList') })]);
    const first = await run(workflow_id, { name: 'Trip' });
    expect(first).toEqual({ id: expect.stringMatching(/^\d{19}$/), was: false, list: [{ conversationName: 'Trip', conversationId: first['id'] }] });
    expect(await run(workflow_id, { name: 'Trip' })).toMatchObject({ id: first['id'], was: true });
    expect((await run(workflow_id, { name: 'Other' }))['list']).toHaveLength(2);
    const conversation = await server.call(contract.retrieveConversation, { query: { conversation_id: String(first['id']) } });
    expect(conversation).toMatchObject({ name: 'Trip' });
  });

  it('write, change, list and delete messages, and clear what is history', async () => {
    const found = params({ conversationName: name, messageId: from('a.message.messageId') });
    const workflow_id = await published([
      start('name'),
      create('c'),
      add('a', given('one')),
      add('b', given('two'), 'assistant'),
      node('edit', '56', { inputs: { inputParameters: [...found, ...params({ newContent: given('ONE') })] }, outputs: [success] }),
      history('before'),
      node('list', '37', { inputs: { inputParameters: params({ conversationName: name, limit: given('1', 'integer') }) }, outputs: [{ name: 'messageList', type: 'list', schema: anyList }, ...texts('firstId', 'lastId'), { name: 'hasMore', type: 'boolean' }] }),
      node('gone', '57', { inputs: { inputParameters: found }, outputs: [success] }),
      history('rest'),
      node('clear', '38', { inputs: { inputParameters: params({ conversationName: name }) }, outputs: [success] }),
      history('after'),
      end({ before: listOf('before.messageList'), list: listOf('list.messageList'), more: from('list.hasMore', 'boolean'), gone: from('gone.isSuccess', 'boolean'), rest: listOf('rest.messageList'), after: listOf('after.messageList') }),
    ]);
    expect(await run(workflow_id, { name: 'Notes' })).toEqual({
      before: [{ role: 'user', content: 'ONE' }, { role: 'assistant', content: 'two' }],
      list: [{ messageId: expect.any(String), role: 'assistant', contentType: 'text', content: 'two' }],
      more: true,
      gone: true,
      rest: [{ role: 'assistant', content: 'two' }],
      after: [],
    });
  });

  it('count in whole numbers, whatever number they are given', async () => {
    const listed = [{ name: 'messageList', type: 'list', schema: anyList }];
    const workflow_id = await published([
      start('name'),
      create('c'),
      add('a', given('one')),
      add('b', given('two')),
      node('some', '37', { inputs: { inputParameters: params({ conversationName: name, limit: given(1.5, 'float') }) }, outputs: listed }),
      node('none', '54', { inputs: { inputParameters: params({ conversationName: name, rounds: given(-1, 'integer') }) }, outputs: listed }),
      end({ some: listOf('some.messageList'), none: listOf('none.messageList') }),
    ]);
    expect(await run(workflow_id, { name: 'Counted' })).toMatchObject({ some: [{ content: 'two' }], none: [] });
  });

  it('give a conversation another name, unless that is taken, and delete it', async () => {
    const rename = (id: string, to: string) => node(id, '51', { inputs: { inputParameters: params({ conversationName: name, newConversationName: given(to) }) }, outputs: conversationOutputs });
    const workflow_id = await published([
      start('name'), create('c'), create('other', given('Taken')), rename('r', 'Taken'), rename('s', 'New'),
      node('d', '52', { inputs: { inputParameters: params({ conversationName: given('New') }) }, outputs: [success] }),
      node('e', '52', { inputs: { inputParameters: params({ conversationName: given('New') }) }, outputs: [success] }),
      end({ taken: from('r.isExisted', 'boolean'), renamed: from('s.isSuccess', 'boolean'), deleted: from('d.isSuccess', 'boolean'), again: from('e.isSuccess', 'boolean') }),
    ]);
    expect(await run(workflow_id, { name: 'Old' })).toEqual({ taken: true, renamed: true, deleted: true, again: false });
  });

  it('know the conversation that a chat talks in, and keep those of each user apart', async () => {
    const workflow_id = await published(
      [start('USER_INPUT', 'CONVERSATION_NAME'), history('h', from('100001.CONVERSATION_NAME')), end({ said: listOf('h.messageList') })],
      'chatflow',
    );
    const talk = (words: string, user_id: string) =>
      eventsOf(server.coze.workflows.chat.stream({ workflow_id, additional_messages: [question(words)], parameters: { CONVERSATION_NAME: 'Mine' }, ext: { user_id } }));
    const first = chatOf(await talk('Hi', 'u1'));
    const second = chatOf(await talk('Again', 'u1'));
    expect(second.conversation_id).toBe(first.conversation_id);
    const { data } = await server.coze.conversations.messages.list(first.conversation_id, { order: 'desc' });
    expect(JSON.parse(data[0]?.content ?? '')).toEqual({ said: [{ role: 'user', content: 'Hi' }, { role: 'assistant', content: expect.any(String) }, { role: 'user', content: 'Again' }] });
    expect(chatOf(await talk('Hi', 'u2')).conversation_id).not.toBe(first.conversation_id);
  });
});

describe('the node that sets variables', () => {
  const variable = (source: string, path: string, type = 'string') => ({ type, value: { type: 'ref', content: { source, path: [path], blockID: '', name: '' } } });

  it('sets those of the user and of the workspace, which other runs read', async () => {
    const workflow_id = await published([
      start('mood'),
      node('set', '40', {
        inputs: {
          inputParameters: [
            { name: 'mood', left: variable('global_variable_user', 'mood'), input: from('100001.mood') },
            { name: 'count', left: variable('global_variable_app', 'count', 'integer'), input: given('7', 'integer') },
          ],
        },
      }),
      end({ set: from('set.isSuccess', 'boolean'), mood: variable('global_variable_user', 'mood') }),
    ]);
    const reading = await published([start(), end({ mood: variable('global_variable_user', 'mood'), count: variable('global_variable_app', 'count', 'integer') })]);
    const bot_id = await server.publishBot();
    expect(await run(workflow_id, { mood: 'glad' }, bot_id)).toEqual({ set: true, mood: 'glad' });
    expect(await run(reading, {}, bot_id)).toEqual({ mood: 'glad', count: 7 });
    expect(await run(reading)).toEqual({ mood: null, count: 7 });
    const { user_id: connector_uid } = await server.coze.users.me();
    const { items } = await server.call(contract.getVariables, { query: { bot_id, connector_uid } });
    expect(items).toMatchObject([{ keyword: 'mood', value: 'glad' }]);
  });

  it('runs for no bot of another workspace', async () => {
    const { id: elsewhere } = await server.call(contract.createWorkspace, { body: { name: 'Elsewhere' } });
    const { bot_id } = await server.coze.bots.create({ space_id: elsewhere, name: 'Foreign' });
    const workflow_id = await published([start(), end()]);
    await expect(run(workflow_id, {}, bot_id)).rejects.toMatchObject({ code: 4200 });
  });
});

import * as contract from '@buckle/contract';
import { RoleType } from '@coze/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { completed, question } from './testing/chats.ts';
import { TestServer } from './testing/started-server.ts';

let server: TestServer;
let bot: string;
beforeAll(async () => {
  server = await TestServer.start();
  bot = await server.publishBot();
});
afterAll(() => server.stop());

/** A conversation with questions of these texts. */
async function conversationOf(...texts: string[]): Promise<string> {
  return (await server.coze.conversations.create({ messages: texts.map((text) => question(text)) })).id;
}

describe('a conversation', () => {
  it('is created with messages and meta data, and retrieved', async () => {
    const messages = [question('Hi'), { role: RoleType.Assistant, content: 'Hello', content_type: 'text' as const }];
    const created = await server.coze.conversations.create({ bot_id: bot, meta_data: { from: 'test' }, messages });
    expect(created).toMatchObject({ id: expect.stringMatching(/^\d{19}$/), meta_data: { from: 'test' }, last_section_id: expect.any(String) });
    expect(created.created_at).toBeLessThan(1e11);
    expect(await server.coze.conversations.retrieve(created.id)).toEqual(created);
    const { data } = await server.coze.conversations.messages.list(created.id, { order: 'asc' });
    expect(data.map(({ role, type, content }) => [role, type, content])).toEqual([
      ['user', 'question', 'Hi'],
      ['assistant', 'answer', 'Hello'],
    ]);
  });

  it('is begun by a chat that names none', async () => {
    const { conversation_id } = await completed(server.coze, { bot_id: bot, additional_messages: [question('Hi')] });
    expect(await server.coze.conversations.retrieve(conversation_id)).toMatchObject({ id: conversation_id });
  });

  it('is named', async () => {
    const conversation_id = await conversationOf();
    const named = await server.call(contract.renameConversation, { params: { conversation_id }, body: { name: '第一次' } });
    expect(named).toMatchObject({ id: conversation_id, name: '第一次' });
    expect(await server.coze.conversations.retrieve(conversation_id)).toMatchObject({ name: '第一次' });
  });

  it('that is unknown gives 404 everywhere', async () => {
    const { conversations } = server.coze;
    const unknown = { status: 404, code: 4200 };
    await expect(conversations.retrieve('12')).rejects.toMatchObject(unknown);
    await expect(conversations.clear('12')).rejects.toMatchObject(unknown);
    await expect(conversations.messages.list('12')).rejects.toMatchObject(unknown);
    const message = { role: RoleType.User, content: 'a', content_type: 'text', meta_data: {} } as const;
    await expect(conversations.messages.create('12', message)).rejects.toMatchObject(unknown);
    await expect(server.coze.chat.create({ bot_id: bot, conversation_id: '12' })).rejects.toMatchObject(unknown);
    await expect(conversations.create({ bot_id: '12' })).rejects.toMatchObject(unknown);
  });

  it('takes 16 messages at most when it is created', async () => {
    await expect(conversationOf(...Array<string>(17).fill('a'))).rejects.toMatchObject({ status: 400, code: 4000 });
    expect(await conversationOf(...Array<string>(16).fill('a'))).toMatch(/^\d+$/);
  });
});

describe('the conversations of a bot', () => {
  it('have pages by number, those begun last first', async () => {
    const bot_id = await server.publishBot();
    const ids: string[] = [];
    for (let index = 0; index < 3; index++) ids.unshift((await server.coze.conversations.create({ bot_id })).id);
    const page = async (page_num: number) => {
      const { conversations, has_more } = await server.coze.conversations.list({ bot_id, page_num, page_size: 2 });
      return [conversations.map(({ id }) => id), has_more];
    };
    expect(await page(1)).toEqual([ids.slice(0, 2), true]);
    expect(await page(2)).toEqual([ids.slice(2), false]);
    expect(await page(3)).toEqual([[], false]);
  });
});

describe('a message', () => {
  it('is created, retrieved, changed and deleted', async () => {
    const id = await conversationOf();
    const { messages } = server.coze.conversations;
    const created = await messages.create(id, { role: RoleType.User, content: 'One', content_type: 'text', meta_data: { a: 'b' } });
    expect(created).toMatchObject({ conversation_id: id, role: 'user', type: 'question', content: 'One', meta_data: { a: 'b' } });
    expect(await messages.retrieve(id, created.id)).toEqual(created);
    // The client for Java asks by POST.
    expect(await server.call(contract.retrieveMessageByPost, { query: { conversation_id: id, message_id: created.id } })).toEqual(created);

    const changed = await messages.update(id, created.id, { content: 'Two', meta_data: { c: 'd' } });
    expect(changed).toMatchObject({ id: created.id, content: 'Two', meta_data: { c: 'd' }, created_at: created.created_at });
    expect(await messages.update(id, created.id, { meta_data: {} })).toMatchObject({ content: 'Two', meta_data: {} });

    expect(await messages.delete(id, created.id)).toMatchObject({ id: created.id, content: 'Two' });
    await expect(messages.retrieve(id, created.id)).rejects.toMatchObject({ status: 404, code: 4200 });
    expect((await messages.list(id)).data).toEqual([]);
  });

  it('can have parts', async () => {
    const id = await conversationOf();
    const parts = [{ type: 'text' as const, text: 'a' }];
    const message = { role: RoleType.User, content: parts, content_type: 'object_string', meta_data: {} } as const;
    expect(await server.coze.conversations.messages.create(id, message)).toMatchObject({ content_type: 'object_string', content: JSON.stringify(parts) });
  });

  it('belongs to its own conversation alone', async () => {
    const id = await conversationOf();
    const other = await conversationOf('other');
    const { data: [message] } = await server.coze.conversations.messages.list(other);
    await expect(server.coze.conversations.messages.retrieve(id, message?.id ?? '')).rejects.toMatchObject({ status: 404 });
    await expect(server.coze.conversations.messages.delete(id, message?.id ?? '')).rejects.toMatchObject({ status: 404 });
    await expect(server.coze.conversations.messages.list(id, { after_id: message?.id ?? '' })).rejects.toMatchObject({ status: 404 });
  });

  it('that is written between two turns is shown to the model', async () => {
    const id = await conversationOf('Remember seven.');
    await completed(server.coze, { bot_id: bot, conversation_id: id, additional_messages: [question('Which?')] });
    expect(server.model.calls.at(-1)?.body['messages']).toEqual([
      { role: 'user', content: 'Remember seven.' },
      { role: 'user', content: 'Which?' },
    ]);
  });

  it('that was changed or deleted is shown to the model as it is now', async () => {
    const id = await conversationOf('first', 'second');
    const { data: [first, second] } = await server.coze.conversations.messages.list(id, { order: 'asc' });
    await server.coze.conversations.messages.delete(id, first?.id ?? '');
    await server.coze.conversations.messages.update(id, second?.id ?? '', { content: 'changed' });
    await completed(server.coze, { bot_id: bot, conversation_id: id, additional_messages: [question('Go')] });
    expect(server.model.calls.at(-1)?.body['messages']).toEqual([
      { role: 'user', content: 'changed' },
      { role: 'user', content: 'Go' },
    ]);
  });
});

describe('the messages of a conversation', () => {
  const texts = ['1', '2', '3', '4', '5'];

  /** A page as its contents, whether there is more, and its outer ids. */
  async function page(id: string, query: object) {
    const { data, has_more, first_id, last_id } = await server.coze.conversations.messages.list(id, query);
    expect([first_id, last_id]).toEqual([data[0]?.id ?? '', data.at(-1)?.id ?? '']);
    return { said: data.map(({ content }) => content).join(''), has_more, first_id, last_id };
  }

  it.each([
    ['asc', ['12', '34', '5']],
    ['desc', ['54', '32', '1']],
  ])('have pages in the order %s, forwards and backwards', async (order, expected) => {
    const id = await conversationOf(...texts);
    let place = await page(id, { order, limit: 2 });
    const forwards = [place];
    while (place.has_more) forwards.push((place = await page(id, { order, limit: 2, after_id: place.last_id })));
    expect(forwards.map(({ said }) => said)).toEqual(expected);

    const back = await page(id, { order, limit: 2, before_id: place.first_id });
    expect([back.said, back.has_more]).toEqual([expected[1], true]);
    const begin = await page(id, { order, limit: 2, before_id: back.first_id });
    expect([begin.said, begin.has_more]).toEqual([expected[0], false]);
  });

  it('are the last 50 first where nothing else is asked for', async () => {
    const id = await conversationOf(...texts);
    expect(await page(id, {})).toMatchObject({ said: '54321', has_more: false });
  });

  it('can be those of one chat, its question first', async () => {
    const id = await conversationOf('earlier');
    const chat = await completed(server.coze, { bot_id: bot, conversation_id: id, additional_messages: [question('Q')] });
    expect(await page(id, { order: 'asc', chat_id: chat.id })).toMatchObject({ said: 'QHello!', has_more: false });
    const other = await conversationOf();
    expect(await page(other, { order: 'asc', chat_id: chat.id, limit: 1 })).toMatchObject({ said: '', has_more: false });
  });

  it.each([{ limit: 0 }, { limit: 51 }, { before_id: '1', after_id: '2' }, { order: 'up' as never }])(
    'are refused with %j',
    async (query) => {
      const id = await conversationOf();
      await expect(server.coze.conversations.messages.list(id, query)).rejects.toMatchObject({ status: 400, code: 4000 });
    },
  );

  it('keep the order in which they were written, though written at the same time', async () => {
    const id = await conversationOf();
    const { messages } = server.coze.conversations;
    const write = (content: string) => messages.create(id, { role: RoleType.User, content, content_type: 'text', meta_data: {} });
    const written = await Promise.all(texts.map(write));
    const { data } = await messages.list(id, { order: 'asc' });
    expect(data.map((message) => message.id)).toEqual(written.map((message) => message.id).toSorted());
  });
});

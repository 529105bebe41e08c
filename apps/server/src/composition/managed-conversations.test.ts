import * as contract from '@buckle/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { completed, question, settled } from './testing/chats.ts';
import { TestServer } from './testing/started-server.ts';

let server: TestServer;
let bot: string;
beforeAll(async () => {
  server = await TestServer.start();
  bot = await server.publishBot({ name: 'Guide', prompt: 'You are a guide.' });
});
beforeEach(() => server.model.always({ text: 'Hello!' }));
afterAll(() => server.stop());

/** A whole turn of the bot; returns its chat. */
function ask(text: string, more: { readonly user_id?: string; readonly conversation_id?: string } = {}) {
  return completed(server.coze, { bot_id: bot, additional_messages: [question(text)], ...more });
}

async function search(query: z.input<typeof contract.searchConversations.query> = {}) {
  const { items } = await server.call(contract.searchConversations, { params: { workspace_id: server.workspaceId }, query });
  return items;
}

async function answerOf(conversation_id: string) {
  const { data } = await server.coze.conversations.messages.list(conversation_id);
  const answer = data.find(({ type }) => type === 'answer');
  if (!answer) throw new Error('There is no answer.');
  return answer;
}

/** A preview of the bot's draft, not streamed, as it ended. */
async function preview(text: string, conversation_id?: string) {
  const additional_messages = [{ role: 'user' as const, content: text }];
  const chat = await server.call(contract.previewBot, {
    params: { bot_id: bot },
    body: { stream: false, additional_messages, ...(conversation_id === undefined ? {} : { conversation_id }) },
  });
  return settled(server.coze, chat);
}

describe('the search of conversations', () => {
  it('lists those talked in last first, with their bot and its user', async () => {
    const first = await ask('One', { user_id: 'anna' });
    const second = await ask('Two', { user_id: 'ben' });
    const ids = async () => (await search({ bot_id: bot })).map(({ id }) => id);
    expect((await ids()).slice(0, 2)).toEqual([second.conversation_id, first.conversation_id]);
    await ask('Three', { conversation_id: first.conversation_id });
    expect((await ids()).slice(0, 2)).toEqual([first.conversation_id, second.conversation_id]);
    expect((await search({ user_id: 'ben' }))[0]).toMatchObject({ id: second.conversation_id, bot_name: 'Guide', user_id: 'ben', name: '' });
    expect(await search({ user_id: 'nobody' })).toEqual([]);
  });

  it('finds by the beginning of a name, whatever its case, and by time', async () => {
    const { conversation_id } = await ask('Hi');
    await server.call(contract.renameConversation, { params: { conversation_id }, body: { name: 'Ärger mit Rechnung 12' } });
    const found = await search({ name: 'äRGER' });
    expect(found).toMatchObject([{ id: conversation_id, name: 'Ärger mit Rechnung 12' }]);
    expect(await search({ name: 'Rechnung' })).toEqual([]);
    expect(await search({ to: 1_000 })).toEqual([]);
    expect((await search({ from: (found[0]?.active_at ?? 0) - 60 })).map(({ id }) => id)).toContain(conversation_id);
    await server.call(contract.renameConversation, { params: { conversation_id }, body: { name: '' } });
    expect(await search({ name: 'ärger' })).toEqual([]);
  });

  it('finds those in which a chat has failed', async () => {
    const { conversation_id } = await ask('Fine');
    expect((await search({ failed: 'true' })).map(({ id }) => id)).not.toContain(conversation_id);
    server.model.always({ error: { status: 401 } });
    await ask('Broken', { conversation_id });
    expect((await search({ failed: 'true', bot_id: bot }))[0]).toMatchObject({ id: conversation_id, failed_at: expect.any(Number) });
  });

  it('refuses what no list is ordered by, in words', async () => {
    await expect(search({ user_id: 'a', name: 'b' })).rejects.toThrow(/one at a time/);
    await expect(search({ name: 'b', from: 1 })).rejects.toThrow(/no from and to/);
    await expect(search({ from: 2, to: 1 })).rejects.toThrow(/later/);
  });

  it('has pages', async () => {
    await ask('One');
    await ask('Two');
    const page = (page_token?: string) =>
      server.call(contract.searchConversations, {
        params: { workspace_id: server.workspaceId },
        query: { page_size: 1, ...(page_token === undefined ? {} : { page_token }) },
      });
    const first = await page();
    const second = await page(first.next_page_token);
    expect(first.has_more).toBe(true);
    expect(second.items[0]?.id).not.toBe(first.items[0]?.id);
  });
});

describe('an export', () => {
  it('holds all that was said, page by page, and is recorded', async () => {
    const { conversation_id } = await ask('Remember me', { user_id: 'anna' });
    const page = (query: object) => server.call(contract.exportConversation, { params: { conversation_id }, query });
    const all = await page({});
    expect(all.conversation).toMatchObject({ id: conversation_id, bot_name: 'Guide', user_id: 'anna' });
    expect(all.messages.items.map(({ content }) => content)).toEqual(['Remember me', 'Hello!']);
    const first = await page({ page_size: 1 });
    expect((await page({ page_size: 1, page_token: first.messages.next_page_token })).messages.items).toMatchObject([{ content: 'Hello!' }]);
    const { items } = await server.call(contract.listAudit, { query: { workspace_id: server.workspaceId, action: 'conversation.export' } });
    expect(items.filter(({ resource_id }) => resource_id === conversation_id)).toHaveLength(2);
  });
});

describe('feedback', () => {
  it('stands with the answer until it is replaced or withdrawn', async () => {
    const { conversation_id } = await ask('Hi');
    const { id: message_id } = await answerOf(conversation_id);
    const params = { conversation_id, message_id };
    await server.call(contract.giveFeedback, { params, body: { feedback_type: 'unlike', reason_types: ['wrong'], comment: 'No.' } });
    expect(await answerOf(conversation_id)).toMatchObject({ feedback: { feedback_type: 'unlike', reason_types: ['wrong'], comment: 'No.' } });
    await server.call(contract.giveFeedback, { params, body: { feedback_type: 'like' } });
    expect(await answerOf(conversation_id)).toMatchObject({ feedback: { feedback_type: 'like', comment: '' } });
    await server.call(contract.withdrawFeedback, { params });
    expect(await answerOf(conversation_id)).not.toHaveProperty('feedback');
  });

  it('is for answers only', async () => {
    const { conversation_id } = await ask('Hi');
    const { data } = await server.coze.conversations.messages.list(conversation_id);
    const message_id = data.find(({ type }) => type === 'question')?.id ?? '';
    const giving = server.call(contract.giveFeedback, { params: { conversation_id, message_id }, body: { feedback_type: 'like' } });
    await expect(giving).rejects.toThrow(/for answers/);
  });
});

describe('a deleted conversation', () => {
  it('is gone with its chats, its messages and their traces', async () => {
    const { conversation_id, id: chat_id } = await ask('Forget me');
    await server.call(contract.deleteConversation, { params: { conversation_id } });
    await expect(server.coze.conversations.retrieve(conversation_id)).rejects.toMatchObject({ status: 404 });
    await expect(server.coze.chat.retrieve(conversation_id, chat_id)).rejects.toMatchObject({ status: 404 });
    await expect(server.call(contract.getChatTrace, { params: { chat_id } })).rejects.toMatchObject({ status: 404 });
    await expect(ask('Again', { conversation_id })).rejects.toMatchObject({ status: 404 });
    expect((await search()).map(({ id }) => id)).not.toContain(conversation_id);
    const { items } = await server.call(contract.listAudit, { query: { workspace_id: server.workspaceId, action: 'conversation.delete' } });
    expect(items).toMatchObject([{ resource_id: conversation_id, outcome: 'done' }]);
  });

  it('ends the chat that runs in it', async () => {
    server.model.always({ text: ['a', 'b'], pieceDelay: 60_000 });
    const chat = await server.coze.chat.create({ bot_id: bot, additional_messages: [question('Slowly')] });
    const { conversation_id } = chat;
    await server.call(contract.deleteConversation, { params: { conversation_id } });
    await expect(server.coze.chat.retrieve(conversation_id, chat.id)).rejects.toMatchObject({ status: 404 });
  });
});

describe('a preview', () => {
  it("is a turn of the draft, whose conversation goes on and stands in no list", async () => {
    const { revision, definition } = await server.call(contract.getBotDraft, { params: { bot_id: bot } });
    await server.call(contract.putBotDraft, { params: { bot_id: bot }, body: { revision, definition: { ...definition, prompt: 'You are a draft.' } } });
    const { conversation_id, id: chat_id, status } = await preview('Who are you?');
    expect(status).toBe('completed');
    expect(server.model.calls.at(-1)?.body['messages']).toMatchObject([{ content: 'You are a draft.' }, { content: 'Who are you?' }]);
    await preview('And now?', conversation_id);
    expect(server.model.calls.at(-1)?.body['messages']).toMatchObject([{}, { content: 'Who are you?' }, { content: 'Hello!' }, { content: 'And now?' }]);
    expect(await server.call(contract.getChatTrace, { params: { chat_id } })).toMatchObject({ bot_version: `draft ${revision + 1}` });
    expect((await search()).map(({ id }) => id)).not.toContain(conversation_id);
    const { conversations } = await server.coze.conversations.list({ bot_id: bot });
    expect(conversations.map(({ id }) => id)).not.toContain(conversation_id);
  });

  it('is not found by a name that it is given either', async () => {
    const { conversation_id } = await preview('Hi');
    await server.call(contract.renameConversation, { params: { conversation_id }, body: { name: 'Trying the draft' } });
    expect(await search({ name: 'trying' })).toEqual([]);
  });

  it('and a chat do not go on in the conversation of the other', async () => {
    const { conversation_id } = await preview('Hi');
    await expect(ask('Hi', { conversation_id })).rejects.toMatchObject({ status: 400 });
    const { conversation_id: other } = await ask('Hi');
    await expect(preview('Hi', other)).rejects.toMatchObject({ status: 400 });
  });
});

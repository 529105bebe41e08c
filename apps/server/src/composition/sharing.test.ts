import * as contract from '@buckle/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { Browser as OwnBrowser } from './testing/browser.ts';
import { callEndpoint } from './testing/call-endpoint.ts';
import { completed, question } from './testing/chats.ts';
import { TestServer } from './testing/started-server.ts';

let server: TestServer;
let bot: string;
beforeAll(async () => {
  server = await TestServer.start();
});
beforeEach(async () => {
  server.model.always({ text: 'Hello!' });
  bot = await server.publishBot({ name: 'Guide', description: 'Knows the town', onboarding: { prologue: 'Whither?', suggested_questions: [] } });
});
afterAll(() => server.stop());

async function share(body: z.input<typeof contract.putSharing.body>): Promise<string> {
  const { path } = await server.call(contract.putSharing, { params: { bot_id: bot }, body });
  return path.slice('/s/'.length);
}

/** A browser on a share page. */
class Browser extends OwnBrowser {
  constructor() {
    super(server.address);
  }

  enter(slug: string, password?: string) {
    return this.call(contract.enterShare, { slug }, password === undefined ? {} : { password });
  }

  /** Says something and returns the conversation and the events by name. */
  async say(slug: string, text: string, conversation_id?: string) {
    const answer = await this.call(contract.chatAsVisitor, { slug }, { text, ...(conversation_id === undefined ? {} : { conversation_id }) });
    if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
    const events = [...answer.text.matchAll(/^event:(.*)\ndata:(.*)$/gm)].map(([, event = '', data = '']) => ({ event, data: JSON.parse(data) }));
    return { events, conversationId: String(events[0]?.data.conversation_id) };
  }
}

describe('a shared bot', () => {
  it('shows itself, answers visitors, and keeps what each has said for them alone', async () => {
    const slug = await share({ access: 'link' });
    const [anna, ben] = [new Browser(), new Browser()];
    expect(await anna.read(contract.getSharedBot, { slug })).toMatchObject({
      entrance: 'open', public: false, name: 'Guide', description: 'Knows the town', onboarding: { prologue: 'Whither?' },
    });
    await anna.enter(slug);
    await ben.enter(slug);
    const { events, conversationId } = await anna.say(slug, 'Where is the harbour?');
    expect(events.map(({ event }) => event)).toContain('conversation.message.delta');
    expect(events.at(-2)).toMatchObject({ event: 'conversation.chat.completed' });
    await anna.say(slug, 'And the station?', conversationId);
    expect((await anna.read(contract.listVisitorConversations, { slug })).items).toMatchObject([{ id: conversationId, title: 'Where is the harbour?' }]);
    const { items } = await anna.read(contract.listVisitorMessages, { slug, conversation_id: conversationId });
    expect(items.map(({ content }) => content)).toEqual(['Hello!', 'And the station?', 'Hello!', 'Where is the harbour?']);

    expect((await ben.read(contract.listVisitorConversations, { slug })).items).toEqual([]);
    expect((await ben.call(contract.listVisitorMessages, { slug, conversation_id: conversationId })).status).toBe(404);
    await expect(ben.say(slug, 'Hi', conversationId)).rejects.toThrow(/^404/);
    expect((await ben.call(contract.deleteVisitorConversation, { slug, conversation_id: conversationId })).status).toBe(404);
  });

  it('is listed by search engines only where it is for everybody and online', async () => {
    const tag = async (slug: string) => (await fetch(`${server.address}/s/${slug}`)).headers.get('x-robots-tag');
    for (const access of ['members', 'link', 'off'] as const) expect([access, await tag(await share({ access }))]).toEqual([access, 'noindex']);
    const slug = await share({ access: 'public' });
    expect(await tag(slug)).toBe(null);
    await server.call(contract.unpublishBot, { params: { bot_id: bot }, body: {} });
    expect(await tag(slug)).toBe('noindex');
    expect(await tag('nowhere')).toBe('noindex');
  });

  it('takes feedback, and lets a visitor delete what they said', async () => {
    const slug = await share({ access: 'public' });
    const anna = new Browser();
    await anna.enter(slug);
    const { conversationId } = await anna.say(slug, 'Hi');
    const answer = async () => (await anna.read(contract.listVisitorMessages, { slug, conversation_id: conversationId })).items[0];
    const place = { slug, conversation_id: conversationId, message_id: (await answer())?.id ?? '' };
    await anna.call(contract.giveVisitorFeedback, place, { feedback_type: 'like' });
    expect((await answer())?.feedback).toMatchObject({ feedback_type: 'like' });
    await anna.call(contract.giveVisitorFeedback, place, {});
    expect((await answer())?.feedback).toBeUndefined();
    expect((await anna.call(contract.deleteVisitorConversation, { slug, conversation_id: conversationId })).status).toBe(200);
    expect((await anna.read(contract.listVisitorConversations, { slug })).items).toEqual([]);
    const { items } = await server.call(contract.listAudit, { query: { workspace_id: server.workspaceId, action: 'conversation.delete' } });
    expect(items[0]).toMatchObject({ resource_id: conversationId, outcome: 'done', details: { visitor: expect.stringMatching(/^visitor-/) } });
  });

  it('stands in the lists of its makers, who see no visitor of another bot in it', async () => {
    const slug = await share({ access: 'link' });
    const anna = new Browser();
    await anna.enter(slug);
    const { conversationId } = await anna.say(slug, 'Hi');
    const first = bot;
    bot = await server.publishBot({ name: 'Other' });
    const other = await share({ access: 'link' });
    await anna.say(other, 'Hi');
    const found = await server.call(contract.searchConversations, { params: { workspace_id: server.workspaceId }, query: {} });
    const [second, one] = found.items;
    expect([one?.id, one?.bot_id, second?.bot_id]).toEqual([conversationId, first, bot]);
    expect(one?.user_id).toMatch(/^visitor-/);
    expect(second?.user_id).not.toBe(one?.user_id);
  });

  it('lists what was said there alone, in whole pages, to members too', async () => {
    const slug = await share({ access: 'members' });
    const anna = new Browser();
    await anna.signIn();
    const { id } = await server.call(contract.getProfile);
    const { conversationId: first } = await anna.say(slug, 'One');
    const { conversationId: second } = await anna.say(slug, 'Two');
    await completed(server.coze, { bot_id: bot, user_id: id, additional_messages: [question('Elsewhere')] });
    const page = (query: string) => anna.read(contract.listVisitorConversations, { slug }, undefined, query);
    const newest = await page('?page_size=1');
    expect(newest.items.map((item) => item.id)).toEqual([second]);
    expect((await page(`?page_size=1&page_token=${encodeURIComponent(newest.next_page_token)}`)).items.map((item) => item.id)).toEqual([first]);
  });

  it('goes with its bot, as does what visitors said; what others said to the bot stays', async () => {
    const slug = await share({ access: 'link' });
    const anna = new Browser();
    await anna.enter(slug);
    await anna.say(slug, 'Hi');
    const { conversation_id } = await completed(server.coze, { bot_id: bot, additional_messages: [question('Hi')] });
    await server.call(contract.setVariables, { body: { bot_id: bot, data: [{ keyword: 'city', value: 'Rome' }] } });
    const { work_id } = await server.call(contract.deleteBot, { params: { bot_id: bot } });
    expect((await anna.call(contract.getSharedBot, { slug })).status).toBe(404);
    await expect.poll(async () => (await server.call(contract.getWork, { params: { work_id } })).state, { interval: 5 }).toBe('completed');
    const { items } = await server.call(contract.searchConversations, { params: { workspace_id: server.workspaceId }, query: { bot_id: bot } });
    expect(items).toMatchObject([{ id: conversation_id, bot_name: '' }]);
    expect((await server.coze.conversations.messages.list(conversation_id)).data).toHaveLength(2);
  });

  it('calls no tool that its client would have to run', async () => {
    await server.changeBot(bot, { tools: [{ type: 'function', function: { name: 'look', description: '', parameters: {} } }] });
    const slug = await share({ access: 'link' });
    const anna = new Browser();
    await anna.enter(slug);
    await anna.say(slug, 'Hi');
    expect(server.model.calls.at(-1)?.body).not.toHaveProperty('tools');
  });
});

describe('who may come in', () => {
  it('by password: who gives it, until there is a new one', async () => {
    const slug = await share({ access: 'password', password: 'sesame' });
    const anna = new Browser();
    expect(await anna.read(contract.getSharedBot, { slug })).toMatchObject({ entrance: 'password', name: 'Guide', description: '' });
    expect((await anna.enter(slug)).status).toBe(403);
    expect((await anna.enter(slug, 'wrong')).status).toBe(403);
    await expect(anna.say(slug, 'Hi')).rejects.toThrow(/^403/);
    expect((await anna.enter(slug, 'sesame')).status).toBe(200);
    await anna.say(slug, 'Hi');
    await share({ access: 'password', password: 'another' });
    await expect(anna.say(slug, 'Hi')).rejects.toThrow(/^403/);
  });

  it('by password: not who guesses', async () => {
    const slug = await share({ access: 'password', password: 'sesame' });
    const guesser = new Browser();
    const statuses: number[] = [];
    for (let guess = 0; guess < 11; guess++) statuses.push((await guesser.enter(slug, `guess ${guess}`)).status);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 403), 429]);
    const refused = await guesser.enter(slug, 'sesame');
    expect([refused.status, JSON.parse(refused.text).msg]).toEqual([429, expect.stringMatching(/^Too many attempts: try again in (1 minute|\d+ minutes)\.$/)]);
  });

  it('as a member: who is signed in and in the workspace', async () => {
    const slug = await share({ access: 'members' });
    const anna = new Browser();
    expect(await anna.read(contract.getSharedBot, { slug })).toMatchObject({ entrance: 'sign_in', description: '' });
    await expect(anna.say(slug, 'Hi')).rejects.toThrow(/^401/);
    await anna.call(contract.signIn, {}, { email: 'ada@example.com', password: 'correct horse battery' });
    expect(await anna.read(contract.getSharedBot, { slug })).toMatchObject({ entrance: 'open' });
    await anna.say(slug, 'Hi');
  });

  it('nobody, where it is not shared, not published any more, or has a new link', async () => {
    const slug = await share({ access: 'link' });
    const anna = new Browser();
    await anna.enter(slug);
    const renewed = await share({ access: 'link', renew_link: true });
    expect((await anna.call(contract.getSharedBot, { slug })).status).toBe(404);
    expect((await anna.call(contract.getSharedBot, { slug: renewed })).status).toBe(200);
    await server.call(contract.unpublishBot, { params: { bot_id: bot }, body: {} });
    expect((await anna.call(contract.getSharedBot, { slug: renewed })).status).toBe(404);
    await server.coze.bots.publish({ bot_id: bot, connector_ids: ['1024'] });
    await share({ access: 'off' });
    await expect(anna.say(renewed, 'Hi')).rejects.toThrow(/^404/);
  });
});

describe('limits', () => {
  it('hold for one visitor in a minute, and for all in a day', async () => {
    const slug = await share({ access: 'link', messages_per_minute: 1 });
    const [anna, ben] = [new Browser(), new Browser()];
    await anna.enter(slug);
    await ben.enter(slug);
    const statuses = async (browser: Browser) => {
      const { status, text } = await browser.call(contract.chatAsVisitor, { slug }, { text: 'Hi' });
      return [status, status === 429 ? JSON.parse(text).msg : ''];
    };
    // Another minute may begin in between: then one more is let through.
    const outcomes = [await statuses(anna), await statuses(anna), await statuses(anna)];
    expect(outcomes.at(-1)?.[0]).toBe(429);
    expect(outcomes.at(-1)?.[1]).toMatch(/You may send 1 message a minute here: try again in/);
    expect((await statuses(ben))[0]).toBe(200);
    await share({ access: 'link', messages_per_day: 1 });
    const carl = new Browser();
    await carl.enter(slug);
    expect((await statuses(carl))[1]).toMatch(/in a day/);
  });
});

describe('sharing', () => {
  it('needs a published bot, and a password where it is by password', async () => {
    await expect(share({ access: 'password' })).rejects.toThrow(/set one/);
    await server.call(contract.unpublishBot, { params: { bot_id: bot }, body: {} });
    await expect(share({ access: 'link' })).rejects.toThrow(/publish it/);
    const unshared = await server.call(contract.getSharing, { params: { bot_id: bot } });
    expect(unshared).toEqual({ access: 'off', path: '', has_password: false, messages_per_minute: 10, messages_per_day: 2000 });
  });

  it('is recorded, without the password', async () => {
    await share({ access: 'password', password: 'sesame' });
    const { items } = await server.call(contract.listAudit, { query: { workspace_id: server.workspaceId, action: 'bot.share' } });
    expect(items[0]).toMatchObject({ resource_id: bot, outcome: 'done', details: { access: 'password', new_password: true } });
    expect(JSON.stringify(items)).not.toContain('sesame');
  });

  it('is for those who may publish', async () => {
    await expect(callEndpoint(server.address, 'pat_unknown', contract.getSharing, { params: { bot_id: bot } })).rejects.toMatchObject({ status: 401 });
  });
});

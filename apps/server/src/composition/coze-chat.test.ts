import * as contract from '@buckle/contract';
import { type CreateChatData, type CreateChatReq, SuggestReplyMode } from '@coze/api';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chatOf, completed, eventsOf, outline, question, settled } from './testing/chats.ts';
import { TestServer, TOKEN } from './testing/started-server.ts';

let server: TestServer;
let bot: string;
beforeAll(async () => {
  server = await TestServer.start();
  bot = await server.publishBot({ prompt: 'You are a bot.' });
});
beforeEach(() => server.model.always({ text: 'Hello!' }));
afterAll(() => server.stop());

/** What the model was asked last: role and content of each message. */
function lastAsked(): unknown[] {
  const messages = server.model.calls.at(-1)?.body['messages'];
  return Array.isArray(messages) ? messages.map(({ role, content }) => [role, content]) : [];
}

/** A new conversation with the bot. */
async function conversation(): Promise<string> {
  return (await server.coze.conversations.create({ bot_id: bot })).id;
}

/** A whole turn, not streamed: its chat, as it ended. */
function ask(text: string, conversation_id?: string, more: Partial<CreateChatReq> = {}): Promise<CreateChatData> {
  const place = conversation_id === undefined ? {} : { conversation_id };
  return completed(server.coze, { bot_id: bot, additional_messages: [question(text)], ...place, ...more });
}

describe('a streamed chat', () => {
  it('tells of its life in order, and of its answer piece by piece', async () => {
    server.model.enqueue({ text: ['Good ', 'day', '!'], usage: { inputTokens: 12, outputTokens: 3 }, pieceDelay: 0 });
    const events = await eventsOf(server.coze.chat.stream({ bot_id: bot, user_id: 'u', additional_messages: [question('Hi')] }));
    expect(outline(events)).toEqual([
      'chat.created',
      'chat.in_progress',
      'delta Good ',
      'delta day',
      'delta !',
      'message answer',
      'message verbose',
      'chat.completed',
      'done',
    ]);
    const [created, inProgress] = events;
    expect(created?.data).toMatchObject({ status: 'created', bot_id: bot, id: expect.stringMatching(/^\d{19}$/) });
    expect(inProgress?.data).toMatchObject({ status: 'in_progress' });
    const chat = chatOf(events);
    expect(chat).toMatchObject({
      status: 'completed',
      usage: { token_count: 15, input_count: 12, output_count: 3 },
      last_error: { code: 0 },
      completed_at: expect.any(Number),
    });
    expect(chat.completed_at).toBeLessThan(1e11);
    const answer = events.find((event) => event.event === 'conversation.message.completed')?.data;
    expect(answer).toMatchObject({ role: 'assistant', type: 'answer', content: 'Good day!', content_type: 'text', chat_id: chat.id });
    const delta = events.find((event) => event.event === 'conversation.message.delta')?.data;
    expect(delta).toMatchObject({ id: (answer as { id: string }).id, type: 'answer', role: 'assistant', conversation_id: chat.conversation_id });
    const verbose = events.findLast((event) => event.event === 'conversation.message.completed')?.data;
    expect(JSON.parse((verbose as { content: string }).content)).toEqual({
      msg_type: 'generate_answer_finish',
      data: '{"finish_reason":0,"FinData":""}',
      from_module: null,
      from_unit: null,
    });
    expect(await server.coze.chat.retrieve(chat.conversation_id, chat.id)).toEqual(chat);
  });

  it('gives the model the persona, then the question', async () => {
    await eventsOf(server.coze.chat.stream({ bot_id: bot, additional_messages: [question('你好')] }));
    expect(lastAsked()).toEqual([['system', 'You are a bot.'], ['user', '你好']]);
    expect(server.model.calls.at(-1)?.body).toMatchObject({ model: 'scripted', stream: true });
  });

  it('keeps what the model thought apart from what it said', async () => {
    server.model.enqueue({ reasoning: ['Hm', 'm.'], text: 'Yes.' });
    const events = await eventsOf(server.coze.chat.stream({ bot_id: bot, additional_messages: [question('Hi')] }));
    const deltas = events.flatMap((event) =>
      event.event === 'conversation.message.delta' ? [[event.data.reasoning_content ?? '', event.data.content]] : [],
    );
    expect(deltas.map(([thought]) => thought).join('')).toBe('Hmm.');
    expect(deltas.map(([, said]) => said).join('')).toBe('Yes.');
    const { conversation_id, id } = chatOf(events);
    const [answer] = await server.coze.chat.messages.list(conversation_id, id);
    expect(answer).toMatchObject({ content: 'Yes.', reasoning_content: 'Hmm.' });
  });

  it('suggests questions after its answer, and remembers them', async () => {
    const suggesting = await server.publishBot({ suggestions: { reply_mode: SuggestReplyMode.ENABLE } });
    server.model.enqueue({ text: 'In Paris.' }, { text: '1. How old is it?\n2. How high is it?\n3. Who built it?' });
    const events = await eventsOf(server.coze.chat.stream({ bot_id: suggesting, additional_messages: [question('Where is the tower?')] }));
    expect(outline(events).slice(2)).toEqual([
      'delta In Paris.',
      'message answer',
      'message verbose',
      'message follow_up',
      'message follow_up',
      'message follow_up',
      'chat.completed',
      'done',
    ]);
    const { conversation_id, id, usage } = chatOf(events);
    expect(usage).toMatchObject({ input_count: 20, output_count: 2 });
    const messages = await server.coze.chat.messages.list(conversation_id, id);
    expect(messages.map(({ type, content }) => [type, content])).toEqual([
      ['answer', 'In Paris.'],
      ['follow_up', 'How old is it?'],
      ['follow_up', 'How high is it?'],
      ['follow_up', 'Who built it?'],
    ]);
    await eventsOf(server.coze.chat.stream({ bot_id: suggesting, conversation_id, additional_messages: [question('And now?')] }));
    const asked = server.model.calls.at(-2)?.body['messages'];
    expect(asked).toEqual([
      { role: 'user', content: 'Where is the tower?' },
      { role: 'assistant', content: 'In Paris.' },
      { role: 'user', content: 'And now?' },
    ]);
  });

  it('that cannot begin says why, as an event of the client or as its error', async () => {
    const { bot_id: draft } = await server.coze.bots.create({ space_id: server.workspaceId, name: 'Draft' });
    const events = await eventsOf(server.coze.chat.stream({ bot_id: draft }));
    expect(events).toMatchObject([{ event: 'error', data: { code: 4015, msg: expect.stringContaining('not published') } }]);
    await expect(eventsOf(server.coze.chat.stream({ bot_id: '1' }))).rejects.toMatchObject({ status: 404 });
    await expect(eventsOf(server.client('pat_wrong').chat.stream({ bot_id: bot }))).rejects.toMatchObject({ status: 401 });
  });

  it('goes on when its client disconnects', async () => {
    const gone = new AbortController();
    server.model.enqueue({ tokens: 5, pieceDelay: 20 });
    const response = await fetch(`${server.address}/v3/chat`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify({ bot_id: bot, user_id: 'u', stream: true, additional_messages: [question('Hi')] }),
      signal: gone.signal,
    });
    const reader = response.body?.getReader();
    const first = new TextDecoder().decode((await reader?.read())?.value);
    gone.abort();
    const started = contract.chat.parse(JSON.parse(/data:(.*)/.exec(first)?.[1] ?? ''));
    const chat = await settled(server.coze, started);
    expect(chat.status).toBe('completed');
    const [answer] = await server.coze.chat.messages.list(chat.conversation_id, chat.id);
    expect(answer?.content).toBe('token0 token1 token2 token3 token4 ');
  });
});

describe('a chat that is not streamed', () => {
  it('is in progress when it is made, and completed when it is polled', async () => {
    const created = await server.coze.chat.create({ bot_id: bot, user_id: 'u', additional_messages: [question('Hi')], meta_data: { a: 'b' } });
    expect(created).toMatchObject({ status: 'in_progress', bot_id: bot, meta_data: { a: 'b' } });
    const chat = await settled(server.coze, created);
    expect(chat).toMatchObject({ id: created.id, status: 'completed', meta_data: { a: 'b' }, usage: { token_count: 11 } });
    expect(await server.coze.chat.messages.list(chat.conversation_id, chat.id)).toMatchObject([{ type: 'answer', content: 'Hello!' }]);
  });

  it('is polled by the client itself', async () => {
    const { chat, messages } = await server.coze.chat.createAndPoll({ bot_id: bot, additional_messages: [question('Hi')] });
    expect(chat.status).toBe('completed');
    expect(messages).toMatchObject([{ type: 'answer', content: 'Hello!', chat_id: chat.id }]);
  });

  it('can be retrieved with GET too, and under its own conversation alone', async () => {
    const chat = await ask('Hi');
    const query = `conversation_id=${chat.conversation_id}&chat_id=${chat.id}`;
    const response = await fetch(`${server.address}/v3/chat/retrieve?${query}`, { headers: { authorization: `Bearer ${TOKEN}` } });
    expect(await response.json()).toMatchObject({ code: 0, data: { id: chat.id, status: 'completed' } });
    await expect(server.coze.chat.retrieve(await conversation(), chat.id)).rejects.toMatchObject({ status: 404 });
  });
});

describe('a chat that is canceled', () => {
  it('stops the call of the model at once, and keeps what was said', async () => {
    server.model.enqueue({ text: ['Once ', 'upon '], hang: true });
    const before = server.model.cancelledCount;
    const events = [];
    let canceled;
    for await (const event of server.coze.chat.stream({ bot_id: bot, additional_messages: [question('A story')] })) {
      events.push(event);
      if (event.event !== 'conversation.message.delta' || canceled) continue;
      canceled = await server.coze.chat.cancel(event.data.conversation_id, event.data.chat_id);
    }
    expect(canceled).toMatchObject({ status: 'canceled' });
    await expect.poll(() => server.model.cancelledCount).toBe(before + 1);
    expect(outline(events).slice(-2)).toEqual(['chat.canceled', 'done']);
    const { conversation_id, id } = chatOf(events);
    expect(await server.coze.chat.retrieve(conversation_id, id)).toMatchObject({ status: 'canceled' });
    expect(await server.coze.chat.messages.list(conversation_id, id)).toMatchObject([{ type: 'answer', content: 'Once upon ' }]);
    expect((await ask('And now?', conversation_id)).status).toBe('completed');
  });

  it('is canceled before the model has said anything', async () => {
    server.model.enqueue({ text: '', hang: true });
    const calls = server.model.callCount;
    const before = server.model.cancelledCount;
    const chat = await server.coze.chat.create({ bot_id: bot, additional_messages: [question('Hi')] });
    await expect.poll(() => server.model.callCount).toBe(calls + 1);
    expect(await server.coze.chat.cancel(chat.conversation_id, chat.id)).toMatchObject({ id: chat.id, status: 'canceled' });
    await expect.poll(() => server.model.cancelledCount).toBe(before + 1);
    expect(await server.coze.chat.messages.list(chat.conversation_id, chat.id)).toEqual([]);
  });

  it('stays as it ended where it had ended', async () => {
    const chat = await ask('Hi');
    expect(await server.coze.chat.cancel(chat.conversation_id, chat.id)).toEqual(chat);
  });
});

describe('a conversation', () => {
  it('holds one running chat', async () => {
    server.model.enqueue({ text: 'a', hang: true });
    const running = await server.coze.chat.create({ bot_id: bot, additional_messages: [question('Hi')] });
    const conversation_id = running.conversation_id;
    const second = server.coze.chat.create({ bot_id: bot, conversation_id, additional_messages: [question('Hi')] });
    await expect(second).rejects.toMatchObject({ status: 409, code: 4016 });
    const streamed = await eventsOf(server.coze.chat.stream({ bot_id: bot, conversation_id, additional_messages: [question('Hi')] }));
    expect(streamed).toMatchObject([{ event: 'error', data: { code: 4016, msg: expect.stringContaining(conversation_id) } }]);
    await server.coze.chat.cancel(conversation_id, running.id);
    const { data } = await server.coze.conversations.messages.list(conversation_id);
    expect(data.filter(({ type }) => type === 'question')).toHaveLength(1);
  });

  it('shows the model what was said in it', async () => {
    const id = await conversation();
    server.model.enqueue({ text: 'Ada.' });
    await ask('Who are you?', id);
    await ask('Really?', id);
    expect(lastAsked()).toEqual([
      ['system', 'You are a bot.'],
      ['user', 'Who are you?'],
      ['assistant', 'Ada.'],
      ['user', 'Really?'],
    ]);
  });

  it('shows as many rounds as the bot says', async () => {
    const forgetful = await server.publishBot({ model: { context_round: 1 } });
    const id = await conversation();
    for (const text of ['one', 'two', 'three']) await ask(text, id, { bot_id: forgetful });
    expect(lastAsked()).toEqual([['user', 'two'], ['assistant', 'Hello!'], ['user', 'three']]);
    const without = await server.publishBot({ model: { context_round: 0 } });
    await ask('four', id, { bot_id: without });
    expect(lastAsked()).toEqual([['user', 'four']]);
  });

  it('that was cleared begins anew for the model, and stays readable', async () => {
    const id = await conversation();
    const { last_section_id: first } = await server.coze.conversations.retrieve(id);
    await ask('before', id);
    const cleared = await server.coze.conversations.clear(id);
    expect(cleared.conversation_id).toBe(id);
    expect(cleared.id).not.toBe(first);
    expect(await server.coze.conversations.retrieve(id)).toMatchObject({ last_section_id: cleared.id });
    await ask('after', id);
    expect(lastAsked()).toEqual([['system', 'You are a bot.'], ['user', 'after']]);
    const { data } = await server.coze.conversations.messages.list(id, { order: 'asc' });
    expect(data.map(({ content, section_id }) => [content, section_id === cleared.id])).toEqual([
      ['before', false],
      ['Hello!', false],
      ['after', true],
      ['Hello!', true],
    ]);
  });
});

describe('a chat whose history is not saved', () => {
  it('is readable under the chat, listed nowhere and shown to no later turn', async () => {
    const id = await conversation();
    await ask('listed', id);
    const secret = await ask('secret', id, { auto_save_history: false });
    expect(lastAsked().at(-1)).toEqual(['user', 'secret']);
    expect(lastAsked()).toHaveLength(4);
    expect(await server.coze.chat.retrieve(id, secret.id)).toMatchObject({ status: 'completed' });
    expect(await server.coze.chat.messages.list(id, secret.id)).toMatchObject([{ content: 'Hello!' }]);
    const whole = await server.coze.conversations.messages.list(id, { chat_id: secret.id, order: 'asc' });
    expect(whole.data.map(({ content }) => content)).toEqual(['secret', 'Hello!']);
    const { data } = await server.coze.conversations.messages.list(id, { order: 'asc' });
    expect(data.map(({ content }) => content)).toEqual(['listed', 'Hello!']);
    await ask('later', id);
    expect(JSON.stringify(lastAsked())).not.toContain('secret');
  });
});

describe('a chat whose model fails', () => {
  it.each([
    [401, 'key'],
    [400, 'scripted'],
    [404, 'scripted'],
  ])('with %i says why', async (status, reason) => {
    server.model.always({ error: { status, message: 'It is the scripted model that says so.' } });
    const events = await eventsOf(server.coze.chat.stream({ bot_id: bot, additional_messages: [question('Hi')] }));
    expect(outline(events)).toEqual(['chat.created', 'chat.in_progress', 'chat.failed', 'done']);
    const chat = chatOf(events);
    expect(chat).toMatchObject({ status: 'failed', failed_at: expect.any(Number), last_error: { code: expect.any(Number) } });
    expect(chat.last_error?.code).toBeGreaterThan(0);
    expect(chat.last_error?.msg).toContain(reason);
    expect(await server.coze.chat.retrieve(chat.conversation_id, chat.id)).toEqual(chat);
  });

  it('fails a chat whose model writes without end, and keeps what came until then', async () => {
    server.model.always({ text: Array.from({ length: 17 }, () => 'x'.repeat(65_536)), pieceDelay: 0 });
    const events = await eventsOf(server.coze.chat.stream({ bot_id: bot, additional_messages: [question('Go on')] }));
    const { conversation_id, id, last_error } = chatOf(events);
    expect(last_error?.msg).toContain('wrote more than 1000000 characters');
    const [answer] = await server.coze.chat.messages.list(conversation_id, id);
    expect(answer?.content).toMatch(/^x{1000001,1100000}$/);
  });

  it('in the middle of its answer keeps what was said', async () => {
    server.model.always({ tokens: 5, breakAfter: 2 });
    const events = await eventsOf(server.coze.chat.stream({ bot_id: bot, additional_messages: [question('Hi')] }));
    expect(outline(events)).toEqual([
      'chat.created',
      'chat.in_progress',
      'delta token0 ',
      'delta token1 ',
      'message answer',
      'chat.failed',
      'done',
    ]);
    const { conversation_id, id, last_error } = chatOf(events);
    expect(last_error?.msg).toMatch(/\w/);
    expect(await server.coze.chat.messages.list(conversation_id, id)).toMatchObject([{ content: 'token0 token1 ' }]);
  });
});

describe('what a chat did', () => {
  it('can be read as its trace', async () => {
    server.model.enqueue({ text: 'Fine.', usage: { inputTokens: 7, outputTokens: 2 } });
    const chat = await ask('How are you?');
    const [answer] = await server.coze.chat.messages.list(chat.conversation_id, chat.id);
    const { data } = await server.coze.conversations.messages.list(chat.conversation_id, { order: 'asc' });
    const trace = await server.call(contract.getChatTrace, { params: { chat_id: chat.id } });
    expect(trace).toMatchObject({
      chat_id: chat.id,
      conversation_id: chat.conversation_id,
      bot_id: bot,
      bot_version: '1',
      status: 'completed',
      steps: [
        {
          type: 'model',
          name: 'scripted',
          input_message_ids: [data[0]?.id],
          output_message_ids: [answer?.id],
          input_tokens: 7,
          output_tokens: 2,
          finish_reason: 'stop',
        },
      ],
    });
    const [step] = trace.steps;
    expect(trace.started_at).toBeGreaterThan(1e12);
    expect(step?.started_at).toBeGreaterThanOrEqual(trace.started_at);
    expect(trace.first_token_at).toBeGreaterThanOrEqual(step?.started_at ?? Infinity);
    expect(step?.ended_at).toBeGreaterThanOrEqual(trace.first_token_at ?? Infinity);
    expect(trace.ended_at).toBeGreaterThanOrEqual(step?.ended_at ?? Infinity);
  });

  it('is there when it has ended, not before', async () => {
    server.model.enqueue({ text: 'a', hang: true });
    const { id, conversation_id } = await server.coze.chat.create({ bot_id: bot, additional_messages: [question('Hi')] });
    await expect(server.call(contract.getChatTrace, { params: { chat_id: id } })).rejects.toMatchObject({ status: 404 });
    await server.coze.chat.cancel(conversation_id, id);
    expect(await server.call(contract.getChatTrace, { params: { chat_id: id } })).toMatchObject({ status: 'canceled' });
  });

  it('is counted once, for its bot, its model and its day', async () => {
    const counted = await server.publishBot();
    const use = async (group_by: 'bot' | 'day' | 'model') => {
      const query = { workspace_id: server.workspaceId, bot_id: counted, group_by };
      const { items, total } = await server.call(contract.getUsage, { query });
      return [total.calls, total.input_tokens, total.output_tokens, items.length];
    };
    expect(await use('bot')).toEqual([0, 0, 0, 0]);
    server.model.enqueue({ text: 'a', usage: { inputTokens: 5, outputTokens: 1 } }, { text: 'b', usage: { inputTokens: 8, outputTokens: 2 } });
    await ask('one', undefined, { bot_id: counted });
    await ask('two', undefined, { bot_id: counted });
    for (const group of ['bot', 'day', 'model'] as const) expect(await use(group)).toEqual([2, 13, 3, 1]);
  });
});

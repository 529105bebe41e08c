import * as contract from '@buckle/contract';
import { RoleType } from '@coze/api';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { completed, eventsOf, outline, question } from './testing/chats.ts';
import { TestServer } from './testing/started-server.ts';

/** The smallest picture that there is. */
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

let server: TestServer;
let bot: string;
beforeAll(async () => {
  server = await TestServer.start();
  bot = await server.publishBot();
});
beforeEach(() => server.model.always({ text: 'Hello!' }));
afterAll(() => server.stop());

/** The messages that the model was asked last. */
function lastAsked(): { role: string; content: unknown }[] {
  const messages = server.model.calls.at(-1)?.body['messages'];
  return Array.isArray(messages) ? messages : [];
}

/** What the system message of the last call said; empty where there was none. */
function lastPrompt(): unknown {
  return lastAsked().find(({ role }) => role === 'system')?.content ?? '';
}

describe('the parts of a message', () => {
  it('reach the model: text, a picture, text of a file, and a file, inline and in order', async () => {
    const picture = await server.upload('dot.png', PNG);
    const notes = await server.upload('notes.txt', 'alpha, beta');
    const pdf = Buffer.from('%PDF-1.7\n%%EOF\n');
    const paper = await server.upload('paper.pdf', pdf);
    const parts = [
      { type: 'text', text: 'Look:' },
      { type: 'image', file_id: picture.id },
      { type: 'file', file_id: notes.id },
      { type: 'file', file_id: paper.id },
      { type: 'image', file_url: 'https://example.com/a.png' },
    ] as const;
    const chat = await completed(server.coze, { bot_id: bot, additional_messages: [question([...parts])] });
    expect(chat.status).toBe('completed');
    const expected = [
      { type: 'text', text: 'Look:' },
      { type: 'image_url', image_url: { url: `data:image/png;base64,${PNG.toString('base64')}` } },
      { type: 'text', text: '<file name="notes.txt">\nalpha, beta\n</file>' },
      { type: 'file', file: { filename: 'paper.pdf', file_data: `data:application/pdf;base64,${pdf.toString('base64')}` } },
      { type: 'image_url', image_url: { url: 'https://example.com/a.png' } },
    ];
    expect(lastAsked()).toEqual([{ role: 'user', content: expected }]);
    const { data } = await server.coze.conversations.messages.list(chat.conversation_id, { order: 'asc' });
    expect(data[0]).toMatchObject({ content_type: 'object_string', content: JSON.stringify(parts) });

    const { conversation_id } = chat;
    await completed(server.coze, { bot_id: bot, conversation_id, additional_messages: [question('And again?')] });
    expect(lastAsked()[0]).toEqual({ role: 'user', content: expected });
  });

  it('with a picture fail, in words, before a model is asked that cannot see; what it answered earlier is told of', async () => {
    const { id: model_id } = await server.call(contract.createModel, {
      body: {
        workspace_id: server.workspaceId,
        name: 'Blind',
        base_url: server.model.baseUrl,
        model_name: 'blind',
        capabilities: { vision: false },
        allow_private_address: true,
      },
    });
    const blind = await server.publishBot({ model: { model_id } });
    const { id } = await server.upload('dot.png', PNG);
    const picture = question([{ type: 'text', text: 'Look:' }, { type: 'image', file_id: id }]);
    const calls = server.model.callCount;
    const failed = await completed(server.coze, { bot_id: blind, additional_messages: [picture] });
    expect(failed).toMatchObject({ status: 'failed', last_error: { code: 4000 } });
    expect(failed.last_error?.msg).toMatch(/^The model "Blind" cannot see pictures: send text alone/);
    expect(server.model.callCount).toBe(calls);

    const answer = { role: RoleType.Assistant, content: 'A dot.', content_type: 'text' as const };
    const chat = await completed(server.coze, { bot_id: blind, additional_messages: [picture, answer, question('Sure?')] });
    expect(chat.status).toBe('completed');
    expect(lastAsked()[0]).toEqual({ role: 'user', content: [{ type: 'text', text: 'Look:' }, { type: 'text', text: '[a picture]' }] });
  });

  it('may be written as Coze’s Python client does: with null for what is left out', async () => {
    const { id } = await server.upload('dot.png', PNG);
    const parts = [{ type: 'text', text: 'a', file_id: null, file_url: null }, { type: 'image', text: null, file_id: id, file_url: null }];
    const message = { role: 'user', type: null, content: JSON.stringify(parts), content_type: 'object_string', meta_data: null };
    const request = { bot_id: bot, conversation_id: null, additional_messages: [message], custom_variables: null, meta_data: null, tools: null };
    const chat = await completed(server.coze, request as never);
    expect(chat.status).toBe('completed');
    expect(lastAsked()).toMatchObject([{ role: 'user', content: [{ type: 'text', text: 'a' }, { type: 'image_url' }] }]);
  });

  it.each([
    ['that is no JSON', 'plain'],
    ['that is no list', '{"type":"text","text":"a"}'],
    ['that is empty', '[]'],
    ['of an unknown type', '[{"type":"video","file_id":"1"}]'],
    ['without a file', '[{"type":"image"}]'],
    ['of sound', '[{"type":"audio","file_id":"1"}]'],
  ])('are refused with content %s', async (_what, content) => {
    const message = { role: RoleType.User, content, content_type: 'object_string' } as const;
    await expect(server.coze.chat.create({ bot_id: bot, additional_messages: [message] })).rejects.toMatchObject({ status: 400, code: 4000 });
  });

  it('are refused where a file is unknown, or no picture though it is called one', async () => {
    const unknown = server.coze.chat.create({ bot_id: bot, additional_messages: [question([{ type: 'image', file_id: '12' }])] });
    await expect(unknown).rejects.toMatchObject({ status: 404, code: 4200 });
    const { id } = await server.upload('fake.png', 'not a picture');
    const fake = server.coze.chat.create({ bot_id: bot, additional_messages: [question([{ type: 'image', file_id: id }])] });
    await expect(fake).rejects.toMatchObject({ status: 400, code: 4000 });
  });
});

describe('files that are too large to be shown to a model together', () => {
  it('are refused where one call brings them', async () => {
    const { id } = await server.upload('half.txt', 'x'.repeat(10 * 1024 * 1024 + 1));
    const file = { type: 'file', file_id: id } as const;
    const refusal = { status: 400, code: 4000, msg: expect.stringContaining('20971520') };
    await expect(server.coze.chat.create({ bot_id: bot, additional_messages: [question([file, file])] })).rejects.toMatchObject(refusal);
    await expect(server.coze.chat.create({ bot_id: bot, additional_messages: [question([file]), question([file])] })).rejects.toMatchObject(refusal);
    expect(await completed(server.coze, { bot_id: bot, additional_messages: [question([file])] })).toMatchObject({ status: 'completed' });
  });
});

describe('messages that a call brings', () => {
  it('are shown to the model in their order, whoever said them, and are kept', async () => {
    const messages = [question('One'), { role: RoleType.Assistant, content: 'Two', content_type: 'text' as const }, question('Three')];
    const chat = await completed(server.coze, { bot_id: bot, additional_messages: messages });
    expect(lastAsked()).toEqual([
      { role: 'user', content: 'One' },
      { role: 'assistant', content: 'Two' },
      { role: 'user', content: 'Three' },
    ]);
    const { data } = await server.coze.conversations.messages.list(chat.conversation_id, { order: 'asc' });
    expect(data.map(({ role, type, content }) => [role, type, content])).toEqual([
      ['user', 'question', 'One'],
      ['assistant', 'answer', 'Two'],
      ['user', 'question', 'Three'],
      ['assistant', 'answer', 'Hello!'],
    ]);
  });
});

describe('variables', () => {
  const variables = [
    { keyword: 'city', default_value: 'Rome', description: 'where the user lives' },
    { keyword: 'mood', default_value: '', prompt_enable: false },
    { keyword: 'retired', default_value: 'never', enable: false },
  ];

  it('stand in the prompt: the call’s own before the stored, and those before the default', async () => {
    const bot_id = await server.publishBot({ prompt: 'Live in {{city}}, be {{ mood }}. {{retired}} {{unknown}}', variables });
    const ask = (more: object = {}) =>
      completed(server.coze, { bot_id, user_id: 'someone', additional_messages: [question('Hi')], ...more });
    await ask();
    expect(lastPrompt()).toBe(
      'Live in Rome, be . {{retired}} {{unknown}}\n\n# What is known of the user\n- city (where the user lives): Rome',
    );
    await server.coze.variables.update({ bot_id, connector_uid: 'someone', data: [{ keyword: 'city', value: 'Oslo' }] });
    await ask();
    expect(lastPrompt()).toContain('Live in Oslo, be .');
    await ask({ custom_variables: { city: '北京', mood: 'kind' } });
    expect(lastPrompt()).toContain('Live in 北京, be kind.');
    await ask({ user_id: 'another' });
    expect(lastPrompt()).toContain('Live in Rome');
  });

  it('are remembered by the model, for this user alone', async () => {
    const bot_id = await server.publishBot({ prompt: 'Live in {{city}}.', variables });
    server.model.enqueue({ toolCalls: [{ id: 'a', name: 'setKeywordMemory', arguments: '{"keyword":"city","value":"Kyoto"}' }] });
    await completed(server.coze, { bot_id, user_id: 'u1', additional_messages: [question('I live in Kyoto')] });
    const { items } = await server.coze.variables.retrieve({ bot_id, connector_uid: 'u1', keywords: ['city'] });
    expect(items).toMatchObject([{ keyword: 'city', value: 'Kyoto' }]);
    await completed(server.coze, { bot_id, user_id: 'u1', additional_messages: [question('Where do I live?')] });
    expect(lastPrompt()).toContain('Live in Kyoto.');
    await completed(server.coze, { bot_id, user_id: 'u2', additional_messages: [question('Where do I live?')] });
    expect(lastPrompt()).toContain('Live in Rome.');
  });

  it('that the bot does not show its model cannot be set by it', async () => {
    const bot_id = await server.publishBot({ variables });
    server.model.enqueue({ toolCalls: [{ id: 'a', name: 'setKeywordMemory', arguments: '{"keyword":"mood","value":"sad"}' }] });
    await completed(server.coze, { bot_id, user_id: 'u1', additional_messages: [question('Hi')] });
    expect((await server.coze.variables.retrieve({ bot_id, connector_uid: 'u1' })).items).toEqual([]);
  });
});

describe('intents', () => {
  const intents = [
    { name: 'opening hours', description: 'asks when we are open', examples: ['when are you open'], reply: 'We open at nine, {{city}}.' },
    { name: 'complaint', description: 'is not content', prompt: 'Be very polite.' },
  ];
  let clerk: string;
  beforeAll(async () => {
    clerk = await server.publishBot({ prompt: 'You are a clerk.', intents, variables: [{ keyword: 'city', default_value: 'Bern' }] });
  });

  async function decisionOf(text: string) {
    const chat = await completed(server.coze, { bot_id: clerk, additional_messages: [question(text)] });
    const { steps } = await server.call(contract.getChatTrace, { params: { chat_id: chat.id } });
    const [answer] = await server.coze.chat.messages.list(chat.conversation_id, chat.id);
    return { steps, answer: answer?.content, usage: chat.usage?.token_count };
  }

  it('with a fixed reply answer without asking a model', async () => {
    const calls = server.model.callCount;
    const { steps, answer } = await decisionOf('When are you open?');
    expect(answer).toBe('We open at nine, Bern.');
    expect(server.model.callCount).toBe(calls);
    expect(steps).toMatchObject([{ type: 'intent', name: 'opening hours', detail: expect.stringContaining('when are you open') }]);
  });

  it('with a prompt of their own answer by it; the decision of the model is in the trace and in the usage', async () => {
    server.model.enqueue({ text: '2', usage: { inputTokens: 30, outputTokens: 1 } }, { text: 'I am sorry.', usage: { inputTokens: 9, outputTokens: 3 } });
    const { steps, answer, usage } = await decisionOf('This is a disgrace');
    expect(answer).toBe('I am sorry.');
    expect(lastPrompt()).toMatch(/^Be very polite\./);
    expect(steps).toMatchObject([
      { type: 'intent', name: 'complaint', detail: expect.stringContaining('complaint'), input_tokens: 30 },
      { type: 'model', input_tokens: 9 },
    ]);
    expect(usage).toBe(43);
  });

  it('that do not fit leave the bot to its own prompt', async () => {
    server.model.enqueue({ text: '0' }, { text: 'Hm.' });
    const { steps } = await decisionOf('What is the capital of Peru');
    expect(lastPrompt()).toMatch(/^You are a clerk\./);
    expect(steps).toMatchObject([{ type: 'intent', name: '', detail: expect.stringMatching(/\w/) }, { type: 'model' }]);
  });

  it('with a fixed reply are streamed as any answer is', async () => {
    const events = await eventsOf(server.coze.chat.stream({ bot_id: clerk, additional_messages: [question('When are you open?')] }));
    expect(outline(events).slice(2)).toEqual(['message answer', 'message verbose', 'chat.completed', 'done']);
  });
});

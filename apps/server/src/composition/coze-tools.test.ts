import * as contract from '@buckle/contract';
import type { CreateChatData, StreamChatData } from '@coze/api';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ToolSource } from '#application/conversations/index.ts';
import { chatOf, completed, eventsOf, outline, question, settled } from './testing/chats.ts';
import { TestServer } from './testing/started-server.ts';

const weather = { type: 'function', function: { name: 'weather', description: 'Tells the weather', parameters: { type: 'object' } } } as const;
const clock = { type: 'function', function: { name: 'clock' } } as const;

/** A tool that the server runs: it says what it was given, or fails. */
const echoTool: ToolSource = {
  toolsOf: () =>
    Promise.resolve([
      {
        definition: { name: 'echo', description: 'Echoes', parameters: { type: 'object' } },
        run({ arguments: given }) {
          if (given['fail'] === true) return Promise.reject(new Error('a secret of the server'));
          return Promise.resolve(`echo of ${JSON.stringify(given)}`);
        },
      },
    ]),
};

let server: TestServer;
let bot: string;
beforeAll(async () => {
  server = await TestServer.start({ toolSources: [echoTool] });
  bot = await server.publishBot({ tools: [weather, clock] });
});
beforeEach(() => server.model.always({ text: 'Hello!' }));
afterAll(() => server.stop());

/** A scripted call of a tool; some vendors number their calls anew in each reply, as this one does. */
function call(name: string, given: object, id = 'call_0') {
  return { id, name, arguments: JSON.stringify(given) };
}

/** The calls that a chat asks its client to run. */
function requiredCalls(chat: CreateChatData) {
  expect(chat).toMatchObject({ status: 'requires_action', required_action: { type: 'submit_tool_outputs' } });
  return chat.required_action?.submit_tool_outputs.tool_calls ?? [];
}

/** A chat that waits for its client's tools. */
async function waiting(...calls: { id: string; name: string; arguments: string }[]): Promise<CreateChatData> {
  server.model.enqueue({ toolCalls: calls });
  return completed(server.coze, { bot_id: bot, additional_messages: [question('What is it like outside?')] });
}

/** Submits the outputs of all the calls that a chat waits for, as a stream. */
function submit(chat: CreateChatData, outputs: readonly string[]): Promise<StreamChatData[]> {
  const tool_outputs = requiredCalls(chat).map(({ id }, index) => ({ tool_call_id: id, output: outputs[index] ?? '' }));
  return eventsOf(server.coze.chat.submitToolOutputs({ conversation_id: chat.conversation_id, chat_id: chat.id, tool_outputs, stream: true }));
}

/** Submits the outputs without a stream. */
async function submitQuietly(chat: CreateChatData, tool_outputs: { tool_call_id: string; output: string }[]) {
  const { conversation_id, id: chat_id } = chat;
  const { value } = await server.coze.chat.submitToolOutputs({ conversation_id, chat_id, tool_outputs, stream: false }).next();
  return value;
}

describe('the tools of the client', () => {
  it('are asked for in a stream, which goes on with their outputs in another', async () => {
    server.model.enqueue(
      { toolCalls: [call('weather', { city: 'Paris' })], usage: { inputTokens: 10, outputTokens: 4 } },
      { text: 'It rains.', usage: { inputTokens: 20, outputTokens: 3 } },
    );
    const events = await eventsOf(server.coze.chat.stream({ bot_id: bot, additional_messages: [question('What is it like?')] }));
    expect(outline(events)).toEqual(['chat.created', 'chat.in_progress', 'message function_call', 'chat.requires_action', 'done']);
    const asked = chatOf(events);
    expect(requiredCalls(asked)).toEqual([
      { id: expect.any(String), type: 'function', function: { name: 'weather', arguments: '{"city":"Paris"}' } },
    ]);
    expect(await server.coze.chat.retrieve(asked.conversation_id, asked.id)).toEqual(asked);

    const rest = await submit(asked, ['rain']);
    expect(outline(rest)).toEqual([
      'chat.in_progress',
      'message tool_response',
      'delta It rains.',
      'message answer',
      'message verbose',
      'chat.completed',
      'done',
    ]);
    const chat = chatOf(rest);
    expect(chat).toMatchObject({ id: asked.id, status: 'completed', usage: { input_count: 30, output_count: 7, token_count: 37 } });
    expect(chat.required_action).toBeUndefined();
    const messages = await server.coze.chat.messages.list(chat.conversation_id, chat.id);
    expect(messages.map(({ type, content }) => [type, content])).toEqual([
      ['function_call', '{"name":"weather","arguments":"{\\"city\\":\\"Paris\\"}"}'],
      ['tool_response', 'rain'],
      ['answer', 'It rains.'],
    ]);
    const [id] = requiredCalls(asked).map((each) => each.id);
    expect(server.model.calls.at(-1)?.body['messages']).toEqual([
      { role: 'user', content: 'What is it like?' },
      {
        role: 'assistant',
        content: expect.toSatisfy((content) => content === '' || content === null),
        tool_calls: [{ id, type: 'function', function: { name: 'weather', arguments: '{"city":"Paris"}' } }],
      },
      { role: 'tool', tool_call_id: id, content: 'rain' },
    ]);
    const trace = await server.call(contract.getChatTrace, { params: { chat_id: chat.id } });
    expect(trace.steps.map(({ type, input_tokens }) => [type, input_tokens])).toEqual([['model', 10], ['model', 20]]);
  });

  it('are answered without a stream too', async () => {
    const chat = await waiting(call('clock', {}));
    const going = await submitQuietly(chat, requiredCalls(chat).map(({ id }) => ({ tool_call_id: id, output: 'noon' })));
    expect(going).toMatchObject({ id: chat.id, status: 'in_progress' });
    expect(await settled(server.coze, chat)).toMatchObject({ status: 'completed' });
  });

  it('may be called several at once and several times in one turn', async () => {
    const chat = await waiting(call('clock', { zone: 1 }, 'call_0'), call('clock', { zone: 2 }, 'call_1'));
    expect(requiredCalls(chat).map(({ function: { arguments: given } }) => given)).toEqual(['{"zone":1}', '{"zone":2}']);
    // The second round uses the first one's ids again, as some vendors do.
    server.model.enqueue({ toolCalls: [call('weather', {}, 'call_0')] });
    const second = chatOf(await submit(chat, ['one', 'two']));
    const ids = [...requiredCalls(chat), ...requiredCalls(second)].map(({ id }) => id);
    expect(new Set(ids).size).toBe(3);
    expect(outline(await submit(second, ['sun'])).at(-2)).toBe('chat.completed');
    const told = server.model.calls.at(-1)?.body['messages'];
    expect(Array.isArray(told) && told.filter(({ role }) => role === 'tool').map(({ content }) => content)).toEqual(['one', 'two', 'sun']);
  });

  it('are answered all in one call, those that were asked for and no others', async () => {
    const chat = await waiting(call('clock', {}, 'a'), call('weather', {}, 'b'));
    const [first, second] = requiredCalls(chat).map(({ id }) => ({ tool_call_id: id, output: 'x' }));
    if (!first || !second) throw new Error('The chat asks for two calls.');
    const other = { tool_call_id: 'other', output: 'x' };
    await expect(submitQuietly(chat, [first])).rejects.toMatchObject({ code: 4000, msg: expect.stringContaining(second.tool_call_id) });
    await expect(submitQuietly(chat, [first, second, other])).rejects.toMatchObject({ code: 4000, msg: expect.stringContaining('other') });
    expect(await submitQuietly(chat, [second, first])).toMatchObject({ status: 'in_progress' });
    await settled(server.coze, chat);
    await expect(submitQuietly(chat, [first, second])).rejects.toMatchObject({ status: 400, code: 4000 });
  });

  it('are answered once: of two submissions at the same time one is taken', async () => {
    const chat = await waiting(call('clock', {}));
    const outputs = requiredCalls(chat).map(({ id }) => ({ tool_call_id: id, output: 'noon' }));
    const calls = server.model.callCount;
    const results = await Promise.allSettled([submitQuietly(chat, outputs), submitQuietly(chat, outputs)]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    await settled(server.coze, chat);
    expect(server.model.callCount).toBe(calls + 1);
  });

  it('keep the conversation busy until the chat is answered or canceled', async () => {
    const chat = await waiting(call('clock', {}));
    const next = { bot_id: bot, conversation_id: chat.conversation_id, additional_messages: [question('Hi')] };
    await expect(server.coze.chat.create(next)).rejects.toMatchObject({ status: 409, code: 4016 });
    expect(await server.coze.chat.cancel(chat.conversation_id, chat.id)).toMatchObject({ status: 'canceled' });
    await expect(submit(chat, ['noon'])).resolves.toMatchObject([{ event: 'error', data: { code: 4000 } }]);
    expect(await completed(server.coze, next)).toMatchObject({ status: 'completed' });
  });

  it('can be brought by the call, and then go before the bot’s of the same name', async () => {
    const tools = [
      { type: 'function', function: { name: 'dice', description: 'Rolls a dice', parameters: { type: 'object', properties: { sides: { type: 'integer' } } } } },
      { type: 'function', function: { name: 'clock', description: 'Another clock' } },
    ];
    server.model.enqueue({ toolCalls: [call('dice', { sides: 6 })] });
    const request = { bot_id: bot, additional_messages: [question('Roll')], tools };
    const chat = await completed(server.coze, request);
    expect(requiredCalls(chat)).toMatchObject([{ function: { name: 'dice' } }]);
    const offered = server.model.calls.at(-1)?.body['tools'];
    expect(Array.isArray(offered) && offered.map(({ function: tool }) => [tool.name, tool.description])).toEqual(
      expect.arrayContaining([
        ['echo', 'Echoes'],
        ['weather', 'Tells the weather'],
        ['clock', 'Another clock'],
        ['dice', 'Rolls a dice'],
      ]),
    );
    expect(outline(await submit(chat, ['4'])).at(-2)).toBe('chat.completed');
  });
});

describe('the tools of the server', () => {
  it('are run by it, beside those of the client', async () => {
    const chat = await waiting(call('echo', { a: 1 }, 'a'), call('clock', {}, 'b'));
    expect(requiredCalls(chat).map(({ function: { name } }) => name)).toEqual(['clock']);
    expect(outline(await submit(chat, ['noon'])).at(-2)).toBe('chat.completed');
    const told = server.model.calls.at(-1)?.body['messages'];
    expect(Array.isArray(told) && told.filter(({ role }) => role === 'tool').map(({ content }) => content)).toEqual(['echo of {"a":1}', 'noon']);
    const trace = await server.call(contract.getChatTrace, { params: { chat_id: chat.id } });
    expect(trace.steps.map(({ type, name }) => [type, name])).toEqual([['model', 'scripted'], ['tool', 'echo'], ['model', 'scripted']]);
  });

  it('have given outputs that can be read as soon as the client is told of them', async () => {
    server.model.enqueue({ toolCalls: [call('echo', {})] }, { text: 'Done.', firstDelay: 300 });
    const listed: string[][] = [];
    for await (const event of server.coze.chat.stream({ bot_id: bot, additional_messages: [question('Hi')] })) {
      if (event.event !== 'conversation.message.completed' || event.data.type !== 'tool_response') continue;
      const messages = await server.coze.chat.messages.list(event.data.conversation_id, event.data.chat_id);
      listed.push(messages.map(({ type }) => type));
    }
    expect(listed).toEqual([['function_call', 'tool_response']]);
  });

  it('that fail are told to the model, without what only the log may know', async () => {
    server.model.enqueue({ toolCalls: [call('echo', { fail: true })] });
    const chat = await completed(server.coze, { bot_id: bot, additional_messages: [question('Fail')] });
    expect(chat.status).toBe('completed');
    const told = JSON.stringify(server.model.calls.at(-1)?.body['messages']);
    expect(told).toContain('Error: ');
    expect(told).not.toContain('secret');
  });

  it('are called with no arguments where the model wrote none that can be read', async () => {
    server.model.enqueue({ toolCalls: [{ id: 'a', name: 'echo', arguments: '{"a":' }] });
    const chat = await completed(server.coze, { bot_id: bot, additional_messages: [question('Hi')] });
    const [, response] = await server.coze.chat.messages.list(chat.conversation_id, chat.id);
    expect(response).toMatchObject({ type: 'tool_response', content: 'echo of {}' });
  });

  it('end at a limit of rounds, at which the model has to answer', async () => {
    server.model.always((request) =>
      request.body['tool_choice'] === 'none' ? { text: 'Enough.' } : { toolCalls: [call('echo', {})] },
    );
    const chat = await completed(server.coze, { bot_id: bot, additional_messages: [question('Go on')] });
    expect(chat.status).toBe('completed');
    expect((await server.coze.chat.messages.list(chat.conversation_id, chat.id)).at(-1)).toMatchObject({ type: 'answer', content: 'Enough.' });
  });
});

describe('a reply with many calls', () => {
  const calls = (count: number) => Array.from({ length: count }, (_, index) => call('echo', {}, `call_${index}`));

  it('runs all of them, up to a limit', async () => {
    server.model.enqueue({ toolCalls: calls(64) });
    const chat = await completed(server.coze, { bot_id: bot, additional_messages: [question('Go on')] });
    expect(chat.status).toBe('completed');
    const messages = await server.coze.chat.messages.list(chat.conversation_id, chat.id);
    expect(messages.filter(({ type }) => type === 'tool_response')).toHaveLength(64);
  });

  it('above that runs none, and fails the turn with how many the model called and what the limit is', async () => {
    server.model.enqueue({ text: 'Let me look.', toolCalls: calls(300) });
    const chat = await completed(server.coze, { bot_id: bot, additional_messages: [question('Go on')] });
    expect(chat).toMatchObject({ status: 'failed', last_error: { code: 5100, msg: expect.stringMatching(/model "scripted".* 300 .*64/) } });
    const messages = await server.coze.chat.messages.list(chat.conversation_id, chat.id);
    expect(messages.map(({ type, content }) => [type, content])).toEqual([['answer', 'Let me look.']]);
  });

  it('is the last one with calls where a turn could hold no further one like it', async () => {
    server.model.always((request) =>
      request.body['tool_choice'] === 'none' ? { text: 'Enough.' } : { text: 'More.', toolCalls: calls(64) },
    );
    const events = await eventsOf(server.coze.chat.stream({ bot_id: bot, additional_messages: [question('Go on')] }));
    const chat = chatOf(events);
    expect(chat.status).toBe('completed');
    const messages = await server.coze.chat.messages.list(chat.conversation_id, chat.id);
    expect(messages.at(-1)).toMatchObject({ type: 'answer', content: 'Enough.' });
    expect(new Set(messages.map(({ id }) => id)).size).toBe(messages.length);
  });
});

describe('a tool that no bot has', () => {
  it('is asked of the client all the same, which may know it', async () => {
    const chat = await waiting(call('unheard-of', {}));
    expect(requiredCalls(chat)).toMatchObject([{ function: { name: 'unheard-of' } }]);
    await server.coze.chat.cancel(chat.conversation_id, chat.id);
  });
});

describe('outputs that do not come in time', () => {
  it('fail the chat and free the conversation', async () => {
    const hasty = await TestServer.start({ environment: { BUCKLE_TOOL_OUTPUT_TIMEOUT: '100ms' } });
    try {
      const bot_id = await hasty.publishBot({ tools: [clock] });
      hasty.model.enqueue({ toolCalls: [call('clock', {})] });
      const chat = await completed(hasty.coze, { bot_id, additional_messages: [question('When?')] });
      await expect
        .poll(() => hasty.coze.chat.retrieve(chat.conversation_id, chat.id), { interval: 20, timeout: 5_000 })
        .toMatchObject({ status: 'failed', last_error: { msg: expect.stringContaining('in time') }, failed_at: expect.any(Number) });
      const next = { bot_id, conversation_id: chat.conversation_id, additional_messages: [question('Hi')] };
      expect(await completed(hasty.coze, next)).toMatchObject({ status: 'completed' });
    } finally {
      await hasty.stop();
    }
  });
});

import { describe, expect, it } from 'vitest';
import type { Call } from '../../api/endpoint.ts';
import type { ServerEvent } from '../../api/events.ts';
import { CallFailed } from '../../api/failure.ts';
import { ChatSession } from './chat-session.ts';

const chat = (status: string, more: object = {}) => ({ id: '7', conversation_id: '5', status, last_error: { code: 0, msg: '' }, ...more });
const event = (name: string, data: object): ServerEvent => ({ event: `conversation.${name}`, data: JSON.stringify(data) });
const created = event('chat.created', chat('created', { inserted_additional_messages: [{ id: 'q' }] }));
const delta = (content: string, reasoning_content?: string) => event('message.delta', { id: 'a', type: 'answer', content, reasoning_content });
const message = (type: string, content: string, id = 'a') => event('message.completed', { id, type, content });
const ended = event('chat.completed', chat('completed'));
const question = { text: 'Hi', attachments: [] };

/** A session whose calls are answered with these streams, one each, and what it called. */
function session(...streams: readonly (readonly ServerEvent[])[]) {
  const waiting = [...streams];
  const called: string[] = [];
  const call = {} as Call;
  const chats = new ChatSession({
    begin: (asked, conversationId) => {
      called.push(`begin ${asked.text} ${conversationId ?? 'anew'}`);
      return call;
    },
    submit: (_turn, outputs) => {
      called.push(`submit ${JSON.stringify(outputs)}`);
      return call;
    },
    async *stream() {
      for (const each of waiting.shift() ?? []) {
        await Promise.resolve();
        yield each;
      }
    },
    cancel: async (turn) => called.push(`cancel ${turn.chatId}`),
    takeBack: async (_turn, id) => {
      called.push(`take back ${id}`);
      if (id === 'a') throw new CallFailed({ status: 404, code: 4200, message: 'No such message.', logId: '' });
    },
  });
  return { chats, called };
}

describe('a conversation in the browser', () => {
  it('puts the pieces of an answer together, with its reasoning and what to go on with', async () => {
    const { chats, called } = session([created, delta('', 'Well'), delta('Hel'), delta('lo'), message('answer', 'Hello!'), message('follow_up', 'And?', 'f'), message('verbose', '{}', ''), ended], [created, ended]);
    await chats.send(question);
    expect(chats.turns()).toMatchObject([
      { status: 'completed', chatId: '7', parts: [{ text: 'Hello!' }], followUps: ['And?'], messageIds: ['q', 'a', 'f'] },
    ]);
    await chats.send({ ...question, text: 'More' });
    expect(called).toEqual(['begin Hi anew', 'begin More 5']);
  });

  it('goes on with a conversation of before', async () => {
    const asked: (string | undefined)[] = [];
    const chats = new ChatSession(
      {
        begin: (_question, conversationId) => {
          asked.push(conversationId);
          return {} as Call;
        },
        async *stream() {
          yield* [created, ended];
        },
        cancel: async () => undefined,
      },
      '5',
    );
    await chats.send(question);
    chats.reset();
    await chats.send(question);
    expect(asked).toEqual(['5', undefined]);
  });

  it('says when it may be asked again', async () => {
    const chats = new ChatSession({
      begin: () => ({}) as Call,
      // oxlint-disable-next-line require-yield
      async *stream() {
        throw new CallFailed({ status: 429, code: 4013, message: 'Too many.', logId: '9', retryAfter: 42 });
      },
      cancel: async () => undefined,
    });
    await chats.send(question);
    expect(chats.turns()).toMatchObject([{ status: 'failed', failure: { code: 4013, retryAfter: 42 } }]);
  });

  it('waits for the outputs of tools and goes on with them', async () => {
    const required = { required_action: { type: 'submit_tool_outputs', submit_tool_outputs: { tool_calls: [{ id: 'c', type: 'function', function: { name: 'clock', arguments: '{}' } }] } } };
    const { chats, called } = session(
      [created, message('function_call', '{"name":"clock","arguments":"{}"}', 't'), event('chat.requires_action', chat('requires_action', required))],
      [message('answer', 'Noon.'), ended],
    );
    await chats.send(question);
    expect(chats.turns()).toMatchObject([{ status: 'waiting', required: [{ id: 'c', name: 'clock' }], parts: [{ name: 'clock' }] }]);
    await chats.submit({ c: '12:00' });
    expect(chats.turns()).toMatchObject([{ status: 'completed', required: [], parts: [{ output: '12:00' }, { text: 'Noon.' }] }]);
    expect(called.at(-1)).toBe('submit {"c":"12:00"}');
  });

  it('takes what a workflow asks for an answer, to which the next message replies', async () => {
    const call = { id: 'c', type: 'reply_message', function: { name: 'booking', arguments: '{}' } };
    const required = { required_action: { type: 'submit_tool_outputs', submit_tool_outputs: { tool_calls: [call] } } };
    const { chats } = session([created, message('answer', 'Your name?'), event('chat.requires_action', chat('requires_action', required))]);
    await chats.send(question);
    expect(chats.turns()).toMatchObject([{ status: 'completed', required: [], parts: [{ text: 'Your name?' }], followUps: [] }]);
  });

  it('offers the options of what a workflow asks', async () => {
    const required = { required_action: { type: 'submit_tool_outputs', submit_tool_outputs: { tool_calls: [{ id: 'c', type: 'reply_message', function: { name: 'order', arguments: '{}' } }] } } };
    const { chats } = session([created, message('answer', 'Which?\n- is not an option -\nTea or coffee?\n- Tea\n- Coffee'), event('chat.requires_action', chat('requires_action', required))]);
    await chats.send(question);
    expect(chats.turns()).toMatchObject([{ status: 'completed', followUps: ['Tea', 'Coffee'] }]);
  });

  it('tries again as if the first answer had never been', async () => {
    const { chats, called } = session([created, message('answer', 'No.'), ended], [created, message('answer', 'Yes.'), ended]);
    await chats.send(question);
    await chats.retry();
    expect(chats.turns()).toMatchObject([{ parts: [{ text: 'Yes.' }] }]);
    expect(called).toEqual(['begin Hi anew', 'take back q', 'take back a', 'begin Hi 5']);
  });

  it('takes back also what a stopped answer had said, as far as it was kept', async () => {
    const { chats, called } = session([created, delta('It goes'), event('chat.canceled', chat('canceled'))], [created, ended]);
    await chats.send(question);
    await chats.retry();
    expect(called).toEqual(['begin Hi anew', 'take back q', 'take back a', 'begin Hi 5']);
    expect(chats.turns()).toMatchObject([{ status: 'completed' }]);
  });

  it('cancels what it is told to stop before the server has named it', async () => {
    const { chats, called } = session([created, event('chat.canceled', chat('canceled'))]);
    const sent = chats.send(question);
    await chats.stop();
    await sent;
    expect(called).toEqual(['begin Hi anew', 'cancel 7']);
    expect(chats.turns()).toMatchObject([{ status: 'canceled' }]);
  });

  it('says why a turn failed, also where the stream just ends', async () => {
    const failed = event('chat.failed', chat('failed', { last_error: { code: 5000, msg: 'No model.' } }));
    const { chats } = session([created, failed], [created], [{ event: 'error', data: '{"code":5001,"msg":"Stopping."}' }]);
    for (const _each of [1, 2, 3]) await chats.send(question);
    expect(chats.turns().map(({ status, failure }) => [status, failure?.message])).toEqual([
      ['failed', 'No model.'],
      ['failed', ''],
      ['failed', 'Stopping.'],
    ]);
  });

  it('forgets a conversation that is begun anew', async () => {
    const { chats, called } = session([created, ended], [created, ended]);
    await chats.send(question);
    chats.reset();
    expect(chats.turns()).toEqual([]);
    await chats.send(question);
    expect(called).toEqual(['begin Hi anew', 'begin Hi anew']);
  });
});

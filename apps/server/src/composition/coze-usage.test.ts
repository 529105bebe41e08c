import * as contract from '@buckle/contract';
import { SuggestReplyMode } from '@coze/api';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chatOf, completed, eventsOf, question } from './testing/chats.ts';
import { TestServer } from './testing/started-server.ts';

let server: TestServer;
let bot: string;
beforeAll(async () => {
  server = await TestServer.start();
  bot = await server.publishBot();
});
beforeEach(() => server.model.always({ text: 'Hello!' }));
afterAll(() => server.stop());

/** The steps of a chat's trace. */
async function stepsOf(chat: { id: string }): Promise<readonly contract.TraceStep[]> {
  return (await server.call(contract.getChatTrace, { params: { chat_id: chat.id } })).steps;
}

describe('a call of a model that brings no whole reply', () => {
  it('is in the trace and in the usage where its connection broke', async () => {
    server.model.enqueue({ text: ['Once ', 'upon ', 'a time'], pieceDelay: 5, breakAfter: 2 });
    const chat = await completed(server.coze, { bot_id: bot, additional_messages: [question('A story')] });
    expect(chat.status).toBe('failed');
    const [step, ...others] = await stepsOf(chat);
    expect(others).toEqual([]);
    expect(step).toMatchObject({ type: 'model', name: 'scripted', model_id: expect.any(String), detail: chat.last_error?.msg });
    expect(step?.input_tokens).toBeGreaterThan(0);
    expect(step?.output_tokens).toBeGreaterThan(0);
    expect(chat.usage?.token_count).toBe((step?.input_tokens ?? 0) + (step?.output_tokens ?? 0));
  });

  it('is in them where it was canceled', async () => {
    server.model.enqueue({ text: ['Once ', 'upon '], hang: true });
    const events = [];
    for await (const event of server.coze.chat.stream({ bot_id: bot, additional_messages: [question('A story')] })) {
      events.push(event);
      if (event.event === 'conversation.message.delta') await server.coze.chat.cancel(event.data.conversation_id, event.data.chat_id);
    }
    const chat = chatOf(events);
    expect(chat.status).toBe('canceled');
    expect(await stepsOf(chat)).toMatchObject([{ type: 'model', detail: 'The call was canceled.', output_tokens: expect.any(Number) }]);
    expect(chat.usage?.output_count).toBeGreaterThan(0);
  });

  it('has no tokens where the vendor refused it', async () => {
    server.model.enqueue({ error: { status: 400, message: 'no such parameter' } });
    const chat = await completed(server.coze, { bot_id: bot, additional_messages: [question('Hi')] });
    expect(await stepsOf(chat)).toMatchObject([{ type: 'model', input_tokens: 0, output_tokens: 0, detail: chat.last_error?.msg }]);
  });

  it('is in them too where it was to suggest questions, and the turn goes on', async () => {
    const suggesting = await server.publishBot({ suggestions: { reply_mode: SuggestReplyMode.ENABLE } });
    server.model.enqueue({ text: 'In Paris.' }, { text: ['One', 'Two'], pieceDelay: 5, breakAfter: 1 });
    const chat = chatOf(await eventsOf(server.coze.chat.stream({ bot_id: suggesting, additional_messages: [question('Where?')] })));
    expect(chat.status).toBe('completed');
    const [, suggestions] = await stepsOf(chat);
    expect(suggestions).toMatchObject({ type: 'suggestions', name: 'scripted', detail: expect.any(String) });
    expect(suggestions?.output_tokens).toBeGreaterThan(0);
  });
});

describe('a model whose fallback answers', () => {
  it('is not charged for it: the fallback is, in the trace and in the usage', async () => {
    const connect = (name: string, fallback_model_id?: string) =>
      server.call(contract.createModel, {
        body: {
          workspace_id: server.workspaceId,
          name,
          base_url: server.model.baseUrl,
          model_name: name,
          price: { input_per_million: name === 'second' ? 1 : 100, output_per_million: 0, currency: 'USD' },
          max_retries: 0,
          allow_private_address: true,
          ...(fallback_model_id === undefined ? {} : { fallback_model_id }),
        },
      });
    const second = await connect('second');
    const first = await connect('first', second.id);
    const falling = await server.publishBot({ model: { model_id: first.id } });
    const usage = { inputTokens: 1_000_000, outputTokens: 5 };
    server.model.always(({ body }) => (body['model'] === 'first' ? { error: { status: 503 } } : { text: 'Hi', usage }));
    const chat = await completed(server.coze, { bot_id: falling, additional_messages: [question('Hi')] });
    expect(await stepsOf(chat)).toMatchObject([{ type: 'model', name: 'second', model_id: second.id, input_tokens: 1_000_000 }]);
    const { items } = await server.call(contract.getUsage, { query: { workspace_id: server.workspaceId, bot_id: falling, group_by: 'model' } });
    expect(items).toMatchObject([{ key: second.id, calls: 1, costs: [{ currency: 'USD', amount: 1 }] }]);
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import { Outbound, parseAllowList } from '#services/outbound/index.ts';
import { chatModelCases } from '../cases.ts';
import type { ChatRequest, ModelEvent } from '../port.ts';
import { ReplayServer, type Recording } from '../testing/replay-server.ts';
import { OpenAIChatModel } from './openai-chat-model.ts';
import { openaiRecordings } from './recordings.ts';

chatModelCases('OpenAI', {
  recordings: openaiRecordings,
  create: (origin, { dispatcher }, apiKey) => new OpenAIChatModel({ baseUrl: `${origin}/v1`, modelName: 'gpt-x', apiKey }, dispatcher),
});

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((thing) => thing.close()));
});

async function ask(recording: Recording, request: Partial<ChatRequest> = {}): Promise<{ events: ModelEvent[]; body: Record<string, unknown> }> {
  const server = await ReplayServer.start(recording);
  const outbound = new Outbound({ allow: parseAllowList('127.0.0.1') });
  open.push(server, outbound);
  const model = new OpenAIChatModel({ baseUrl: `${server.origin}/v1/`, modelName: 'm', maxTokensField: 'max_completion_tokens' }, outbound.dispatcher);
  const events: ModelEvent[] = [];
  const stream = model.stream({ messages: [{ role: 'user', content: '你好，世界' }], ...request }, { signal: new AbortController().signal });
  for await (const batch of stream) events.push(...batch);
  return { events, body: JSON.parse(server.bodies[0] ?? '{}') };
}

const data = (...chunks: readonly unknown[]): Recording => ({
  chunks: [...chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`), 'data: [DONE]\n\n'],
});
const toolCalls = (...calls: readonly object[]): object => ({ choices: [{ delta: { tool_calls: calls } }] });
const FINISH = { choices: [{ delta: {}, finish_reason: 'stop' }], usage: { prompt_tokens: 1, completion_tokens: 1 } };
const json = (value: unknown, status = 200): Recording => ({
  status,
  headers: { 'content-type': 'application/json' },
  chunks: [JSON.stringify(value, undefined, 2)],
});

describe('the habits of vendors', () => {
  it('estimates tokens where none are counted', async () => {
    const { events } = await ask(data({ choices: [{ delta: { content: '你好你好你好你好你好' }, finish_reason: 'stop' }] }));
    expect(events.at(-1)).toMatchObject({ type: 'finish', usage: { inputTokens: 7, outputTokens: 6 } });
  });

  it('estimates tokens where what is counted cannot be', async () => {
    const usage = { prompt_tokens: -5, completion_tokens: 1e300 };
    const { events } = await ask(data({ choices: [{ delta: { content: '你好你好你好你好你好' }, finish_reason: 'stop' }], usage }));
    expect(events.at(-1)).toMatchObject({ type: 'finish', usage: { inputTokens: 7, outputTokens: 6 } });
  });

  it('refuses a line without end before it fills the memory', async () => {
    const endless = { chunks: Array.from({ length: 6 }, () => 'x'.repeat(1024 * 1024)) };
    await expect(ask({ chunks: ['data: ', ...endless.chunks] })).rejects.toThrow(/without the end of a line/);
  });

  it('finds the count inside the choice', async () => {
    const { events } = await ask(data({ choices: [{ delta: {}, finish_reason: 'stop', usage: { prompt_tokens: 3, completion_tokens: 4 } }] }));
    expect(events.at(-1)).toMatchObject({ usage: { inputTokens: 3, outputTokens: 4 } });
  });

  it('reads `reasoning` as it reads `reasoning_content`', async () => {
    const { events } = await ask(data({ choices: [{ delta: { reasoning: 'hm' } }] }, FINISH));
    expect(events[0]).toEqual({ type: 'reasoning', text: 'hm' });
  });

  it('tells calls apart that all have the number 0, or none', async () => {
    for (const index of [0, undefined]) {
      const { events } = await ask(
        data(
          toolCalls({ index, id: 'a', function: { name: 'first', arguments: '{"x"' } }),
          toolCalls({ index, function: { arguments: ':1}' } }),
          toolCalls({ index, id: 'b', function: { name: 'second', arguments: '{}' } }),
          FINISH,
        ),
      );
      expect(events.filter(({ type }) => type === 'tool-call')).toEqual([
        { type: 'tool-call', call: { id: 'a', name: 'first', arguments: '{"x":1}' } },
        { type: 'tool-call', call: { id: 'b', name: 'second', arguments: '{}' } },
      ]);
      expect(events.at(-1)).toMatchObject({ reason: 'tool-calls' });
    }
  });

  it('gives a call without an id one of its own', async () => {
    const { events } = await ask(data(toolCalls({ index: 0, function: { name: 'f', arguments: '' } }), FINISH));
    expect(events[0]).toEqual({ type: 'tool-call', call: { id: expect.stringMatching(/^call_.{36}$/), name: 'f', arguments: '{}' } });
  });

  it('passes over comments, other fields and carriage returns, and does without [DONE]', async () => {
    const { events } = await ask({
      chunks: [': keep-alive\r\n\r\n', 'event: message\r\nid: 1\r\ndata:{"choices":[{"delta":{"content":"Hi"}}]}\r\n\r\n', `data: ${JSON.stringify(FINISH)}`],
    });
    expect(events).toEqual([{ type: 'text', text: 'Hi' }, expect.objectContaining({ type: 'finish', reason: 'stop' })]);
  });

  it('takes a reply in one piece from a server that does not stream', async () => {
    const { events } = await ask(json({ choices: [{ message: { content: 'Hi' }, finish_reason: 'stop' }], usage: { prompt_tokens: 1, completion_tokens: 2 } }));
    expect(events).toEqual([{ type: 'text', text: 'Hi' }, { type: 'finish', reason: 'stop', usage: { inputTokens: 1, outputTokens: 2 } }]);
  });

  it.each([
    ['a web page', { headers: { 'content-type': 'text/html' }, chunks: ['<html>hello</html>'] }],
    ['another API', json({ status: 'ok' })],
    ['plain text', { headers: { 'content-type': 'text/plain' }, chunks: ['Ollama is running'] }],
  ])('knows that %s is no model', async (_name, recording: Recording) => {
    await expect(ask(recording)).rejects.toMatchObject({ kind: 'not-found', message: expect.stringContaining('usually ends in /v1') });
  });

  it('follows no redirect, and says where it stands', async () => {
    await expect(ask({ status: 301, headers: { location: 'https://elsewhere.example/' }, chunks: [] })).rejects.toMatchObject({
      kind: 'not-found',
      message: expect.stringContaining('redirects'),
    });
  });

  it.each([
    ['an empty account', json({ error: { message: 'You exceeded your current quota, please check your plan and billing details.', code: 'insufficient_quota' } }, 429), 'quota-exhausted'],
    ['a free tier used up for now', json({ error: { message: 'You exceeded your current quota, please check your plan and billing details.', code: 429 } }, 429), 'rate-limited'],
    ['a setting about case', json({ error: { message: 'stop sequences are case-sensitive' } }, 400), 'bad-request'],
    ['no balance', json({ error: { message: 'Insufficient Balance' } }, 402), 'quota-exhausted'],
    ['a filtered question', json({ error: { code: 'data_inspection_failed', message: 'Input data may contain inappropriate content.' } }, 400), 'content-filtered'],
    ['an error in text', json({ error: 'model "llama9" not found, try pulling it first' }, 404), 'not-found'],
    ['an error with 200', json({ error: { message: 'boom', code: 500 } }), 'vendor-error'],
    ['a malformed request', json({ error: { message: 'temperature must be at most 2' } }, 400), 'bad-request'],
  ])('knows %s', async (_name, recording, kind) => {
    await expect(ask(recording)).rejects.toMatchObject({ kind });
  });

  it('leaves out of the request what was not asked for', async () => {
    const { body } = await ask(data(FINISH));
    expect(Object.keys(body).toSorted()).toEqual(['messages', 'model', 'stream', 'stream_options']);
  });

  it('asks for tools, JSON and limits in the vendor\'s words', async () => {
    const { body } = await ask(data(FINISH), {
      tools: [{ name: 'f', description: 'd', parameters: { type: 'object' } }],
      toolChoice: 'none',
      maxTokens: 7,
      temperature: 0,
      topP: 0.5,
      responseFormat: 'json',
    });
    expect(body).toMatchObject({
      tools: [{ type: 'function', function: { name: 'f', description: 'd', parameters: { type: 'object' } } }],
      tool_choice: 'none',
      max_completion_tokens: 7,
      temperature: 0,
      top_p: 0.5,
      response_format: { type: 'json_object' },
    });
  });
});

describe('a slow reader', () => {
  it('gets every event, in order', async () => {
    const server = await ReplayServer.start(data(...Array.from({ length: 500 }, (_, index) => ({ choices: [{ delta: { content: `${index} ` } }] })), FINISH));
    const outbound = new Outbound({ allow: parseAllowList('127.0.0.1') });
    open.push(server, outbound);
    const model = new OpenAIChatModel({ baseUrl: `${server.origin}/v1`, modelName: 'm' }, outbound.dispatcher);
    let text = '';
    for await (const batch of model.stream({ messages: [] }, { signal: new AbortController().signal })) {
      await new Promise(setImmediate);
      for (const event of batch) if (event.type === 'text') text += event.text;
    }
    expect(text.trim().split(' ')).toEqual(Array.from({ length: 500 }, (_, index) => String(index)));
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import { ManualClock } from '#kernel/clock.ts';
import { Outbound, parseAllowList } from '#services/outbound/index.ts';
import { createChatModel, type ChatModelConfig } from './create-chat-model.ts';
import { OfflineModel } from './offline-model.ts';
import { ScriptedModel } from './testing/scripted-model.ts';
import { collect, failureOf } from './testing/stub-model.ts';
import { testConnection } from './test-connection.ts';
import { DEFAULT_TIMEOUTS } from './wrappers/time-outs.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((thing) => thing.close()));
});

async function start(): Promise<{ scripted: ScriptedModel; http: Outbound; config: ChatModelConfig }> {
  const scripted = await ScriptedModel.start();
  const http = new Outbound({ allow: parseAllowList('127.0.0.1') });
  open.push(scripted, http);
  const config: ChatModelConfig = { provider: 'openai', baseUrl: scripted.baseUrl, modelName: 'm', apiKey: 'k', timeouts: DEFAULT_TIMEOUTS, maxRetries: 0 };
  return { scripted, http, config };
}
const clock = new ManualClock();
const random = (): number => 0;

describe('createChatModel', () => {
  it('assembles a model that answers', async () => {
    const { scripted, http, config } = await start();
    scripted.enqueue({ text: ['Hello', ' there'], reasoning: 'hm', toolCalls: [{ id: 'c1', name: 'f', arguments: '{}' }] });
    const model = createChatModel({ ...config, maxConcurrency: 1, maxRetries: 2 }, { http, clock, random, fallback: new OfflineModel() });
    expect(await collect(model)).toEqual([
      { type: 'reasoning', text: 'hm' },
      { type: 'text', text: 'Hello' },
      { type: 'text', text: ' there' },
      { type: 'tool-call', call: { id: 'c1', name: 'f', arguments: '{}' } },
      { type: 'finish', reason: 'tool-calls', usage: { inputTokens: 10, outputTokens: 3 } },
    ]);
    expect(scripted.calls[0]?.headers.authorization).toBe('Bearer k');
  });

  it('falls back to the other model', async () => {
    const { scripted, http, config } = await start();
    scripted.enqueue({ error: { status: 500 } });
    const events = await collect(createChatModel(config, { http, clock, random, fallback: new OfflineModel() }));
    expect(events.length).toBeGreaterThan(2);
    expect(scripted.callCount).toBe(1);
  });

  it('asks for no more tokens than the model can give', async () => {
    const { scripted, http, config } = await start();
    const model = createChatModel({ ...config, maxOutputTokens: 100 }, { http, clock, random });
    for (const maxTokens of [50, 200]) {
      for await (const _ of model.stream({ messages: [], maxTokens }, { signal: new AbortController().signal })) continue;
    }
    expect(scripted.calls.map(({ body }) => body['max_tokens'])).toEqual([50, 100]);
  });

  it('refuses a base URL that is none', async () => {
    const { http, config } = await start();
    expect(() => createChatModel({ ...config, baseUrl: 'models.example' }, { http, clock, random })).toThrow('is no http:// or https:// address');
  });
});

describe('testConnection', () => {
  const signal = new AbortController().signal;

  it('says that a model answers', async () => {
    const { http, config } = await start();
    expect(await testConnection(config, { http, clock, signal })).toEqual({ ok: true, latency: 0, text: 'Hello!' });
  });

  it('asks a model without tools for few tokens', async () => {
    const { scripted, http, config } = await start();
    await testConnection(config, { http, clock, signal });
    expect(scripted.calls[0]?.body).toMatchObject({ model: 'm', max_tokens: 64 });
  });

  it.each([
    ['a wrong key', 401, 'authentication', 'refused the API key'],
    ['an unknown model', 404, 'not-found', 'There is no model "m"'],
    ['a failure', 500, 'vendor-error', 'try again later'],
  ] as const)('knows %s', async (_name, status, kind, words) => {
    const { scripted, http, config } = await start();
    scripted.always({ error: { status } });
    expect(await testConnection(config, { http, clock, signal })).toEqual({ ok: false, latency: 0, kind, message: expect.stringContaining(words) });
  });

  it.each([
    ['a host that does not exist', 'http://nowhere.invalid/v1', 'is not found'],
    ['a private address', 'http://10.0.0.1/v1', 'BUCKLE_OUTBOUND_ALLOW'],
    ['an address that is none', 'nonsense', 'is no http:// or https:// address'],
  ])('knows %s', async (_name, baseUrl, words) => {
    const resolve = async (): Promise<never> => {
      throw Object.assign(new Error('not found'), { code: 'ENOTFOUND' });
    };
    const http = new Outbound({ resolve });
    open.push(http);
    const { config } = await start();
    expect(await testConnection({ ...config, baseUrl }, { http, clock, signal })).toMatchObject({ ok: false, message: expect.stringContaining(words) });
  });

  it('knows a server without TLS', async () => {
    const { http, config, scripted } = await start();
    const baseUrl = scripted.baseUrl.replace('http:', 'https:');
    expect(await testConnection({ ...config, baseUrl }, { http, clock, signal })).toMatchObject({ message: expect.stringContaining('does not speak TLS') });
  });

  it('knows a key that cannot be sent', async () => {
    const { http, config } = await start();
    expect(await testConnection({ ...config, apiKey: 'two\nlines' }, { http, clock, signal })).toMatchObject({ kind: 'bad-request', message: expect.stringContaining('enter it again') });
  });

  it('can be cancelled', async () => {
    const { http, config, scripted } = await start();
    scripted.always({ hang: true });
    const cancel = new AbortController();
    const reason = new Error('cancelled');
    const test = failureOf(testConnection(config, { http, clock, signal: cancel.signal }));
    setImmediate(() => cancel.abort(reason));
    expect(await test).toBe(reason);
  });
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { TestServer, TOKEN } from '../testing/started-server.ts';

const attribute = z.object({ key: z.string(), value: z.record(z.string(), z.union([z.string(), z.boolean(), z.number()])) });
const span = z.object({
  traceId: z.string().length(32),
  spanId: z.string().length(16),
  parentSpanId: z.string().length(16).optional(),
  name: z.string(),
  kind: z.number(),
  startTimeUnixNano: z.string().regex(/^\d{19}$/),
  endTimeUnixNano: z.string().regex(/^\d{19}$/),
  attributes: z.array(attribute),
  status: z.object({ code: z.number() }).optional(),
});
const body = z.object({ resourceSpans: z.array(z.object({ scopeSpans: z.array(z.object({ spans: z.array(span) })) })) });
type Span = z.output<typeof span>;

const TRACE = 'a'.repeat(32);

/** A collector, and everything that a server sent to it in its life. */
async function traced(use: (server: TestServer) => Promise<void>): Promise<{ spans: Span[]; headers: (string | undefined)[]; sent: string; sentToModel: string }> {
  const bodies: string[] = [];
  const headers: (string | undefined)[] = [];
  const collector = createServer((request, response) => {
    void text(request).then((received) => {
      bodies.push(received);
      headers.push(request.headers['x-key']?.toString());
      response.end('{}');
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => collector.once('listening', resolve));
  const { port } = collector.address() as AddressInfo;
  const environment = { BUCKLE_OTLP_ENDPOINT: `http://127.0.0.1:${port}`, BUCKLE_OTLP_HEADERS: 'x-key=secret' };
  const toolSources = [{ toolsOf: async () => [{ definition: { name: 'count', description: 'Counts.', parameters: { type: 'object' } }, run: async () => '1' }] }];
  const server = await TestServer.start({ environment, toolSources });
  await use(server);
  const sentToModel = JSON.stringify(server.model.calls);
  await server.stop();
  await new Promise((resolve) => collector.close(resolve));
  const spans = bodies.flatMap((one) => body.parse(JSON.parse(one)).resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)));
  return { spans, headers, sent: bodies.join(''), sentToModel };
}

/** Streams a chat to its end; returns its log id. */
async function chat(server: TestServer, botId: string, traceparent?: string): Promise<string | null> {
  const response = await fetch(`${server.address}/v3/chat`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', ...(traceparent === undefined ? {} : { traceparent }) },
    body: JSON.stringify({ bot_id: botId, user_id: 'u', stream: true, additional_messages: [{ role: 'user', content: 'my secret question', content_type: 'text' }] }),
  });
  await response.text();
  return response.headers.get('x-tt-logid');
}

describe('the trace of a chat', () => {
  let spans: Span[];
  let logId: string | null;
  let all: Awaited<ReturnType<typeof traced>>;
  beforeAll(async () => {
    all = await traced(async (server) => {
      const botId = await server.publishBot();
      server.model.enqueue({ toolCalls: [{ id: 'c', name: 'count', arguments: '{}' }] }, { text: 'done', usage: { inputTokens: 7, outputTokens: 3 } });
      logId = await chat(server, botId, `00-${TRACE}-${'b'.repeat(16)}-01`);
      server.model.enqueue({ error: { status: 401, message: 'Wrong.' } });
      await chat(server, botId, `00-${'c'.repeat(32)}-${'b'.repeat(16)}-01`);
      await chat(server, botId, `00-${'d'.repeat(32)}-${'b'.repeat(16)}-00`);
    });
    spans = all.spans.filter(({ traceId }) => traceId === TRACE);
  });

  const named = (name: string): Span[] => spans.filter((one) => one.name === name);
  const valueOf = (one: Span | undefined, key: string): unknown => Object.values(one?.attributes.find((each) => each.key === key)?.value ?? {})[0];

  it('goes from the request over the turn to models, tools and commits', () => {
    const [request] = named('POST /v3/chat');
    expect(request).toMatchObject({ parentSpanId: 'b'.repeat(16), kind: 2 });
    expect(valueOf(request, 'buckle.log_id')).toBe(logId);
    expect(valueOf(request, 'http.response.status_code')).toBe('200');
    const [turn] = named('work chat');
    expect(turn?.parentSpanId).toBe(request?.spanId);
    expect(valueOf(turn, 'buckle.state')).toBe('completed');
    expect(named('model scripted').map(({ parentSpanId }) => parentSpanId)).toEqual([turn?.spanId, turn?.spanId]);
    expect(valueOf(named('model scripted')[1], 'gen_ai.usage.output_tokens')).toBe('3');
    expect(named('tool count').map(({ parentSpanId }) => parentSpanId)).toEqual([turn?.spanId]);
    const inTurn = named('commit').filter(({ parentSpanId }) => parentSpanId === turn?.spanId);
    expect(inTurn.length).toBeGreaterThan(1);
    expect(spans.every((one) => one.startTimeUnixNano <= one.endTimeUnixNano)).toBe(true);
  });

  it('shows what failed, and not what was said', () => {
    const failed = all.spans.filter(({ traceId, status }) => traceId === 'c'.repeat(32) && status?.code === 2);
    expect(failed.map(({ name }) => name)).toEqual(['model scripted']);
    expect(valueOf(failed[0], 'buckle.code')).toBe('5100');
    expect(all.sent).not.toMatch(/secret question|Wrong\./);
    expect(new Set(all.headers)).toEqual(new Set(['secret']));
  });

  it('is not made where the caller does not keep its own, and is not told to models', () => {
    expect(all.spans.filter(({ traceId }) => traceId === 'd'.repeat(32))).toEqual([]);
    expect(all.sentToModel).not.toContain(TRACE);
  });
});

describe('a collector that is away', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await TestServer.start({ environment: { BUCKLE_OTLP_ENDPOINT: 'http://127.0.0.1:1' } });
  });
  afterAll(() => server.stop());

  it('keeps nobody from chatting', async () => {
    const botId = await server.publishBot();
    server.model.enqueue({ text: 'hello' });
    expect(await chat(server, botId)).toMatch(/^\d{19}$/);
  });
});

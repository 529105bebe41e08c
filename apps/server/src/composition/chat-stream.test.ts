import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import * as contract from '@buckle/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TestServer, TOKEN } from './testing/started-server.ts';

// What goes over the wire, byte by byte: the official clients split it by lines, and trip over any that they do not know.

let server: TestServer;
let bot: string;
beforeAll(async () => {
  server = await TestServer.start();
  bot = await server.publishBot({ tools: [{ function: { name: 'clock' } }] });
});
beforeEach(() => server.model.always({ text: 'Hello!' }));
afterAll(() => server.stop());

/** An answer as it came over a connection that the server closed after it. */
interface RawAnswer {
  readonly status: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** Posts a body over a connection of its own. */
async function post(path: string, body: object): Promise<RawAnswer> {
  const { hostname, port } = new URL(server.address);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  const json = JSON.stringify(body);
  socket.write(
    `POST ${path} HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${TOKEN}\r\nConnection: close\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`,
  );
  const answer = await text(socket);
  const [head = '', ...rest] = answer.split('\r\n\r\n');
  const [status = '', ...lines] = head.split('\r\n');
  const headers = new Map(lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]));
  const whole = rest.join('\r\n\r\n');
  return { status, headers, body: headers.get('transfer-encoding') === 'chunked' ? unchunk(whole) : whole };
}

/** The body that chunks carry; throws where the last chunk is missing. */
function unchunk(wire: string): string {
  const bytes = Buffer.from(wire);
  let body = '';
  for (let at = 0; ; ) {
    const end = bytes.indexOf('\r\n', at);
    const size = Number.parseInt(bytes.toString('latin1', at, end), 16);
    if (Number.isNaN(size)) throw new Error('The answer was cut off.');
    if (size === 0) return body;
    body += bytes.toString('utf8', end + 2, end + 2 + size);
    at = end + 2 + size + 2;
  }
}

function chat(more: object = {}): Promise<RawAnswer> {
  return post('/v3/chat', { bot_id: bot, user_id: 'u', stream: true, additional_messages: [{ role: 'user', content: 'Hi', content_type: 'text' }], ...more });
}

/** An event, without any character that a client might take for the end of a line. */
const EVENT = /^event:([a-z._]+)\ndata:([^\p{Cc}\u2028\u2029]+)$/u;

/** The events of a stream. Throws where anything stands in it but events of one `event:` and one `data:` line each. */
function parse(body: string): [name: string, data: string][] {
  if (!body.endsWith('\n\n')) throw new Error(`The stream does not end with its last event: ${body.slice(-80)}`);
  return body
    .slice(0, -2)
    .split('\n\n')
    .map((block) => {
      const [, name, data] = EVENT.exec(block) ?? [];
      if (name === undefined || data === undefined) throw new Error(`No event: ${JSON.stringify(block)}`);
      return [name, data];
    });
}

describe('the stream of a chat', () => {
  it('holds events of two lines each and nothing else, ends with done, and then the answer ends', async () => {
    server.model.enqueue({ reasoning: 'Hm', text: ['a\nb', '\r\n', '“你好”\u0085\u2028\u2029', ''], pieceDelay: 0 });
    const { status, headers, body } = await chat();
    expect(status).toBe('HTTP/1.1 200 OK');
    expect(headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-cache');
    expect(headers.get('x-tt-logid')).toMatch(/^\d{19}$/);
    const events = parse(body);
    expect(events.at(-1)).toEqual(['done', '"[DONE]"']);
    expect(events.filter(([name]) => name === 'done')).toHaveLength(1);
    const answer = events.flatMap(([name, data]) => (name === 'conversation.message.delta' ? [contract.message.parse(JSON.parse(data)).content] : []));
    expect(answer.join('')).toBe('a\nb\r\n“你好”\u0085\u2028\u2029');
  });

  it('says in every event what the contract says it does', async () => {
    const suggesting = await server.publishBot({ suggestions: { reply_mode: 'enable' } });
    server.model.enqueue({ toolCalls: [{ id: 'a', name: 'clock', arguments: '{}' }] });
    const bodies = [await chat(), await chat({ bot_id: suggesting })];
    server.model.always({ error: { status: 400 } });
    bodies.push(await chat());
    const names = new Set<string>();
    for (const [name, data] of bodies.flatMap(({ body }) => parse(body))) {
      names.add(name);
      const schema = Object.entries(contract.chatEvents).find(([known]) => known === name)?.[1];
      expect(schema?.safeParse(JSON.parse(data)), `${name} ${data}`).toMatchObject({ success: true });
    }
    expect([...names].toSorted()).toEqual([
      'conversation.chat.completed',
      'conversation.chat.created',
      'conversation.chat.failed',
      'conversation.chat.in_progress',
      'conversation.chat.requires_action',
      'conversation.message.completed',
      'conversation.message.delta',
      'done',
    ]);
  });

  it('has the same form where it goes on with the outputs of tools', async () => {
    server.model.enqueue({ toolCalls: [{ id: 'a', name: 'clock', arguments: '{}' }] });
    const asked = parse((await chat()).body);
    expect(asked.map(([name]) => name).slice(-2)).toEqual(['conversation.chat.requires_action', 'done']);
    const { id, conversation_id, required_action } = contract.chat.parse(JSON.parse(asked.at(-2)?.[1] ?? ''));
    const tool_outputs = required_action?.submit_tool_outputs.tool_calls.map((call) => ({ tool_call_id: call.id, output: 'noon' }));
    const place = `conversation_id=${conversation_id}&chat_id=${id}`;
    const { body } = await post(`/v3/chat/submit_tool_outputs?${place}`, { tool_outputs, stream: true });
    expect(parse(body).map(([name]) => name)).toEqual([
      'conversation.chat.in_progress',
      'conversation.message.completed',
      'conversation.message.delta',
      'conversation.message.completed',
      'conversation.message.completed',
      'conversation.chat.completed',
      'done',
    ]);
  });
});

describe('a chat that asked for a stream and is refused before it begins', () => {
  it.each([
    ['is told in JSON with the status 200 where a client could read no other', { bot_id: '' }, 'HTTP/1.1 200 OK', 4000],
    ['keeps the status 404', { bot_id: '12' }, 'HTTP/1.1 404 Not Found', 4200],
  ])('%s', async (_what, body, status, code) => {
    const answer = await chat(body);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(JSON.parse(answer.body)).toMatchObject({ code, msg: expect.any(String), detail: { logid: answer.headers.get('x-tt-logid') } });
  });
});

it('a conversation of the query may be empty: the client writes it so where it has none', async () => {
  const { body } = await post('/v3/chat?conversation_id=', { bot_id: bot, user_id: 'u', stream: true, additional_messages: [] });
  expect(parse(body).at(-2)?.[0]).toBe('conversation.chat.completed');
});

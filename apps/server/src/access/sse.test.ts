import pino from 'pino';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { BadRequest, ConversationBusy, NotFound } from '#kernel/errors.ts';
import type { EventSink, EventStream } from '#kernel/route.ts';
import { route } from '#kernel/route.ts';
import type { Gateway } from './gateway.ts';
import { authorization, talk, talkRoute, testGateway } from './testing/gateway.ts';
import { connectTo } from './testing/socket.ts';

const gateways: Gateway[] = [];

afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(gateways.splice(0).map((gateway) => gateway.stop(0)));
});

type Write = EventStream['write'];

async function start(write: Write, logger = pino({ level: 'silent' })): Promise<{ gateway: Gateway; url: string }> {
  const gateway = await testGateway({ routes: [talkRoute(write)], logger });
  gateways.push(gateway);
  return { gateway, url: await gateway.listen() };
}

function ask(url: string, body: object = { stream: true }, init: RequestInit = {}): Promise<Response> {
  return fetch(`${url}/v3/talk`, {
    method: 'POST',
    headers: { ...authorization, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    ...init,
  });
}

describe('a stream of events', () => {
  it('is event and data lines and nothing else', async () => {
    const { url } = await start(async (sink) => {
      sink.send('word', '{"word":"你好"}');
      sink.send('done', '"[DONE]"');
    });
    const response = await ask(url);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
      'x-accel-buffering': 'no',
      'x-tt-logid': expect.stringMatching(/^\d{19}$/),
    });
    expect(await response.text()).toBe('event:word\ndata:{"word":"你好"}\n\nevent:done\ndata:"[DONE]"\n\n');
  });

  it('has id lines where events are numbered', async () => {
    const { url } = await start(async (sink) => sink.sendNumbered(0, 'Message', '{}'));
    expect(await (await ask(url)).text()).toBe('id:0\nevent:Message\ndata:{}\n\n');
  });

  it('sends what one turn of the loop brings in one piece', async () => {
    const { url } = await start(async (sink) => {
      for (let index = 0; index < 50; index += 1) sink.send('word', `"${index}"`);
      await new Promise((resolve) => setImmediate(resolve));
      sink.send('done', '""');
    });
    const { socket, readUntil } = await connectTo(url);
    const body = '{"stream":true}';
    socket.write(
      `POST /v3/talk HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${authorization.authorization}\r\n` +
        `Content-Length: ${body.length}\r\n\r\n${body}`,
    );
    const answer = await readUntil(/\r\n0\r\n\r\n$/);
    // One chunk of HTTP for the fifty events and one for the rest.
    expect(answer.match(/\r\n[0-9a-f]+\r\nevent:/g)).toHaveLength(2);
    socket.destroy();
  });

  it('gets blank lines when it is silent', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    let finish = (): void => undefined;
    const { url } = await start(async (sink) => {
      sink.send('word', '1');
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
    });
    const response = await ask(url);
    vi.advanceTimersByTime(30_000);
    await new Promise((resolve) => setImmediate(resolve));
    finish();
    expect(await response.text()).toBe('event:word\ndata:1\n\n\n\n');
  });

  it('ends with an error event when the work fails under way', async () => {
    const { url } = await start(async (sink) => {
      sink.send('word', '1');
      throw new BadRequest('No more words.');
    });
    expect(await (await ask(url)).text()).toBe(
      'event:word\ndata:1\n\nevent:error\ndata:{"code":4000,"msg":"No more words."}\n\n',
    );
  });

  it('says nothing of a defect under way, and logs it', async () => {
    const lines: string[] = [];
    const { url } = await start(
      async (sink) => {
        sink.send('word', '1');
        throw new Error('secret');
      },
      pino({}, { write: (line) => lines.push(line) }),
    );
    const response = await ask(url);
    const text = await response.text();
    expect(text).toContain('event:error\ndata:{"code":5000,');
    expect(text).not.toContain('secret');
    const logId = String(response.headers.get('x-tt-logid'));
    expect(lines.some((line) => line.includes('secret') && line.includes(logId))).toBe(true);
  });

  it('tells the work that its client left, and lets it go on', async () => {
    const left = Promise.withResolvers<void>();
    const finished = Promise.withResolvers<string>();
    const { url } = await start(async (sink) => {
      sink.closed.addEventListener('abort', () => left.resolve());
      sink.send('word', '1');
      await left.promise;
      sink.send('word', '2');
      finished.resolve('went on');
    });
    const leaving = new AbortController();
    await ask(url, { stream: true }, { signal: leaving.signal });
    leaving.abort();
    expect(await finished.promise).toBe('went on');
  });

  it('drops a client that does not read', async () => {
    const dropped = Promise.withResolvers<void>();
    let sent = 0;
    const { url } = await start(async (sink) => {
      sink.closed.addEventListener('abort', () => dropped.resolve());
      const text = `"${'x'.repeat(1024 * 1024)}"`;
      for (sent = 0; !sink.closed.aborted; sent += text.length) {
        sink.send('word', text);
        await new Promise((resolve) => setImmediate(resolve));
      }
    });
    const { socket } = await connectTo(url);
    socket.pause();
    socket.write(
      `POST /v3/talk HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${authorization.authorization}\r\n` +
        'Content-Length: 15\r\n\r\n{"stream":true}',
    );
    await dropped.promise;
    expect(sent).toBeGreaterThan(8 * 1024 * 1024);
    socket.destroy();
  });

  it('ends with an error event when the server stops', async () => {
    const stopped = Promise.withResolvers<void>();
    const { gateway, url } = await start(async (sink: EventSink) => {
      sink.closed.addEventListener('abort', () => stopped.resolve());
      sink.send('word', '1');
      await stopped.promise;
    });
    const response = await ask(url);
    await gateway.stop(0);
    expect(await response.text()).toMatch(/^event:word\ndata:1\n\nevent:error\ndata:\{"code":5003,.*\}\n\n$/);
  });
});

describe('a refusal of a call that asks for a stream', () => {
  const refuse = (error: Error): Write => () => Promise.reject(error);

  it.each([
    [new BadRequest('No.'), 200, 4000],
    [new ConversationBusy('1'), 200, 4016],
    [new NotFound('bot', '1'), 404, 4200],
    [new Error('defect'), 200, 5000],
  ])('before the first event is JSON: %s', async (error, status, code) => {
    const gateway = await testGateway({ routes: [talkRoute(refuse(error))] });
    const response = await gateway.app.inject({ method: 'POST', url: '/v3/talk', headers: authorization, payload: { stream: true } });
    expect(response.statusCode).toBe(status);
    expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(response.json()).toMatchObject({ code, detail: { logid: response.headers['x-tt-logid'] } });
  });

  it('is 200 for a field that is wrong, and 400 where no stream was asked for', async () => {
    const { app } = await testGateway({ routes: [talkRoute(async () => undefined)] });
    const statuses = [];
    for (const stream of [true, false]) {
      const payload = { stream, text: 5 };
      const response = await app.inject({ method: 'POST', url: '/v3/talk', headers: authorization, payload });
      expect(response.json()).toMatchObject({ code: 4000 });
      statuses.push(response.statusCode);
    }
    expect(statuses).toEqual([200, 400]);
  });

  it('keeps 401', async () => {
    const { app } = await testGateway({ routes: [talkRoute(async () => undefined)] });
    const response = await app.inject({ method: 'POST', url: '/v3/talk', payload: { stream: true } });
    expect(response.statusCode).toBe(401);
  });

  it('is 200 as well where the endpoint always streams', async () => {
    const always = { ...talk, body: talk.body.pick({ text: true }) };
    const { app } = await testGateway({ routes: [route(always, () => Promise.reject(new BadRequest('No.')))] });
    const response = await app.inject({ method: 'POST', url: '/v3/talk', headers: authorization, payload: {} });
    expect([response.statusCode, response.json().code]).toEqual([200, 4000]);
  });
});

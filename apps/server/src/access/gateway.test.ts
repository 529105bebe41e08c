import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { BadRequest, ConversationBusy, NotFound, TooManyRequests } from '#kernel/errors.ts';
import { publicRoute, route } from '#kernel/route.ts';
import { authorization, echo, probeRoute, strict, testGateway } from './testing/gateway.ts';

const json = { 'content-type': 'application/json' };

describe('an answer', () => {
  it('stands in data, with the log id in its body and header', async () => {
    const { app } = await testGateway();
    const response = await app.inject({
      method: 'POST',
      url: '/v1/echo/12?limit=5&conversation_id=',
      headers: { ...authorization, 'idempotency-key': 'once' },
      payload: { text: 'hello', unknown: 1 },
    });
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual({
      code: 0,
      msg: '',
      data: {
        user: '7',
        params: { echo_id: '12' },
        query: { limit: 5 },
        body: { text: 'hello', role: 'user' },
        idempotencyKey: 'once',
        address: '127.0.0.1',
      },
      detail: { logid: response.headers['x-tt-logid'] },
    });
    expect(response.headers['x-tt-logid']).toMatch(/^\d{19}$/);
    expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
  });

  it('stands beside code and msg where the endpoint has it so', async () => {
    const { app } = await testGateway({
      routes: [publicRoute({ ...echo, method: 'GET', bodyKind: 'none', authentication: 'none', place: 'fields' }, async () => ({ data: [1], has_more: false }))],
    });
    const response = await app.inject('/v1/echo/1');
    expect(response.json()).toEqual({ code: 0, msg: '', data: [1], has_more: false, detail: expect.anything() });
  });

  it('is code and msg alone where the endpoint answers nothing', async () => {
    const { app } = await testGateway({ routes: [publicRoute(strict, async () => ({}))] });
    const response = await app.inject({ method: 'POST', url: '/api/strict', payload: { password: 'long enough' } });
    expect(response.json()).toEqual({ code: 0, msg: '', detail: { logid: expect.any(String) } });
  });

  it('comes from the alias method too', async () => {
    const aliased = { ...echo, bodyKind: 'none', alias: 'GET' } as const;
    const { app } = await testGateway({ routes: [route(aliased, async () => 'same')] });
    for (const method of ['GET', 'POST'] as const) {
      const response = await app.inject({ method, url: '/v1/echo/1', headers: authorization });
      expect(response.json()).toMatchObject({ code: 0, data: 'same' });
    }
  });

  it('is the same when the gateway is mounted in a plain Node server', async () => {
    const gateway = await testGateway();
    const server = createServer(gateway.handle).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}/v1/echo/3`, {
      method: 'POST',
      headers: { ...authorization, ...json },
      body: '{"text":"mounted"}',
    });
    expect(await response.json()).toMatchObject({ code: 0, data: { body: { text: 'mounted' } } });
    server.closeAllConnections();
    server.close();
  });
});

describe('a refusal', () => {
  it.each([
    [new BadRequest('No such thing.'), 400, 4000],
    [new NotFound('bot', '5'), 404, 4200],
    [new ConversationBusy('9'), 409, 4016],
    [new TooManyRequests('Slowly.', 3), 429, 4013],
  ])('has the status and code of %s', async (error, status, code) => {
    const { app } = await testGateway({ routes: [probeRoute(() => Promise.reject(error))] });
    const response = await app.inject('/v1/probe');
    expect(response.statusCode).toBe(status);
    expect(response.json()).toEqual({ code, msg: error.message, detail: { logid: response.headers['x-tt-logid'] } });
    expect(response.headers['retry-after']).toBe(error instanceof TooManyRequests ? '3' : undefined);
  });

  it('of a defect says nothing, while the log says all', async () => {
    const lines: string[] = [];
    const logger = pino({}, { write: (line) => lines.push(line) });
    const { app } = await testGateway({ logger, routes: [probeRoute(() => Promise.reject(new Error('secret path /x')))] });
    const response = await app.inject('/v1/probe');
    expect(response.statusCode).toBe(500);
    expect(response.json()).toMatchObject({ code: 5000 });
    expect(response.body).not.toContain('secret');
    const logged = lines.find((line) => line.includes('secret path /x'));
    expect(logged).toContain(String(response.headers['x-tt-logid']));
  });

  it('comes before the body is looked at, where nobody is signed in', async () => {
    const { app } = await testGateway();
    const response = await app.inject({ method: 'POST', url: '/v1/echo/1', headers: json, payload: '{broken' });
    expect(response.statusCode).toBe(401);
    expect(response.json()).toMatchObject({ code: 4100 });
  });

  it.each([
    ['broken JSON', '{broken', json, 400],
    ['no object', '[1]', json, 400],
    ['deep nesting', '['.repeat(300), json, 400],
    ['bytes that are no UTF-8', Buffer.from([0x22, 0xff, 0x22]), json, 400],
    ['too many bytes', 'x'.repeat(2000), json, 413],
    ['plain text', '{"text":"x"}', { 'content-type': 'text/plain' }, 415],
    ['another charset', '{"text":"x"}', { 'content-type': 'application/json; charset=gbk' }, 415],
    ['compression', '{"text":"x"}', { ...json, 'content-encoding': 'gzip' }, 415],
    ['a form', 'text=x', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['a type that is none', '{"text":"x"}', { 'content-type': ';;' }, 415],
  ])('meets a body of %s', async (_what, payload, headers, status) => {
    const { app } = await testGateway({ settings: { maxBodyBytes: 1999 } });
    const response = await app.inject({ method: 'POST', url: '/v1/echo/1', headers: { ...authorization, ...headers }, payload });
    expect(response.statusCode).toBe(status);
    expect(response.json()).toEqual({ code: 4000, msg: expect.any(String), detail: expect.anything() });
  });

  it('names what is wrong in a body and repeats none of it', async () => {
    const { app } = await testGateway();
    const response = await app.inject({
      method: 'POST',
      url: '/v1/echo/1?limit=500',
      headers: authorization,
      payload: { text: 'x'.repeat(101), role: 'hunter2' },
    });
    expect(response.json().msg).toBe('"limit" in the query is not valid: too big: expected number to be <=50.');
    const body = await app.inject({
      method: 'POST',
      url: '/v1/echo/1',
      headers: authorization,
      payload: { role: 'hunter2', parts: [{ type: 'text' }] },
    });
    expect(body.json().msg).toBe(
      '"text" in the body is required (string). "role" in the body is not valid: invalid option: expected one of ' +
        '"user"|"assistant". "parts[0].text" in the body is required (string).',
    );
  });

  it('names unknown fields where these are refused', async () => {
    const { app } = await testGateway({ routes: [publicRoute(strict, async () => ({}))] });
    const response = await app.inject({ method: 'POST', url: '/api/strict', payload: { password: 'long enough', pass: 1 } });
    expect(response.json()).toMatchObject({ code: 4000, msg: 'The body has unknown fields: pass.' });
  });

  it.each([
    ['an unknown page', 'GET', '/nowhere', 404, 4200],
    ['an unknown operation', 'POST', '/v1/nowhere', 404, 4200],
    ['another method', 'PUT', '/v1/echo/1', 405, 4000],
    ['a page of an operation', 'GET', '/v1/echo/1', 405, 4000],
    ['a path that cannot be decoded', 'GET', '/v1/%zz', 400, 4000],
    ['a path that is far too long', 'POST', `/v1/echo/${'9'.repeat(4000)}`, 414, 4000],
  ] as const)('meets %s', async (_what, method, url, status, code) => {
    const { app } = await testGateway();
    const response = await app.inject({ method, url });
    expect([response.statusCode, response.json().code]).toEqual([status, code]);
    expect(response.headers['x-tt-logid']).toBe(response.json().detail.logid);
  });

  it('names the methods that a path has', async () => {
    const { app } = await testGateway();
    const response = await app.inject({ method: 'DELETE', url: '/v1/echo/1' });
    expect(response.headers['allow']).toBe('POST, OPTIONS');
  });

  it.each([
    ['empty', ''],
    ['not ASCII', 'é'],
    ['too long', 'x'.repeat(256)],
  ])('meets an idempotency key that is %s', async (_what, key) => {
    const { app } = await testGateway();
    const response = await app.inject({
      method: 'POST',
      url: '/v1/echo/1',
      headers: { ...authorization, 'idempotency-key': key },
      payload: { text: 'x' },
    });
    expect(response.json()).toMatchObject({ code: 4000, msg: expect.stringContaining('Idempotency-Key') });
  });
});

describe('what official clients send', () => {
  it('is a bodyless POST that calls itself a form', async () => {
    const optional = { ...echo, body: echo.body.partial() };
    const { app } = await testGateway({ routes: [route(optional, async ({ body }) => body)] });
    const response = await app.inject({
      method: 'POST',
      url: '/v1/echo/1',
      headers: { ...authorization, 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(response.json()).toMatchObject({ code: 0, data: { role: 'user' } });
  });

  it('is a query with a character that should have been encoded', async () => {
    const { app } = await testGateway();
    const response = await app.inject({
      method: 'POST',
      url: '/v1/echo/1?conversation_id=100%,1',
      headers: authorization,
      payload: { text: 'x' },
    });
    expect(response.json()).toMatchObject({ code: 0, data: { query: { conversation_id: '100%,1' } } });
  });
});

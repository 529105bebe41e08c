import { endpoint } from '@buckle/contract';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ManualClock } from '#kernel/clock.ts';
import { publicRoute } from '#kernel/route.ts';
import { HostCheck, isOwnPage } from './hosts.ts';
import { authorization, testGateway, TOKEN } from './testing/gateway.ts';

const cookie = `buckle_access=${TOKEN}`;

describe('the Host header', () => {
  const check = new HostCheck('https://buckle.example.com', ['other.lan']);

  it.each([
    'localhost', 'localhost:8787', '127.0.0.1:8787', '[::1]:8787', '192.168.1.5', 'Buckle.Example.com', 'other.lan:80',
  ])('may be %s', (host) => {
    expect(() => check.check(host)).not.toThrow();
  });

  it.each([undefined, '', 'evil.example', 'evil.example:8787', 'localhost.evil.example', 'a@localhost', 'a/b', '127.0.0.1.evil.example'])(
    'may not be %j',
    (host) => {
      expect(() => check.check(host)).toThrow(expect.objectContaining({ status: 421 }));
    },
  );

  it('is checked for the API and the pages, and not for the probes of load balancers', async () => {
    const { app } = await testGateway();
    const statusOf = async (url: string): Promise<number> =>
      (await app.inject({ url, headers: { host: 'evil.example' } })).statusCode;
    expect(await Promise.all(['/', '/openapi.json', '/metrics', '/healthz', '/readyz'].map(statusOf))).toEqual([
      421, 421, 421, 200, 200,
    ]);
    const headers = { ...authorization, host: 'evil.example' };
    const response = await app.inject({ method: 'POST', url: '/v1/echo/1', headers, payload: { text: 'x' } });
    expect([response.statusCode, response.json().code]).toEqual([421, 4000]);
  });
});

describe('a call that is authenticated by a cookie', () => {
  async function call(headers: Record<string, string>, settings = {}): Promise<number> {
    const { app } = await testGateway({ settings });
    const response = await app.inject({
      method: 'POST',
      url: '/v1/echo/1',
      headers: { host: 'localhost:8787', ...headers },
      payload: { text: 'x' },
    });
    return response.statusCode;
  }

  it('comes from a page of this server', async () => {
    expect(await call({ cookie, origin: 'http://localhost:8787' })).toBe(200);
    expect(await call({ cookie, referer: 'http://localhost:8787/page' })).toBe(200);
    const publicUrl = 'https://buckle.example.com';
    expect(await call({ cookie, origin: publicUrl }, { publicUrl })).toBe(200);
  });

  it.each([
    [{}],
    [{ origin: 'https://evil.example' }],
    [{ origin: 'http://localhost:3000' }],
    [{ origin: 'null' }],
    [{ referer: 'https://evil.example/http://localhost:8787/' }],
    [{ origin: 'https://evil.example', referer: 'http://localhost:8787/' }],
  ])('is refused with %j', async (headers) => {
    expect(await call({ cookie, ...headers })).toBe(403);
  });

  it('needs no Origin where a bearer token authenticates it', async () => {
    expect(await call({ cookie, ...authorization, origin: 'https://app.example' })).toBe(200);
  });

  it('knows its own address behind a trusted proxy', () => {
    expect(isOwnPage({ origin: 'https://b.example' }, 'https://b.example:443', undefined)).toBe(true);
    expect(isOwnPage({ origin: 'https://b.example' }, 'http://b.example', undefined)).toBe(false);
  });
});

describe('another origin', () => {
  it('may read answers to bearer calls, without credentials', async () => {
    const { app } = await testGateway();
    const headers = { ...authorization, origin: 'https://app.example' };
    const response = await app.inject({ method: 'POST', url: '/v1/echo/1', headers, payload: { text: 'x' } });
    expect(response.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'x-tt-logid, retry-after',
    });
    expect(response.headers).not.toHaveProperty('access-control-allow-credentials');
  });

  it('may read refusals of bearer calls', async () => {
    const { app } = await testGateway();
    const headers = { authorization: 'Bearer wrong', origin: 'https://app.example' };
    const response = await app.inject({ method: 'POST', url: '/v1/echo/1', headers, payload: {} });
    expect([response.statusCode, response.headers['access-control-allow-origin']]).toEqual([401, '*']);
  });

  it('may read nothing else', async () => {
    const { app } = await testGateway();
    const headers = { cookie, origin: 'http://localhost:80' };
    const response = await app.inject({ method: 'POST', url: '/v1/echo/1', headers, payload: { text: 'x' } });
    expect(response.headers).not.toHaveProperty('access-control-allow-origin');
  });

  it.each([
    ['authorization, content-type', '*'],
    ['content-type', undefined],
  ])('that asks for the headers %s is allowed %s', async (wanted, allowed) => {
    const { app } = await testGateway();
    const response = await app.inject({
      method: 'OPTIONS',
      url: '/v1/echo/1',
      headers: {
        origin: 'https://app.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': wanted,
      },
    });
    expect([response.statusCode, response.headers['access-control-allow-origin']]).toEqual([204, allowed]);
  });
});

describe('cookies', () => {
  const greet = endpoint('POST', '/api/greet', {
    name: 'greet',
    tag: 'Greet',
    summary: 'Sets a cookie',
    authentication: 'none',
    answer: z.unknown(),
  });
  const routes = [
    publicRoute(greet, async (call) => {
      call.setCookie('one', 'a', { path: '/', maxAge: 60 });
      call.setCookie('two', '', { path: '/api', maxAge: 0 });
      return call.cookies;
    }),
  ];

  it('reach the operation and are set out of reach of scripts', async () => {
    const { app } = await testGateway({ routes });
    const headers = { cookie: 'x=1; y=%E4%BD%A0', origin: 'http://localhost:80' };
    const response = await app.inject({ method: 'POST', url: '/api/greet', headers });
    expect(response.json().data).toEqual({ x: '1', y: '你' });
    expect(response.headers['set-cookie']).toEqual([
      'one=a; Max-Age=60; Path=/; HttpOnly; SameSite=Lax',
      'two=; Max-Age=0; Path=/api; HttpOnly; SameSite=Lax',
    ]);
  });

  it('are set for HTTPS alone where users come by HTTPS', async () => {
    const { app } = await testGateway({ routes, settings: { trustedProxies: ['127.0.0.1'] } });
    const response = await app.inject({ method: 'POST', url: '/api/greet', headers: { 'x-forwarded-proto': 'https' } });
    expect(response.headers['set-cookie']).toContain('one=a; Max-Age=60; Path=/; HttpOnly; Secure; SameSite=Lax');
    expect(response.headers['strict-transport-security']).toBe('max-age=31536000');
  });
});

describe('the client’s address', () => {
  const headers = { ...authorization, 'x-forwarded-for': '198.51.100.7, 203.0.113.9' };

  it.each([
    [[], '127.0.0.1'],
    [['127.0.0.0/8'], '203.0.113.9'],
    [['127.0.0.0/8', '203.0.113.0/24'], '198.51.100.7'],
    [['10.0.0.0/8'], '127.0.0.1'],
  ])('behind the trusted proxies %j is %s', async (trustedProxies, address) => {
    const { app } = await testGateway({ settings: { trustedProxies } });
    const response = await app.inject({ method: 'POST', url: '/v1/echo/1', headers, payload: { text: 'x' } });
    expect(response.json().data.address).toBe(address);
  });

  it('refuses to start with a list that is none', async () => {
    await expect(testGateway({ settings: { trustedProxies: ['nonsense'] } })).rejects.toThrow(/nonsense/);
  });
});

describe('the limit of requests', () => {
  it('holds for those too who try one token after the other', async () => {
    const { app } = await testGateway({ clock: new ManualClock(), settings: { requestsPerSecond: 2 } });
    const call = (token: string) =>
      app.inject({ method: 'POST', url: '/v1/echo/1', headers: { authorization: `Bearer ${token}` }, payload: { text: 'x' } });
    const statuses = [];
    for (const token of ['a', 'b', 'c']) statuses.push((await call(token)).statusCode);
    expect(statuses).toEqual([401, 401, 429]);
  });

  it('holds for each credential and each second', async () => {
    const clock = new ManualClock();
    const { app } = await testGateway({ clock, settings: { requestsPerSecond: 2 } });
    const call = () => app.inject({ method: 'POST', url: '/v1/echo/1', headers: authorization, payload: { text: 'x' } });
    const statuses = [];
    for (let index = 0; index < 3; index += 1) statuses.push((await call()).statusCode);
    const refused = await call();
    expect(refused.headers['retry-after']).toBe('1');
    expect(refused.json()).toMatchObject({ code: 4013 });
    clock.advance(1000);
    statuses.push((await call()).statusCode);
    expect(statuses).toEqual([200, 200, 429, 200]);
  });
});

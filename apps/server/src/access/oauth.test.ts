import { endpoint } from '@buckle/contract';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { OAuthRefusal, TooManyRequests } from '#kernel/errors.ts';
import { publicRoute, Redirect } from '#kernel/route.ts';
import { testGateway } from './testing/gateway.ts';

const token = endpoint('POST', '/api/permission/token', {
  name: 'token',
  tag: 'OAuth',
  summary: 'Speaks OAuth',
  authentication: 'none',
  oauth: true,
  body: z.object({ grant_type: z.string(), seconds: z.coerce.number().optional(), scope: z.string().optional() }),
  answer: z.unknown(),
});

const away = endpoint('GET', '/api/permission/away', { name: 'away', tag: 'OAuth', summary: 'Sends away', authentication: 'none', place: 'redirect' });

/** A gateway whose token endpoint answers with what `handle` returns. */
function gateway(handle: (call: { body: unknown; isForm?: boolean; authorization?: string; origin: string }) => unknown = (call) => call) {
  return testGateway({
    routes: [
      publicRoute(token, async ({ body, isForm, authorization, origin }) => handle({ body, isForm, authorization, origin })),
      publicRoute(away, async () => new Redirect('https://app.example.com/cb?code=1')),
    ],
  });
}

const post = { method: 'POST', url: token.path } as const;

describe('an endpoint that speaks OAuth', () => {
  it('answers without an envelope, and sees the Authorization header as it is', async () => {
    const { app } = await gateway();
    const headers = { authorization: 'Basic YTpi', host: 'localhost:8787' };
    const response = await app.inject({ ...post, headers, payload: { grant_type: 'g', ignored: 1, scope: null } });
    expect(response.json()).toEqual({ body: { grant_type: 'g' }, authorization: 'Basic YTpi', origin: 'http://localhost:8787' });
    expect(response.headers).toMatchObject({ 'cache-control': 'no-store', 'content-type': 'application/json; charset=utf-8' });
  });

  it('takes a form too', async () => {
    const { app } = await gateway();
    const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' };
    const response = await app.inject({ ...post, headers, payload: 'grant_type=a%20b&seconds=7&scope=' });
    expect(response.json()).toMatchObject({ body: { grant_type: 'a b', seconds: 7 }, isForm: true });
    const twice = await app.inject({ ...post, headers, payload: 'grant_type=a&grant_type=b' });
    expect(twice.json()).toMatchObject({ error: 'invalid_request', code: 4000 });
  });

  it('may be called by pages of any origin, with a preflight or without', async () => {
    const { app } = await gateway();
    const origin = 'https://page.example';
    const preflight = await app.inject({ method: 'OPTIONS', url: token.path, headers: { origin, 'access-control-request-headers': 'content-type' } });
    expect(preflight.headers).toMatchObject({ 'access-control-allow-origin': '*', 'access-control-allow-headers': 'content-type' });
    const headers = { origin, authorization: 'Bearer ', cookie: 'buckle_access=x' };
    const response = await app.inject({ ...post, headers, payload: { grant_type: 'g' } });
    expect([response.statusCode, response.headers['access-control-allow-origin']]).toEqual([200, '*']);
  });

  it.each([
    ['invalid_client', 401, 4100],
    ['invalid_grant', 400, 4000],
  ] as const)('refuses with %s in OAuth’s words and in Coze’s', async (error, status, code) => {
    const { app } = await gateway(() => {
      throw new OAuthRefusal(error, 'Why.');
    });
    const response = await app.inject({ ...post, payload: { grant_type: 'g' } });
    expect(response.statusCode).toBe(status);
    expect(response.json()).toEqual({
      error,
      error_description: 'Why.',
      error_code: error,
      error_message: 'Why.',
      code,
      msg: 'Why.',
      detail: { logid: response.headers['x-tt-logid'] },
    });
  });

  it.each(['authorization_pending', 'slow_down', 'access_denied', 'expired_token'] as const)(
    'says %s without the code that Coze’s clients would take for another failure',
    async (error) => {
      const { app } = await gateway(() => {
        throw new OAuthRefusal(error, 'Why.');
      });
      const response = await app.inject({ ...post, payload: { grant_type: 'g' } });
      expect(response.statusCode).toBe(400);
      expect(response.json()).toMatchObject({ error, error_code: error });
      expect(response.json()).not.toHaveProperty('code');
      expect(response.json()).not.toHaveProperty('msg');
    },
  );

  it.each([
    ['a body that is none', { payload: '{', headers: { 'content-type': 'application/json' } }, 'invalid_request', 400],
    ['a body of another type', { payload: 'x', headers: { 'content-type': 'text/plain' } }, 'invalid_request', 415],
    ['a field that is missing', { payload: {} }, 'invalid_request', 400],
    ['a limit', { payload: { grant_type: 'limit' } }, 'temporarily_unavailable', 429],
    ['a defect', { payload: { grant_type: 'defect' } }, 'server_error', 500],
  ] as const)('has a word of OAuth for %s', async (_, request, error, status) => {
    const { app } = await gateway(({ body }) => {
      if (JSON.stringify(body).includes('limit')) throw new TooManyRequests('Wait.', 60);
      throw new Error('A defect.');
    });
    const response = await app.inject({ ...post, ...request });
    expect([response.statusCode, response.json().error]).toEqual([status, error]);
  });
});

it('an answer can send the browser elsewhere', async () => {
  const { app } = await gateway();
  const response = await app.inject(away.path);
  expect([response.statusCode, response.headers.location, response.payload]).toEqual([302, 'https://app.example.com/cb?code=1', '']);
  expect(response.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
});

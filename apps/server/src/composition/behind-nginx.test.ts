import { get, type IncomingMessage } from 'node:http';
import * as contract from '@buckle/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settings } from '../config.ts';
import { hasNginx, NAME, Nginx, shippedConfiguration } from './testing/nginx.ts';
import { TestServer, TOKEN } from './testing/started-server.ts';

if (!hasNginx) process.stderr.write('Skipped: the tests behind nginx. There is none; "apt-get install nginx" brings it.\n');

const MEBIBYTE = 1024 * 1024;
/** More than nginx lets through by itself. */
const LARGEST = 2 * MEBIBYTE;

const authorization = { authorization: `Bearer ${TOKEN}` };
const json = { ...authorization, 'content-type': 'application/json' };

describe.skipIf(!hasNginx)('behind nginx, as deploy/nginx/buckle.conf has it,', () => {
  let server: TestServer;
  let nginx: Nginx;
  beforeAll(async () => {
    server = await TestServer.start({
      environment: { BUCKLE_PUBLIC_URL: `https://${NAME}`, BUCKLE_TRUSTED_PROXIES: '127.0.0.1', BUCKLE_MAX_FILE_BYTES: String(LARGEST) },
    });
    nginx = await Nginx.start(server.address);
  });
  afterAll(async () => {
    await nginx.stop();
    await server.stop();
  });

  it('a streamed answer arrives piece by piece', async () => {
    const bot = await server.publishBot();
    // The second piece does not come within the test: the first must not wait for it.
    server.model.always({ text: ['First', ' second'], pieceDelay: 600_000 });
    const body = { bot_id: bot, user_id: 'me', stream: true, additional_messages: [{ role: 'user', content: 'Hi', content_type: 'text' }] };
    const response = await nginx.open('/v3/chat', { method: 'POST', headers: json, body: JSON.stringify(body) });
    let received = '';
    for await (const piece of response.setEncoding('utf8')) {
      received += piece;
      if (received.includes('"content":"First"')) break;
    }
    expect(received).toContain('event:conversation.message.delta');
    expect(received).not.toContain('second');
    const started = /"id":"(\d+)","conversation_id":"(\d+)"/.exec(received);
    await server.coze.chat.cancel(started?.[2] ?? '', started?.[1] ?? '');
  });

  it('the address of the client is the one that nginx saw, whatever the client claims', async () => {
    const body = JSON.stringify({ space_id: server.workspaceId, name: 'From afar' });
    const headers = { ...json, 'x-forwarded-for': '203.0.113.9' };
    const { status, text } = await nginx.ask('/v1/bot/create', { method: 'POST', headers, body }, '127.0.0.2');
    expect([status, text]).toEqual([200, expect.stringContaining('bot_id')]);
    const { items } = await server.call(contract.listAudit, { query: { workspace_id: server.workspaceId, action: 'bot.create' } });
    expect(items[0]).toMatchObject({ address: '127.0.0.2' });
  });

  it('its own name is known, and no other; plain HTTP leads to HTTPS', async () => {
    expect((await nginx.ask('/v1/workspaces', { headers: authorization })).status).toBe(200);
    expect((await nginx.ask('/v1/workspaces', { headers: { ...authorization, host: 'evil.example.com' } })).status).toBe(421);
    const forged = { ...authorization, host: 'evil.example.com', 'x-forwarded-host': NAME };
    expect((await nginx.ask('/v1/workspaces', { headers: forged })).status).toBe(421);
    const plain = await new Promise<IncomingMessage>((resolve, reject) => {
      get({ port: nginx.plainPort, path: '/w/1?x=1', headers: { host: NAME }, agent: false }, resolve).once('error', reject);
    });
    plain.resume();
    expect([plain.statusCode, plain.headers.location]).toEqual([301, `https://${NAME}/w/1?x=1`]);
  });

  it('a browser signs in over HTTPS, with cookies for HTTPS alone', async () => {
    const body = JSON.stringify({ email: 'ada@example.com', password: 'correct horse battery' });
    const headers = { 'content-type': 'application/json', origin: `https://${NAME}` };
    const { status, headers: answered } = await nginx.ask('/api/auth/login', { method: 'POST', headers, body });
    expect(status).toBe(200);
    const cookies = answered['set-cookie'] ?? [];
    expect(cookies.length).toBeGreaterThan(0);
    for (const cookie of cookies) expect(cookie).toMatch(/; Secure/i);
    expect(answered['strict-transport-security']).toBeDefined();
  });

  it('a file of the largest size goes through, and one that is larger is refused by the server', async () => {
    const upload = async (bytes: number) => {
      const form = new FormData();
      form.set('file', new Blob([new Uint8Array(bytes)]), 'large.bin');
      const encoded = new Response(form);
      const headers = { ...authorization, 'content-type': encoded.headers.get('content-type') ?? '' };
      return nginx.ask('/v1/files/upload', { method: 'POST', headers, body: new Uint8Array(await encoded.arrayBuffer()) });
    };
    const { status, text } = await upload(LARGEST);
    expect([status, JSON.parse(text)]).toMatchObject([200, { data: { bytes: LARGEST } }]);
    const refused = await upload(LARGEST + 1);
    expect([refused.status, JSON.parse(refused.text)]).toMatchObject([413, { code: 4000, msg: expect.stringContaining('larger') }]);
  });

  it('figures are not for everybody', async () => {
    expect((await nginx.ask('/metrics')).status).toBe(403);
  });
});

it('deploy/nginx/buckle.conf lets through what the largest file and the form around it need', () => {
  const [, allowed] = /client_max_body_size (\d+)m;/.exec(shippedConfiguration) ?? [];
  expect(Number(allowed) * MEBIBYTE).toBeGreaterThanOrEqual(Number(settings.maxFileBytes.default) + MEBIBYTE);
});

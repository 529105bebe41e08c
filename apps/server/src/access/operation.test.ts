import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { makeCertificate } from './testing/certificate.ts';
import { authorization, probeRoute, testGateway } from './testing/gateway.ts';
import { connectTo } from './testing/socket.ts';

describe('/healthz', () => {
  it('says that the process answers', async () => {
    const { app } = await testGateway();
    expect((await app.inject('/healthz')).json()).toEqual({ status: 'ok' });
  });

  it('knows HEAD and OPTIONS, and refuses what would change it', async () => {
    const { app } = await testGateway();
    const statusOf = async (method: 'HEAD' | 'OPTIONS' | 'POST') => (await app.inject({ method, url: '/healthz' })).statusCode;
    expect(await Promise.all((['HEAD', 'OPTIONS', 'POST'] as const).map(statusOf))).toEqual([200, 204, 405]);
  });
});

describe('/readyz', () => {
  it('names each check and its result, and tells callers no more', async () => {
    const lines: string[] = [];
    const { app } = await testGateway({
      logger: pino({}, { write: (line) => lines.push(line) }),
      readiness: [
        { name: 'documents', check: async () => undefined },
        { name: 'search', check: () => Promise.reject(new Error('no route to 10.0.0.9')) },
      ],
    });
    const response = await app.inject('/readyz');
    expect(response.statusCode).toBe(503);
    expect(response.json()).toEqual({
      status: 'not ready',
      checks: [
        { name: 'documents', ok: true },
        { name: 'search', ok: false },
      ],
      warnings: [],
    });
    expect(lines.join()).toContain('no route to 10.0.0.9');
  });

  it('is 200 when all is well', async () => {
    const { app } = await testGateway({ readiness: [{ name: 'documents', check: async () => undefined }] });
    const response = await app.inject('/readyz');
    expect([response.statusCode, response.json().status]).toEqual([200, 'ready']);
  });
});

describe('/metrics', () => {
  it('counts requests by method, route and status, and streams', async () => {
    const { app } = await testGateway();
    await app.inject({ method: 'POST', url: '/v1/echo/12345', headers: authorization, payload: { text: 'x' } });
    const { body } = await app.inject('/metrics');
    expect(body).toContain('buckle_http_request_duration_seconds_count{method="POST",route="/v1/echo/{echo_id}",status="200"} 1');
    expect(body).toContain('buckle_http_streams_open 0');
    expect(body).toContain('process_cpu_seconds_total');
  });

  it.each([
    ['a caller on this machine', {}, {}, 200],
    ['a caller elsewhere', { remoteAddress: '198.51.100.7' }, {}, 403],
    ['a caller behind a proxy on this machine', { headers: { 'x-forwarded-for': '198.51.100.7' } }, {}, 403],
    ['the token', { remoteAddress: '198.51.100.7', headers: { authorization: 'Bearer m' } }, { metricsToken: 'm' }, 200],
    ['another token', { headers: { authorization: 'Bearer n' } }, { metricsToken: 'm' }, 403],
    ['no token where one is set', {}, { metricsToken: 'm' }, 403],
  ])('meets %s', async (_who, request, settings, status) => {
    const { app } = await testGateway({ settings });
    expect((await app.inject({ url: '/metrics', ...request })).statusCode).toBe(status);
  });
});

it('every request leaves one line, without what it held', async () => {
  const lines: string[] = [];
  const { app } = await testGateway({ logger: pino({}, { write: (line) => lines.push(line) }) });
  const response = await app.inject({
    method: 'POST',
    url: '/v1/echo/12345?conversation_id=private',
    headers: authorization,
    payload: { text: 'confidential' },
  });
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    logId: response.headers['x-tt-logid'],
    method: 'POST',
    route: '/v1/echo/{echo_id}',
    status: 200,
    user: '7',
    milliseconds: expect.any(Number),
  });
  expect(lines[0]).not.toMatch(/private|confidential|pat_known|12345/);
});

describe('stopping', () => {
  it('lets what runs finish, takes nothing new and closes idle connections', async () => {
    const running = Promise.withResolvers<void>();
    const release = Promise.withResolvers<string>();
    const gateway = await testGateway({
      routes: [
        probeRoute(() => {
          running.resolve();
          return release.promise;
        }),
      ],
    });
    const url = await gateway.listen();
    const idle = await connectTo(url);
    idle.socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await idle.readUntil(/"ok"/);
    const busy = await connectTo(url);
    busy.socket.write('GET /v1/probe HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await running.promise;

    const stopped = gateway.stop(60_000);
    await once(idle.socket, 'close');
    await expect(connectTo(url)).rejects.toThrow(/ECONNREFUSED/);
    release.resolve('finished');
    expect(await busy.readUntil(/finished/)).toContain('"data":"finished"');
    await stopped;
  });

  it('cuts what runs at the deadline', async () => {
    const running = Promise.withResolvers<void>();
    const gateway = await testGateway({
      routes: [
        probeRoute(() => {
          running.resolve();
          return new Promise(() => undefined);
        }),
      ],
    });
    const { socket } = await connectTo(await gateway.listen());
    socket.write('GET /v1/probe HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await running.promise;
    await gateway.stop(0);
    if (!socket.closed) await once(socket, 'close');
    expect(socket.closed).toBe(true);
  });

  it('shows in /readyz', async () => {
    const asked = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const check = (): Promise<void> => {
      asked.resolve();
      return release.promise;
    };
    const gateway = await testGateway({ readiness: [{ name: 'documents', check }] });
    const { socket, readUntil } = await connectTo(await gateway.listen());
    socket.write('GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await asked.promise;
    const stopped = gateway.stop(60_000);
    release.resolve();
    expect(await readUntil(/\}$/)).toMatch(/^HTTP\/1.1 503 [^]*"status":"stopping"/);
    await stopped;
  });
});

describe('HTTPS', () => {
  it('serves the certificate of its files, and a new one after a reload', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'buckle-tls-'));
    const tls = { certFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem') };
    makeCertificate(tls, 'one', 'IP:127.0.0.1');
    const gateway = await testGateway({ settings: { tls } });
    const url = await gateway.listen();
    expect(await subjectOf(url, readFileSync(tls.certFile))).toBe('one');
    makeCertificate(tls, 'two', 'IP:127.0.0.1');
    await gateway.reloadCertificate();
    expect(await subjectOf(url, readFileSync(tls.certFile))).toBe('two');
    await gateway.stop(0);
    rmSync(folder, { recursive: true });
  });
});

async function subjectOf(url: string, ca: Buffer): Promise<string | string[] | undefined> {
  const request = get(`${url}/healthz`, { ca, agent: false });
  const [response] = await once(request, 'response');
  const { subject } = (response.socket as TLSSocket).getPeerCertificate();
  response.resume();
  return subject.CN;
}

import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificate } from '#access/testing/certificate.ts';
import { type AddressSettings, checkCertificate, checkPort, checkProxy, checkPublicUrl } from './address-checks.ts';

const DAY = 24 * 3_600_000;
const plain: AddressSettings = {
  host: '127.0.0.1', port: 8787, publicUrl: undefined, tlsCert: undefined, tlsKey: undefined, trustedProxies: [],
};

describe('the port', () => {
  /** A server that answers everything with this text. */
  async function answering(text: string) {
    const server = createServer((_request, response) => response.end(text)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    return { settings: { ...plain, port }, close: () => new Promise((resolve) => server.close(resolve)) };
  }

  it('is free, or in use by another program', async () => {
    const { settings, close } = await answering('hello');
    expect(await checkPort(settings, false)).toMatchObject({ level: 'problem', text: expect.stringContaining('in use by another program') as string });
    await close();
    expect(await checkPort(settings, false)).toMatchObject({ level: 'ok' });
  });

  it('is any free one at 0, and must be of this machine', async () => {
    expect(await checkPort({ ...plain, port: 0 }, false)).toMatchObject({ level: 'note' });
    expect(await checkPort({ ...plain, host: '192.0.2.1' }, false)).toMatchObject({ level: 'problem', text: expect.stringContaining('cannot be listened on') as string });
  });

  it('is that of this Buckle, which is ready, or is not', async () => {
    const ready = await answering('{"status":"ready","checks":[{"name":"documents","ok":true}]}');
    expect(await checkPort(ready.settings, true)).toMatchObject({ level: 'ok' });
    await ready.close();
    const full = await answering('{"status":"not ready","checks":[{"name":"documents","ok":false},{"name":"start","ok":true}]}');
    expect(await checkPort(full.settings, true)).toMatchObject({ level: 'problem', text: expect.stringContaining('not ready (documents)') as string });
    await full.close();
    expect(await checkPort(full.settings, true)).toMatchObject({ level: 'problem', text: expect.stringContaining('does not answer') as string });
  });
});

describe('the certificate', () => {
  let folder: string;
  let settings: AddressSettings & { tlsCert: string; tlsKey: string };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'buckle-certificate-'));
    settings = { ...plain, tlsCert: make('own'), tlsKey: join(folder, 'own.key'), publicUrl: 'https://buckle.example' };
    make('other');
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** Makes a certificate that is good for 30 days. */
  function make(name: string): string {
    const [certFile, keyFile] = [join(folder, `${name}.pem`), join(folder, `${name}.key`)];
    makeCertificate({ certFile, keyFile }, 'buckle.example', 'DNS:buckle.example', 30);
    return certFile;
  }

  it.each([
    [0, 'ok', 'good until'],
    [15 * DAY, 'warning', 'good until'],
    [31 * DAY, 'problem', 'has expired'],
    [-2 * DAY, 'problem', 'not good yet'],
  ])('%i ms from now is %s', async (later, level, text) => {
    expect(await checkCertificate(settings, Date.now() + later)).toMatchObject([{ level, text: expect.stringContaining(text) as string }]);
  });

  it('belongs to its key and to the name that users have', async () => {
    expect(await checkCertificate(plain, Date.now())).toEqual([]);
    const otherKey = { ...settings, tlsKey: join(folder, 'other.key') };
    expect(await checkCertificate(otherKey, Date.now())).toMatchObject([{ level: 'problem', text: expect.stringContaining('is not that of the certificate') as string }]);
    const otherName = { ...settings, publicUrl: 'https://elsewhere.example' };
    expect(await checkCertificate(otherName, Date.now())).toMatchObject([{ level: 'problem', text: expect.stringContaining('is not for elsewhere.example') as string }]);
    await writeFile(join(folder, 'text'), 'no key');
    expect(await checkCertificate({ ...settings, tlsKey: join(folder, 'text') }, Date.now())).toMatchObject([{ level: 'problem', text: expect.stringContaining('cannot be read') as string }]);
  });
});

it.each([
  [{}, undefined],
  [{ host: '0.0.0.0' }, 'warning'],
  [{ publicUrl: 'http://buckle.example' }, 'warning'],
  [{ publicUrl: 'http://localhost:8787' }, 'ok'],
  [{ publicUrl: 'https://buckle.example' }, 'warning'],
  [{ publicUrl: 'https://buckle.example', trustedProxies: ['loopback'] }, 'ok'],
  [{ publicUrl: 'https://buckle.example', tlsCert: 'cert.pem' }, 'ok'],
])('the public address %j: %s', (settings, level) => {
  expect(checkPublicUrl({ ...plain, ...settings }).map((finding) => finding.level)).toEqual(level === undefined ? [] : [level]);
});

it('a proxy is shown without its password, and one that is not read is pointed out', () => {
  expect(checkProxy('http://user:secret@proxy.example:3128', {})).toMatchObject([{ level: 'ok', text: expect.not.stringContaining('secret') as string }]);
  expect(checkProxy(undefined, { HTTPS_PROXY: 'http://user:secret@proxy' })).toMatchObject([{ level: 'warning', text: expect.not.stringContaining('secret') as string }]);
  expect(checkProxy(undefined, {})).toEqual([]);
});

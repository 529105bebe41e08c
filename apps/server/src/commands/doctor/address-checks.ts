import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { createServer, isIP } from 'node:net';
import { z } from 'zod';
import type { Finding } from './finding.ts';

const DAY = 24 * 3_600_000;
const EXPIRES_SOON = 21 * DAY;
const PATIENCE = 5_000;
const ANYWHERE = new Set(['0.0.0.0', '::']);

const readiness = z.object({ status: z.string(), checks: z.array(z.object({ name: z.string(), ok: z.boolean() })) });

/** The settings that say where a server is reached. */
export interface AddressSettings {
  readonly host: string;
  readonly port: number;
  readonly publicUrl: string | undefined;
  readonly tlsCert: string | undefined;
  readonly tlsKey: string | undefined;
  readonly trustedProxies: readonly string[];
}

/** Looks at the port: whether this Buckle answers on it, or whether it is free for one. */
export async function checkPort({ host, port, tlsCert }: AddressSettings, isRunning: boolean): Promise<Finding> {
  const about = 'Port';
  const place = `${port} of ${host}`;
  if (port === 0) return { level: 'note', about, text: 'a free one is taken at every start', advice: 'Set BUCKLE_PORT where users or a proxy must find it.' };
  if (!isRunning) {
    const code = await whyNotFree(host, port);
    if (code === undefined) return { level: 'ok', about, text: `${place} is free` };
    const text = code === 'EADDRINUSE' ? `${place} is in use by another program` : `${place} cannot be listened on (${code})`;
    return { level: 'problem', about, text, advice: 'Stop that program, or set BUCKLE_PORT (and BUCKLE_HOST) to another.' };
  }
  try {
    const { status, checks } = readiness.parse(JSON.parse(await get(host, port, tlsCert !== undefined)));
    if (status === 'ready') return { level: 'ok', about, text: `this Buckle answers on ${place}, and is ready` };
    const failed = checks.filter(({ ok }) => !ok).map(({ name }) => name);
    return { level: 'problem', about, text: `this Buckle answers on ${place}, but is ${status} (${failed.join(', ')})`, advice: 'Its log says why.' };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      level: 'problem', about, text: `a Buckle runs on this data folder, and does not answer on ${place} (${reason})`,
      advice: 'Run this with the settings that it was started with, or restart it.',
    };
  }
}

/** Looks at the certificate and its key. */
export async function checkCertificate({ tlsCert, tlsKey, publicUrl }: AddressSettings, now: number): Promise<Finding[]> {
  const about = 'Certificate';
  if (tlsCert === undefined || tlsKey === undefined) return [];
  const problem = (text: string, advice: string): Finding => ({ level: 'problem', about, text, advice });
  const certificate = await parsed(tlsCert, (pem) => new X509Certificate(pem));
  const key = await parsed(tlsKey, (pem) => createPrivateKey(pem));
  if (!certificate || !key) {
    const path = certificate ? tlsKey : tlsCert;
    return [problem(`${path} cannot be read as PEM`, 'Give this user the right to read it, and see that it is a PEM file without a passphrase.')];
  }
  if (!certificate.checkPrivateKey(key)) {
    return [problem(`the key ${tlsKey} is not that of the certificate ${tlsCert}`, 'Set BUCKLE_TLS_CERT and BUCKLE_TLS_KEY to a pair.')];
  }
  const name = publicUrl === undefined ? undefined : new URL(publicUrl).hostname;
  if (name !== undefined && !isFor(certificate, name)) {
    return [problem(`${tlsCert} is not for ${name}, the name of BUCKLE_PUBLIC_URL`, 'Get a certificate for that name.')];
  }
  const left = Date.parse(certificate.validTo) - now;
  const text = `${tlsCert}, good until ${new Date(certificate.validTo).toISOString().slice(0, 10)}`;
  const renew = 'Renew it, and send the server SIGHUP.';
  if (Date.parse(certificate.validFrom) > now) return [problem(`${tlsCert} is not good yet`, 'Set the clock of this machine right, or take another certificate.')];
  if (left <= 0) return [problem(`${text}: it has expired`, renew)];
  if (left < EXPIRES_SOON) return [{ level: 'warning', about, text, advice: renew }];
  return [{ level: 'ok', about, text }];
}

/** Looks at how users reach the server, and whether what they send is encrypted. */
export function checkPublicUrl({ host, publicUrl, tlsCert, trustedProxies }: AddressSettings): Finding[] {
  const about = 'Public URL';
  if (publicUrl === undefined) {
    if (!ANYWHERE.has(host)) return [];
    return [{
      level: 'warning', about, text: `not set, although the server listens on every network (${host})`,
      advice: 'Set BUCKLE_PUBLIC_URL to the address that users have: other names are refused, and links need it.',
    }];
  }
  if (!publicUrl.startsWith('https:') && !isOnThisMachine(new URL(publicUrl).hostname)) {
    return [{ level: 'warning', about, text: `${publicUrl} is not encrypted: passwords and tokens can be read on their way`, advice: 'Serve HTTPS (BUCKLE_TLS_CERT), or put a proxy in front that does.' }];
  }
  if (publicUrl.startsWith('https:') && tlsCert === undefined && trustedProxies.length === 0) {
    return [{
      level: 'warning', about, text: `${publicUrl} means a proxy in front, and none is trusted`,
      advice: 'Set BUCKLE_TRUSTED_PROXIES to its address: else all users count as one, and the limits of one are for all.',
    }];
  }
  return [{ level: 'ok', about, text: publicUrl }];
}

/** Looks at proxies for calls to vendors; `environment` is that of the process. */
export function checkProxy(outboundProxy: string | undefined, environment: Readonly<Record<string, string | undefined>>): Finding[] {
  const about = 'Proxy';
  if (outboundProxy !== undefined) return [{ level: 'ok', about, text: `calls to public addresses go through ${new URL(outboundProxy).host}` }];
  const set = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'].find((name) => environment[name]);
  if (set === undefined) return [];
  return [{ level: 'warning', about, text: `${set} is set, which Buckle does not read`, advice: 'Set BUCKLE_OUTBOUND_PROXY if vendors are reached through that proxy only.' }];
}

function isFor(certificate: X509Certificate, hostname: string): boolean {
  const address = hostname.replace(/^\[|\]$/g, '');
  return (isIP(address) === 0 ? certificate.checkHost(hostname) : certificate.checkIP(address)) !== undefined;
}

function isOnThisMachine(name: string): boolean {
  return name === 'localhost' || name === '[::1]' || name.startsWith('127.');
}

async function parsed<T>(path: string, parse: (pem: Buffer) => T): Promise<T | undefined> {
  try {
    return parse(await readFile(path));
  } catch {
    return undefined; // The finding says so; the reason may quote from a key.
  }
}

function whyNotFree(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(port, host, () => server.close(() => resolve(undefined)));
  });
}

function get(host: string, port: number, tls: boolean): Promise<string> {
  const name = host === '::' ? '::1' : host === '0.0.0.0' ? '127.0.0.1' : host;
  const options = { host: name, port, path: '/readyz', timeout: PATIENCE };
  return new Promise((resolve, reject) => {
    // Its certificate is for its public name, and is looked at by itself.
    const request = tls ? requestHttps({ ...options, rejectUnauthorized: false }) : requestHttp(options);
    request.once('timeout', () => request.destroy(new Error('no answer in time')));
    request.once('error', reject);
    request.once('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      response.once('end', () => resolve(text)).once('error', reject);
    });
    request.end();
  });
}

import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InvalidSettings, readSettings, settings } from './config.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'buckle-config-'));
  writeFileSync(join(folder, 'some.pem'), '');
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The problems that an environment has. */
function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    readSettings(environment);
    return [];
  } catch (error) {
    if (error instanceof InvalidSettings) return error.problems;
    throw error;
  }
}

describe('readSettings', () => {
  it('has a default for all that a fresh install needs', () => {
    expect(readSettings({})).toEqual({
      host: '127.0.0.1',
      port: 8787,
      dataDir: resolve('data'),
      allowedHosts: [],
      roles: new Set(['api', 'worker', 'scheduler']),
      trustedProxies: [],
      registration: 'closed',
      outboundAllow: [],
      pythonSandbox: 'full',
      runTime: 86_400_000,
      runSteps: 100_000,
      runRounds: 10_000,
      runBranches: 200,
      runSize: 64, runLargeValue: 262_144, runQueue: 1_000, runWait: 30_000,
      maxFileBytes: 536_870_912,
      retention: {},
      requestsPerSecond: 0,
      toolOutputTimeout: 600_000,
      stopDeadline: 20_000,
      logLevel: 'info',
    });
  });

  it('takes an empty value for none', () => {
    expect(readSettings({ BUCKLE_PORT: '', BUCKLE_PUBLIC_URL: ' ', BUCKLE_ADMIN_TOKEN: '' })).toEqual(readSettings({}));
  });

  it('turns text into values', () => {
    const read = readSettings({
      BUCKLE_PORT: ' 80 ',
      BUCKLE_PUBLIC_URL: 'https://buckle.example.com/',
      BUCKLE_TRUSTED_PROXIES: '10.0.0.0/8, ::1 loopback',
      BUCKLE_ALLOWED_HOSTS: 'a.example,b.example',
      BUCKLE_OUTBOUND_ALLOW: '127.0.0.1:11434',
      BUCKLE_STOP_DEADLINE: '1.5s',
      BUCKLE_TOOL_OUTPUT_TIMEOUT: '2h',
      BUCKLE_TLS_CERT: join(folder, 'some.pem'),
      BUCKLE_TLS_KEY: join(folder, 'some.pem'),
    });
    expect(read).toMatchObject({
      port: 80,
      publicUrl: 'https://buckle.example.com',
      trustedProxies: ['10.0.0.0/8', '::1', 'loopback'],
      allowedHosts: ['a.example', 'b.example'],
      outboundAllow: [{ type: 'host', host: '127.0.0.1', port: 11434 }],
      stopDeadline: 1500,
      toolOutputTimeout: 7_200_000,
      tlsCert: join(folder, 'some.pem'),
    });
  });

  it('takes the master key as base64 and as hexadecimal digits', () => {
    const key = randomBytes(32);
    expect(readSettings({ BUCKLE_MASTER_KEY: key.toString('base64') }).masterKey).toEqual(key);
    expect(readSettings({ BUCKLE_MASTER_KEY: key.toString('base64url') }).masterKey).toEqual(key);
    expect(readSettings({ BUCKLE_MASTER_KEY: key.toString('hex') }).masterKey).toEqual(key);
  });

  it('keeps the spaces of a password', () => {
    const account = { BUCKLE_ADMIN_EMAIL: 'A@Example.com', BUCKLE_ADMIN_PASSWORD: ' correct horse ' };
    expect(readSettings(account)).toMatchObject({ adminEmail: 'a@example.com', adminPassword: ' correct horse ' });
  });

  it.each([
    ['BUCKLE_PORT', '65536', 'whole number from 0 to 65535'],
    ['BUCKLE_PORT', '0x10', 'whole number'],
    ['BUCKLE_PUBLIC_URL', 'buckle.example.com', 'http:// or https://'],
    ['BUCKLE_PUBLIC_URL', 'https://example.com/buckle', 'nothing behind'],
    ['BUCKLE_ROLES', 'api,cook', 'api, worker, scheduler'],
    ['BUCKLE_ROLES', ',', 'one or more of'],
    ['BUCKLE_ROLES', 'api', 'Several processes'],
    ['BUCKLE_TRUSTED_PROXIES', '10.0.0.0/33', '"10.0.0.0/33"'],
    ['BUCKLE_TRUSTED_PROXIES', 'everyone', 'CIDR'],
    ['BUCKLE_ALLOWED_HOSTS', 'a.example:80', 'without a port'],
    ['BUCKLE_REGISTRATION', 'yes', 'closed, open, invite'],
    ['BUCKLE_OUTBOUND_ALLOW', '10.0.0.0/99', '10.0.0.0/99'],
    ['BUCKLE_OUTBOUND_PROXY', 'ftp://proxy', 'socks5://'],
    ['BUCKLE_MONGODB_URL', 'http://db', 'mongodb://'],
    ['BUCKLE_MAX_FILE_BYTES', '1GB', 'whole number'],
    ['BUCKLE_STOP_DEADLINE', '20', 'with a unit'],
    ['BUCKLE_LOG_LEVEL', 'loud', 'silent'],
    ['BUCKLE_ADMIN_TOKEN', 'pat_short', 'at least 32|have 32'],
    ['BUCKLE_OTLP_ENDPOINT', 'collector:4318', 'http://'],
    ['BUCKLE_OTLP_HEADERS', 'no header', 'name=value'],
    ['BUCKLE_MASTER_KEY', 'short', 'openssl rand'],
    ['BUCKLE_TLS_CERT', '/nowhere/cert.pem', 'no such file'],
  ])('refuses %s=%s in words', (name, value, advice) => {
    const [problem] = problemsOf({ [name]: value });
    expect(problem).toContain(`${name}`);
    expect(problem).toMatch(new RegExp(advice.replaceAll('.', '\\.')));
  });

  it('lists every mistake at once, a line each', () => {
    const problems = problemsOf({ BUCKLE_PORT: 'x', BUCKLE_LOG_LEVEL: 'x', BUCKLE_HOTS: 'x' });
    expect(problems).toHaveLength(3);
    expect(new InvalidSettings(problems).message.split('\n')).toHaveLength(4);
  });

  it('refuses names that begin as ours do and suggests the nearest', () => {
    expect(problemsOf({ BUCKLE_HOTS: '0.0.0.0' })[0]).toContain('Did you mean BUCKLE_HOST?');
    expect(problemsOf({ BUCKLE_MODEL_APIKEY: 'x' })[0]).toContain('Did you mean BUCKLE_MODEL_API_KEY?');
    expect(problemsOf({ BUCKLE_COMPLETELY_DIFFERENT_THING: 'x' })[0]).toContain('--help');
    expect(problemsOf({ HOST: 'x', BUCKLE_TEST_MONGODB_URL: 'x' })).toEqual([]);
  });

  it.each([
    [{ BUCKLE_ADMIN_EMAIL: 'a@example.com' }, 'BUCKLE_ADMIN_PASSWORD'],
    [{ BUCKLE_ADMIN_PASSWORD: 'long enough it is' }, 'BUCKLE_ADMIN_EMAIL'],
    [{ BUCKLE_OTLP_HEADERS: 'a=b' }, 'BUCKLE_OTLP_ENDPOINT'],
    [{ BUCKLE_ADMIN_TOKEN: `pat_${'x'.repeat(40)}` }, 'BUCKLE_ADMIN_EMAIL'],
    [{ BUCKLE_MODEL_BASE_URL: 'https://models.example/v1' }, 'BUCKLE_MODEL_NAME'],
    [{ BUCKLE_MODEL_API_KEY: 'k' }, 'BUCKLE_MODEL_BASE_URL'],
    [{ BUCKLE_EMBEDDING_BASE_URL: 'https://models.example/v1' }, 'BUCKLE_EMBEDDING_NAME'],
    [{ BUCKLE_EMBEDDING_API_KEY: 'k' }, 'BUCKLE_EMBEDDING_BASE_URL'],
    [{ BUCKLE_TLS_KEY: 'package.json' }, 'BUCKLE_TLS_CERT'],
  ])('refuses %o, which lacks %s', (environment, missing) => {
    const problems = problemsOf(environment);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(missing);
  });

  it('never repeats a secret', () => {
    const secret = 'hunter2-hunter2';
    for (const setting of Object.values(settings)) {
      if (!('secret' in setting)) continue;
      expect(problemsOf({ [setting.name]: secret }).join()).not.toContain('hunter2');
    }
  });
});

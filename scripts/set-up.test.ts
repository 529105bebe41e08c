import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, utimesSync, writeFileSync, cpSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

/**
 * Stands in for npm: notes how it was called, fails with the text of `fail` where there is such a file, and else
 * installs by listing what the lock file names, without the development packages where these are omitted.
 */
const standInForNpm = `
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
appendFileSync('calls', process.argv.slice(2).join(' ') + '\\n');
if (existsSync('fail')) {
  process.stderr.write(readFileSync('fail', 'utf8'));
  process.exit(1);
}
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
for (const [path, entry] of Object.entries(packages)) {
  if (path === '' || (entry.dev && process.argv.includes('--omit=dev'))) delete packages[path];
}
mkdirSync('node_modules', { recursive: true });
writeFileSync('node_modules/.package-lock.json', JSON.stringify({ packages }));
`;

/** Stands in for the studio's build: notes that it was called, and fails where there is a file `unbuildable`. */
const standInForBuild = `
import { appendFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
appendFileSync('builds', 'built\\n');
mkdirSync(process.argv[2], { recursive: true });
writeFileSync(process.argv[2] + '/half', '');
if (existsSync('unbuildable')) {
  process.stderr.write('main.tsx: a word too many\\n');
  process.exit(1);
}
writeFileSync(process.argv[2] + '/index.html', '');
`;

let folder: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'buckle-set-up-')));
  mkdirSync(join(folder, 'scripts'));
  for (const name of ['set-up.mjs', 'built-studio.mjs', 'explain-npm.mjs']) cpSync(join('scripts', name), join(folder, 'scripts', name));
  cpSync('scripts/node-runtime', join(folder, 'scripts/node-runtime'), { recursive: true });
  writeFileSync(join(folder, 'npm-cli.js'), standInForNpm);
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  for (const path of ['apps/studio/build', 'apps/studio/src', 'packages/contract/src']) mkdirSync(join(folder, path), { recursive: true });
  writeFileSync(join(folder, 'apps/studio/build/run.ts'), standInForBuild);
  writeFileSync(join(folder, 'apps/studio/src/main.tsx'), '');
  writeLockFile('1.0.0');
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function writeLockFile(version: string): void {
  const packages = {
    '': { name: 'example' },
    'node_modules/a': { version, integrity: 'sha512-a' },
    'node_modules/tool': { version, integrity: 'sha512-tool', dev: true },
    'node_modules/other-platform': { version, integrity: 'sha512-other', optional: true },
  };
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages }));
}

/** Runs the set-up; resolves to what it printed and its exit code. */
async function setUp(purpose: string): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, ['scripts/set-up.mjs', purpose], {
    cwd: folder,
    env: { PATH: process.env['PATH'], npm_execpath: join(folder, 'npm-cli.js') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
}

function npmCalls(): string[] {
  const path = join(folder, 'calls');
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
}

function builds(): number {
  const path = join(folder, 'builds');
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n').length : 0;
}

describe('set-up', () => {
  it('uses the Node of the machine, installs the packages, and says how long each step took', async () => {
    const { code, output } = await setUp('start');
    expect(code).toBe(0);
    expect(output).toMatch(/^\[1\/3\] Node .* … \d+\.\d s\n\[2\/3\] Packages … \d+\.\d s\n\[3\/3\] Studio … \d+\.\d s\n$/);
    expect(realpathSync(join(folder, '.node/node'))).toBe(realpathSync(process.execPath));
    expect(npmCalls()).toHaveLength(1);
    expect(npmCalls()[0]).toMatch(/^ci --omit=dev --ignore-scripts /);
  });

  it('is silent and leaves npm alone where everything is there', async () => {
    await setUp('start');
    expect(await setUp('start')).toEqual({ code: 0, output: '' });
    expect(npmCalls()).toHaveLength(1);
  });

  it('adds the packages for development when the tests need them, and does not take them away', async () => {
    await setUp('start');
    await setUp('test');
    await setUp('start');
    expect(npmCalls().map((call) => call.split(' ')[1])).toEqual(['--omit=dev', '--include=dev']);
  });

  it('installs anew when the lock file has changed, keeping what is there for development', async () => {
    await setUp('test');
    writeLockFile('1.0.1');
    expect((await setUp('start')).code).toBe(0);
    expect(npmCalls().map((call) => call.split(' ')[1])).toEqual(['--include=dev', '--include=dev']);
  });

  it('repairs what a failed installation left behind', async () => {
    await setUp('start');
    writeLockFile('1.0.1');
    writeFileSync(join(folder, 'fail'), 'npm error broken\n');
    expect((await setUp('start')).code).toBe(1);
    rmSync(join(folder, 'fail'));
    // Even with the lock file that was installed before: npm may have removed half of it.
    writeLockFile('1.0.0');
    expect((await setUp('start')).code).toBe(0);
    expect(npmCalls()).toHaveLength(3);
  });

  it.each([
    ['npm error code ENOSPC\n', 'disk is full'],
    ['npm error code ECONNREFUSED\nnpm error FetchError: request to https://registry.example failed\n', 'registry cannot be reached'],
    ['npm error code EINTEGRITY\n', 'something else than the lock file'],
  ])('says what to do about %j', async (said, advice) => {
    writeFileSync(join(folder, 'fail'), said);
    const { code, output } = await setUp('start');
    expect(code).toBe(1);
    expect(output).toContain(advice);
    expect(output).toContain(said.replaceAll('npm error ', '  '));
  });

  it('builds the studio again when its sources, the contract or the packages have changed, and only then', async () => {
    await setUp('start');
    await setUp('start');
    expect(builds()).toBe(1);
    const changes: readonly [path: string, text: string][] = [
      ['apps/studio/src/main.tsx', 'changed'],
      ['apps/studio/src/added.ts', ''],
      ['packages/contract/src/bots.ts', ''],
    ];
    for (const [index, [path, text]] of changes.entries()) {
      writeFileSync(join(folder, path), text);
      expect((await setUp('start')).code).toBe(0);
      expect(builds()).toBe(index + 2);
    }
    writeLockFile('1.0.1');
    await setUp('start');
    expect(builds()).toBe(5);
    writeFileSync(join(folder, 'apps/studio/src/main.test.ts'), 'a test is no part of it');
    expect(await setUp('start')).toEqual({ code: 0, output: '' });
  });

  it('leaves the studio as it was where the new one cannot be built, and says why', async () => {
    await setUp('start');
    writeFileSync(join(folder, 'unbuildable'), '');
    writeFileSync(join(folder, 'apps/studio/src/main.tsx'), 'word word');
    const { code, output } = await setUp('start');
    expect(code).toBe(1);
    expect(output).toContain('The studio could not be built:\nmain.tsx: a word too many');
    const built = join(folder, 'apps/studio/dist');
    expect(existsSync(join(built, 'index.html'))).toBe(true);
    rmSync(join(folder, 'unbuildable'));
    expect((await setUp('start')).code).toBe(0);
    expect(existsSync(join(built, 'index.html'))).toBe(true);
  });

  it('runs once where two begin at the same time', async () => {
    const both = await Promise.all([setUp('start'), setUp('start')]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(npmCalls()).toHaveLength(1);
    expect(existsSync(join(folder, '.node/set-up.lock'))).toBe(false);
  });

  it('takes over from a set-up that was killed', async () => {
    mkdirSync(join(folder, '.node'));
    const lock = join(folder, '.node/set-up.lock');
    // A process that is alive, as a number that was given away again would be.
    writeFileSync(lock, String(process.pid));
    utimesSync(lock, new Date(0), new Date(0));
    expect((await setUp('start')).code).toBe(0);
    expect(existsSync(lock)).toBe(false);
  });

  it('refuses another word', async () => {
    const { code, output } = await setUp('begin');
    expect(code).toBe(1);
    expect(output).toContain('start|test');
  });
});

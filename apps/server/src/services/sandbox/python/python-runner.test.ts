import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
import { defaultCodeLimits, type Job } from '../code-run.ts';
import { failureOf } from '../testing/failure-of.ts';
import { findPython } from './find-python.ts';
import { PythonRunner } from './python-runner.ts';
import type { PythonIsolation } from './python-server.ts';

const folder = await mkdtemp(join(tmpdir(), 'python-test-'));
const opened: PythonRunner[] = [];

afterEach(() => Promise.all(opened.splice(0).map((runner) => runner.close())));
afterAll(() => rm(folder, { recursive: true }));

function open(isolation: PythonIsolation, interpreters?: readonly string[]): PythonRunner {
  const runner = new PythonRunner({ isolation, limits: defaultCodeLimits, ...(interpreters ? { interpreters } : {}) });
  opened.push(runner);
  return runner;
}

/** A program that is taken for an interpreter. */
async function interpreter(name: string, script: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return path;
}

const job = (code: string): Job => ({ code, params: '{}', timeout: 10_000, signal: undefined });
const one = job('async def main(args):\n    return 1\n');
const real = (await findPython('/usr/bin')).at(0);
const isLocked = (await open('full').status()).isAvailable;

it('is refused without Python, with how to install it', async () => {
  const runner = open('full', []);
  expect(await runner.status()).toMatchObject({ isAvailable: false, isolation: 'none', detail: expect.stringContaining('apt install python3') });
  expect(await failureOf(runner.run(one))).toMatchObject({ code: 'unavailable', message: expect.stringContaining('install') });
});

it('is refused where the system cannot lock it in, with the reason and what can be done', async () => {
  const runner = open('full', [await interpreter('unlockable', `echo '{"refused": "this kernel has no Landlock"}'`)]);
  const failure = await failureOf(runner.run(one));
  expect(failure.code).toBe('unavailable');
  expect(failure.message).toContain('this kernel has no Landlock');
  expect(failure.message).toContain('BUCKLE_PYTHON_SANDBOX=process');
  expect(await runner.status()).toMatchObject({ isAvailable: false, isolation: 'none', detail: failure.message });
});

it.each([
  ['ends at once', 'exit 3'],
  ['complains', 'echo "no module named nothing" >&2; exit 1'],
])('is refused where the interpreter %s', async (name, script) => {
  expect(await failureOf(open('full', [await interpreter(name.replace(' ', '-'), script)]).run(one))).toMatchObject({ code: 'unavailable' });
});

it.skipIf(real === undefined)('is refused where it says that it is locked in and is not', async () => {
  const liar = await interpreter('liar', `for part; do [ "$part" = full ] && part=process; set -- "$@" "$part"; shift; done; exec ${real} "$@"`);
  const failure = await failureOf(open('full', [liar]).run(one));
  expect(failure.code).toBe('unavailable');
  expect(failure.message).toMatch(/lock does not hold.*open a socket/);
});

it.skipIf(!isLocked)('takes the first interpreter that can be locked in', async () => {
  const runner = open('full', [await interpreter('broken', 'exit 1'), ...(await findPython())]);
  expect(await runner.run(one)).toEqual({ value: '1', logs: [] });
});

it.skipIf(real === undefined)('is a process with limits where the operator accepts that, and says so', async () => {
  const runner = open('process');
  expect(await runner.status()).toMatchObject({ isAvailable: true, isolation: 'process', detail: expect.stringContaining('NOT locked in'), advice: expect.stringContaining('BUCKLE_PYTHON_SANDBOX') });
  const outcome = await runner.run(job('import os\nasync def main(args):\n    os.environ.pop("TZ", None)\n    return [dict(os.environ), os.path.exists("/")]\n'));
  expect(outcome).toMatchObject({ value: '[{}, true]' });
  expect(await runner.run(job('async def main(args):\n    return len("x" * 2**40)\n'))).toMatchObject({ failure: 'memory' });
});

it.skipIf(!isLocked)('goes on after the process that makes the others was lost', async () => {
  const runner = open('full');
  const outcome = await runner.run(job('import os\nasync def main(args):\n    return os.getppid()\n'));
  if (!('value' in outcome)) throw new Error(outcome.message);
  process.kill(Number(outcome.value), 'SIGKILL');
  // Those that were ready may be lost with it; none of them is taken twice.
  for (let round = 0; round < 4; round += 1) expect(await runner.run(one)).toMatchObject({ value: '1' });
});

it.skipIf(!isLocked)('does not take a process that was ended while it waited', async () => {
  const runner = open('full');
  const outcome = await runner.run(job('import os\nasync def main(args):\n    return os.getppid()\n'));
  if (!('value' in outcome)) throw new Error(outcome.message);
  // Twice: the first run may have one that is not ready yet.
  expect(await runner.run(one)).toMatchObject({ value: '1' });
  const waiting = (await readFile(`/proc/${outcome.value}/task/${outcome.value}/children`, 'utf8')).split(' ').filter(Boolean);
  for (const pid of waiting) process.kill(Number(pid), 'SIGKILL');
  const results = await Promise.all(waiting.map(() => runner.run(one)));
  expect(results).toEqual(waiting.map(() => ({ value: '1', logs: [] })));
});

it('finds each interpreter once, in the order of PATH', async () => {
  const path = await interpreter('python3', 'exit 0');
  const found = await findPython(`${join(folder, 'nothing')}:${folder}:${folder}`);
  expect(found[0]).toBe(path);
  expect(new Set(found).size).toBe(found.length);
});

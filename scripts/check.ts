// Runs every check of the repository: types, lint and floors side by side, then the tests. Its last
// line is "N passed, N failed", with ", N skipped" where tests were; it ends with code 0 if none failed.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCounts, type Counts } from './check/counts.ts';

const environment = { ...process.env };
if (!process.stdout.isTTY) {
  environment['NO_COLOR'] = '1';
  delete environment['FORCE_COLOR'];
}

interface Outcome {
  readonly passed: boolean;
  readonly output: string;
}

/** Runs a Node program; its output is returned, or shown at once with `show`. */
async function run(programArguments: readonly string[], show = false): Promise<Outcome> {
  const child = spawn(process.execPath, programArguments, {
    env: environment,
    stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ passed: code === 0, output }));
  });
}

function elapsed(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}

/** Runs a check that prints only when it has something to say; returns whether it passed. */
async function check(name: string, programArguments: readonly string[]): Promise<boolean> {
  const begin = performance.now();
  const { passed, output } = await run(programArguments);
  const details = passed && !/warning/i.test(output) ? '' : `\n${output.trimEnd()}`;
  console.log(`${passed ? 'ok    ' : 'FAILED'} ${name} (${elapsed(begin)})${details}`);
  return passed;
}

/** Runs the tests and counts them; a run that broke without a failed test counts as one failure. */
async function test(): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), 'buckle-check-'));
  try {
    const report = join(folder, 'tests.json');
    const { passed } = await run(
      ['node_modules/vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
      true,
    );
    const counts = readCounts(report);
    return passed || counts.failed > 0 ? counts : { ...counts, failed: 1 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const begin = performance.now();
const checks = await Promise.all([
  check('types', ['node_modules/typescript/bin/tsc', '--project', '.']),
  check('types of the studio', ['node_modules/typescript/bin/tsc', '--project', 'apps/studio']),
  check('lint', ['node_modules/oxlint/bin/oxlint', '--format=unix']),
  check('floors', ['scripts/check-floors.ts']),
]);
const counts = await test();
const failed = counts.failed + checks.filter((passed) => !passed).length;

console.log(`All checks took ${elapsed(begin)}.`);
console.log(`${counts.passed} passed, ${failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''}`);
process.exitCode = failed > 0 ? 1 : 0;

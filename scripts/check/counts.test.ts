import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCounts } from './counts.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'buckle-counts-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function countsOf(report: object): ReturnType<typeof readCounts> {
  const path = join(folder, 'report.json');
  writeFileSync(path, JSON.stringify(report));
  return readCounts(path);
}

describe('readCounts', () => {
  it('takes the numbers of the report', () => {
    const testResults = [{ status: 'failed', assertionResults: [{ status: 'failed' }, { status: 'passed' }] }];
    expect(
      countsOf({ numPassedTests: 7, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1, testResults }),
    ).toEqual({ passed: 7, failed: 1, skipped: 3 });
  });

  it('counts a file that could not be loaded', () => {
    const testResults = [
      { status: 'failed', assertionResults: [] },
      { status: 'passed', assertionResults: [{ status: 'passed' }] },
    ];
    expect(
      countsOf({ numPassedTests: 1, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults }),
    ).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });

  it('counts a missing report as a failure', () => {
    expect(readCounts(join(folder, 'none.json'))).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});

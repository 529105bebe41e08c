import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readEnvironment } from './environment.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'buckle-environment-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('readEnvironment', () => {
  it('completes the environment from the file; the environment wins', () => {
    const file = join(folder, '.env');
    writeFileSync(file, '# comment\nBUCKLE_PORT=1\nBUCKLE_HOST="0.0.0.0"\n');
    expect(readEnvironment({ BUCKLE_PORT: '2' }, file)).toEqual({ BUCKLE_PORT: '2', BUCKLE_HOST: '0.0.0.0' });
  });

  it('does without a file', () => {
    expect(readEnvironment({ BUCKLE_PORT: '2' }, join(folder, '.env'))).toEqual({ BUCKLE_PORT: '2' });
  });

  it('names a file that cannot be read', () => {
    expect(() => readEnvironment({}, folder)).toThrow(folder);
  });
});

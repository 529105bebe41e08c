import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const unit = readFileSync('deploy/systemd/buckle.service', 'utf8');
const hasSystemd = spawnSync('systemd-analyze', ['--version']).error === undefined;
if (!hasSystemd) process.stderr.write('Skipped: the check of deploy/systemd/buckle.service. There is no systemd-analyze.\n');

it.skipIf(!hasSystemd)('the unit for systemd is one', () => {
  const folder = mkdtempSync(join(tmpdir(), 'buckle-unit-'));
  try {
    const path = join(folder, 'buckle.service');
    // The program that it names must be there.
    writeFileSync(path, unit.replaceAll('/opt/buckle/.node/node', process.execPath).replaceAll('/opt/buckle', folder));
    expect(execFileSync('systemd-analyze', ['verify', path], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })).toBe('');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('the unit for systemd starts what "npm start" starts', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
  const [setUp, server] = String(scripts.start).split(/ && NODE_COMPILE_CACHE=\S+ exec /);
  expect(unit).toContain(`ExecStartPre=/usr/bin/env ${setUp}\n`);
  expect(unit).toContain(`ExecStart=/opt/buckle/${server}\n`);
});

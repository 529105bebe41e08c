import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeLastBackup } from '../backup/last-backup.ts';
import { examineInstance, type InstanceParts } from './instance-checks.ts';

const NOW = Date.UTC(2026, 5, 1);
const MINUTE = 60_000;
const locked = { isAvailable: true, isolation: 'full', detail: 'locked in' } as const;

let folder: string;
let sound: InstanceParts;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'buckle-examined-'));
  await writeLastBackup(folder, JSON.stringify({ takenAt: NOW - 60 * MINUTE, bytes: 1 }));
  sound = {
    folder,
    clock: { now: () => NOW },
    work: { overview: async () => ({ states: [], oldestQueuedAt: undefined, failed: 0 }) },
    processes: { newestHeartbeat: async () => NOW - 1000 },
    audit: { verify: async () => ({ chains: 1, entries: 3, removed: 0 }) },
    models: { testConnections: async () => ({ tests: [{ id: '1', type: 'chat', name: 'Deep', test: { ok: true, latency: 5, text: 'ok' } }], untested: 0 }) },
    sandbox: { status: async () => ({ typescript: locked, python: locked }) },
    upgrades: () => [],
  };
});
afterEach(() => rm(folder, { recursive: true }));

it('finds nothing wrong where nothing is', async () => {
  expect((await examineInstance(sound)).map(({ level }) => level)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok']);
});

const broken: readonly [string, string, string, Partial<InstanceParts>][] = [
  ['a clock that was set back', 'Clock', 'problem', { processes: { newestHeartbeat: async () => NOW + 60 * MINUTE } }],
  ['a clock that was never set', 'Clock', 'problem', { clock: { now: () => 0 } }],
  ['work that nobody takes', 'Work', 'problem', { work: { overview: async () => ({ states: [{ kind: 'chat', state: 'queued', count: 1, oldestCreatedAt: NOW - 20 * MINUTE }], oldestQueuedAt: NOW - 20 * MINUTE, failed: 0 }) } }],
  ['work that has failed', 'Work', 'warning', { work: { overview: async () => ({ states: [], oldestQueuedAt: undefined, failed: 2 }) } }],
  ['a broken chain', 'Audit log', 'problem', { audit: { verify: async () => ({ chains: 1, entries: 3, removed: 0, firstBreak: { chain: 1, sequence: 2, entryId: '', reason: 'The entry was removed.' } }) } }],
  ['an upgrade that failed', 'Data upgrade', 'problem', { upgrades: () => [{ collection: 'bots', toVersion: 2, done: 1, total: 2, state: 'failed', reason: 'disk' }] }],
  ['an old backup', 'Backup', 'warning', { clock: { now: () => NOW + 9 * 24 * 60 * MINUTE } }],
  ['a model that does not answer', 'Models', 'problem', { models: { testConnections: async () => ({ tests: [{ id: '1', type: 'chat', name: 'Deep', test: { ok: false, latency: 5, kind: 'authentication', message: 'The key is wrong.' } }], untested: 0 }) } }],
  ['no model at all', 'Models', 'note', { models: { testConnections: async () => ({ tests: [], untested: 0 }) } }],
  ['models that were not tested', 'Models', 'note', { models: { testConnections: async () => ({ tests: [], untested: 3 }) } }],
  ['Python that is not locked in', 'Code nodes', 'warning', { sandbox: { status: async () => ({ typescript: locked, python: { isAvailable: true, isolation: 'process', detail: 'not locked in' } }) } }],
  ['Python that is not run', 'Code nodes', 'note', { sandbox: { status: async () => ({ typescript: locked, python: { isAvailable: false, isolation: 'none', detail: 'Python is not installed' } }) } }],
  ['what cannot be looked at', 'Audit log', 'problem', { audit: { verify: () => Promise.reject(new Error('The disk is gone.')) } }],
];

it.each(broken)('finds %s', async (_name, about, level, parts) => {
  const findings = await examineInstance({ ...sound, ...parts });
  expect(findings).toContainEqual(expect.objectContaining({ about, level }));
});

it('asks for a first backup', async () => {
  await rm(join(folder, 'last-backup.json'));
  expect(await examineInstance(sound)).toContainEqual(expect.objectContaining({ about: 'Backup', level: 'warning' }));
});

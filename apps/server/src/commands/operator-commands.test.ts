import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openMemoryDocuments } from '#data/documents/index.ts';
import { ManualClock } from '#kernel/clock.ts';
import { Keyring, masterKeyPath, readMasterKey, writeMasterKey } from '#services/storage/index.ts';
import { type OperatorContext, runOperatorCommand } from './operator-commands.ts';

const FIRST = randomBytes(32);

let folder: string;
let administrator: { id: string } | undefined;
let context: OperatorContext;
let taken: Buffer[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'buckle-commands-'));
  await writeMasterKey(masterKeyPath(folder), FIRST);
  administrator = undefined;
  taken = [];
  const documents = await openMemoryDocuments();
  context = {
    folder,
    identity: {
      firstAdministrator: async () => administrator,
      issueToken: async (userId, { name, expiresAt }) => ({ token: `pat_${userId} ${name} ${expiresAt}` }),
      workspaceExists: async (id) => id === 'w',
    },
    documents,
    keyring: await Keyring.open(documents, FIRST),
    clock: new ManualClock(Date.UTC(2026, 0, 1)),
    masterKeyGiven: false,
    examine: async () => [],
    reindex: async () => 3,
    onMasterKey: (key) => taken.push(key),
  };
});
afterEach(() => rm(folder, { recursive: true }));

it('has all search indexes built anew, and says how many', async () => {
  expect(await runOperatorCommand(context, 'reindex')).toMatch(/^3 search indexes/);
});

describe('token', () => {
  it('prints a token of the first administrator, good for 90 days', async () => {
    administrator = { id: 'ada' };
    const token = await runOperatorCommand(context, 'token');
    expect(token).toBe(`pat_ada Command line, 2026-01-01T00:00:00.000Z ${Date.UTC(2026, 3, 1)}`);
  });

  it('says so where there is no administrator', async () => {
    await expect(runOperatorCommand(context, 'token')).rejects.toThrow('There is no administrator');
  });
});

describe('rotate-key', () => {
  it('replaces the master key that the folder keeps', async () => {
    const printed = await runOperatorCommand(context, 'rotate-key');
    const kept = await readMasterKey(masterKeyPath(folder));
    expect(taken).toEqual([kept]);
    expect(kept).not.toEqual(FIRST);
    expect(printed).toContain(context.keyring.fingerprint);
    expect(printed).not.toContain(kept?.toString('base64'));
  });

  it('prints a further one where the environment gives it, and leaves the folder alone', async () => {
    const { fingerprint } = context.keyring;
    const printed = await runOperatorCommand({ ...context, masterKeyGiven: true }, 'rotate-key');
    const [, text = ''] = /^BUCKLE_MASTER_KEY=(.+)$/m.exec(printed) ?? [];
    expect(Buffer.from(text, 'base64')).toHaveLength(32);
    expect(await readMasterKey(masterKeyPath(folder))).toEqual(FIRST);
    expect([taken, context.keyring.fingerprint]).toEqual([[], fingerprint]);
  });

  it('gives one workspace a new data key, if there is such a workspace', async () => {
    const before = (await context.keyring.keys('w')).seal('hello', 'here');
    expect(await runOperatorCommand(context, 'rotate-key', 'w')).toContain('data key number 2');
    expect((await context.keyring.open('w', before, 'here')).toString()).toBe('hello');
    await expect(runOperatorCommand(context, 'rotate-key', '12')).rejects.toThrow('There is no workspace 12.');
  });
});

it('a command of another version is refused in words', async () => {
  await expect(runOperatorCommand(context, 'dance')).rejects.toThrow(/knows no command "dance"/);
});

import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Disk } from '#data/documents/one-at-a-time/index.ts';
import type { Documents } from '#data/documents/port.ts';
import { SqliteDatabase } from '#data/documents/sqlite/database.ts';
import { SqliteDocuments } from '#data/documents/sqlite/documents.ts';
import { fingerprintOf, Keyring, masterKeyPath, newMasterKey, readMasterKey, WrongMasterKey, writeMasterKey } from './index.ts';
import { keyCollection, ScopeShredded, type StoredKey } from './keyring.ts';

const OLD = randomBytes(32);
const NEXT = randomBytes(32);

let open: () => Documents;
beforeEach(() => {
  const database = new SqliteDatabase(':memory:');
  open = () => new SqliteDocuments(database);
});

/** Seals in one keyring what another is to open. */
async function seal(keyring: Keyring, scope: string, text: string): Promise<Buffer> {
  return (await keyring.keys(scope)).seal(text, 'here');
}

async function opened(keyring: Keyring, scope: string, sealed: Buffer): Promise<string> {
  return (await keyring.open(scope, sealed, 'here')).toString();
}

describe('the keys of a scope', () => {
  it('open in every process what one of them has sealed, and nothing of another scope', async () => {
    const [first, second] = [await Keyring.open(open(), OLD), await Keyring.open(open(), OLD)];
    const sealed = await seal(first, 'a', 'hello');
    expect(await opened(second, 'a', sealed)).toBe('hello');
    await expect(second.open('b', sealed, 'here')).rejects.toMatchObject({ name: 'SealBroken' });
  });

  it('are destroyed for good: what they sealed stays closed, and no further key is made', async () => {
    const keyring = await Keyring.open(open(), OLD);
    const [sealed, other] = [await seal(keyring, 'a', 'hello'), await seal(keyring, 'b', 'stays')];
    await keyring.rotate('a');
    await keyring.shred('a');
    await keyring.shred('a');
    for (const each of [keyring, await Keyring.open(open(), OLD)]) {
      await expect(each.open('a', sealed, 'here')).rejects.toThrow(ScopeShredded);
      await expect(each.keys('a')).rejects.toThrow(ScopeShredded);
      expect(await opened(each, 'b', other)).toBe('stays');
      expect(await each.fingerprints()).toEqual([keyring.fingerprint]);
    }
  });

  it('are the same where two processes make them at once', async () => {
    const [first, second] = [await Keyring.open(open(), OLD), await Keyring.open(open(), OLD)];
    const [one, other] = await Promise.all([seal(first, 'a', 'one'), seal(second, 'a', 'other')]);
    expect([await opened(second, 'a', one), await opened(first, 'a', other)]).toEqual(['one', 'other']);
  });

  it('are rotated without rewriting: old values stay readable, and other processes learn the new key', async () => {
    const [first, second] = [await Keyring.open(open(), OLD), await Keyring.open(open(), OLD)];
    const before = await seal(first, 'a', 'before');
    await opened(second, 'a', before);
    expect(await first.rotate('a')).toBe(2);
    const after = await seal(first, 'a', 'after');
    expect([before.readUInt32BE(1), after.readUInt32BE(1)]).toEqual([1, 2]);
    expect(await opened(first, 'a', before)).toBe('before');
    expect(await opened(second, 'a', after)).toBe('after');
    expect((await seal(second, 'a', 'later')).readUInt32BE(1)).toBe(2);
  });
});

describe('a named secret', () => {
  it('is made once and kept', async () => {
    const [first, second] = [await Keyring.open(open(), OLD), await Keyring.open(open(), OLD)];
    const [one, other] = await Promise.all([first.secret('tokens'), second.secret('tokens')]);
    expect(one).toEqual(other);
    expect(one).toHaveLength(32);
    expect(await first.secret('sessions')).not.toEqual(one);
  });
});

describe('the master key', () => {
  it('is named by its fingerprint; while it is rotated, both that open everything are', async () => {
    const documents = open();
    const keyring = await Keyring.open(documents, OLD);
    await keyring.keys('a');
    expect(await keyring.fingerprints()).toEqual([fingerprintOf(OLD)]);
    await keyring.addMaster(NEXT);
    expect((await keyring.fingerprints()).toSorted()).toEqual([fingerprintOf(OLD), fingerprintOf(NEXT)].toSorted());
    await keyring.moveToMaster(NEXT);
    expect(await keyring.fingerprints()).toEqual([fingerprintOf(NEXT)]);
  });

  it('is refused in one line where it is another', async () => {
    await Keyring.open(open(), OLD);
    const refused = await Keyring.open(open(), NEXT).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(WrongMasterKey);
    expect(String(refused)).toMatch(/^[^\n]*fingerprint [0-9a-f]{16}[^\n]*BUCKLE_MASTER_KEY[^\n]*$/);
  });

  it('stands nowhere in the documents', async () => {
    const documents = open();
    const keyring = await Keyring.open(documents, OLD);
    await keyring.addMaster(NEXT);
    const raw = await open().collection<StoredKey>(keyCollection);
    const text = JSON.stringify((await raw.find({ limit: 100 })).items);
    for (const key of [OLD, NEXT]) {
      expect(text).not.toContain(key.toString('base64'));
      expect(text).not.toContain(key.toString('hex'));
    }
  });

  it('can be given a successor: both open everything, keys made meanwhile too, then the new one alone', async () => {
    const keyring = await Keyring.open(open(), OLD);
    const before = await seal(keyring, 'before', 'before');
    const adding = keyring.addMaster(NEXT);
    const sealedMeanwhile = await seal(keyring, 'meanwhile', 'meanwhile');
    await adding;
    const after = await seal(keyring, 'after', 'after');
    for (const master of [OLD, NEXT]) {
      const other = await Keyring.open(open(), master);
      expect(await opened(other, 'before', before)).toBe('before');
      expect(await opened(other, 'meanwhile', sealedMeanwhile)).toBe('meanwhile');
      expect(await opened(other, 'after', after)).toBe('after');
    }
    const moving = keyring.moveToMaster(NEXT);
    const late = await seal(keyring, 'late', 'late');
    await moving;
    await expect(Keyring.open(open(), OLD)).rejects.toThrow(WrongMasterKey);
    const other = await Keyring.open(open(), NEXT);
    expect([await opened(other, 'before', before), await opened(other, 'late', late)]).toEqual(['before', 'late']);
    expect(keyring.fingerprint).toBe(other.fingerprint);
  });

  it('before the last two opens nothing any more', async () => {
    const keyring = await Keyring.open(open(), OLD);
    await keyring.addMaster(NEXT);
    const restarted = await Keyring.open(open(), NEXT);
    const third = randomBytes(32);
    await restarted.addMaster(third);
    await expect(Keyring.open(open(), OLD)).rejects.toThrow(WrongMasterKey);
    await Keyring.open(open(), third);
  });

  it.each(Array.from({ length: 14 }, (_, index) => index))('is replaced also where the process is killed after %i commits', async (stopAfter) => {
    const disk = new Disk();
    const first = await Keyring.open(await disk.open(), OLD);
    const sealed = await Promise.all(['a', 'b', 'c'].map((scope) => seal(first, scope, scope)));
    const documents = await disk.open({ stopAfter });
    // The key that is kept is replaced in between, as soon as the new one opens everything.
    let kept = OLD;
    const killed = (async () => {
      const keyring = await Keyring.open(documents, OLD);
      await keyring.addMaster(NEXT);
      kept = NEXT;
      await keyring.moveToMaster(NEXT);
    })();
    await Promise.race([killed, documents.stopped]);

    const keyring = await Keyring.open(await disk.open(), kept);
    await keyring.addMaster(NEXT);
    await keyring.moveToMaster(NEXT);
    const after = await Keyring.open(await disk.open(), NEXT);
    expect(await Promise.all(sealed.map((value, index) => opened(after, 'abc'[index] ?? '', value)))).toEqual(['a', 'b', 'c']);
    await expect(Keyring.open(await disk.open(), OLD)).rejects.toThrow(WrongMasterKey);
  });
});

describe('the file of a master key', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'buckle-key-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('keeps it for its owner alone', async () => {
    const path = masterKeyPath(folder);
    expect(await readMasterKey(path)).toBeUndefined();
    const key = newMasterKey();
    await writeMasterKey(path, OLD);
    await writeMasterKey(path, key);
    expect(await readMasterKey(path)).toEqual(key);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['master.key']);
  });

  it.each(['', 'short', 'x'.repeat(100)])('is refused with its path where it holds no key: %j', async (text) => {
    const path = masterKeyPath(folder);
    await writeFile(path, text);
    await expect(readMasterKey(path)).rejects.toThrow(`${path} does not hold a master key`);
  });
});

import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openMemoryDocuments } from '#data/documents/index.ts';
import { type Files, openFolderFiles } from '#data/files/index.ts';
import { type ByteRange, FileMissing } from '#data/files/port.ts';
import { Keyring, SealBroken, type SealedFile, SealedFiles } from './index.ts';

const CHUNK = 65_536;

let folder: string;
let files: Files;
let keyring: Keyring;
let sealed: SealedFiles;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'buckle-files-'));
  files = await openFolderFiles(folder);
  keyring = await Keyring.open(await openMemoryDocuments(), randomBytes(32));
  sealed = new SealedFiles(files, keyring);
});
afterEach(async () => {
  await files.close();
  await rm(folder, { recursive: true });
});

/** A body in pieces of some size, none of which is a chunk's. */
async function* pieces(bytes: Buffer, size = 10_000): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(file: SealedFile, range?: ByteRange): Promise<Buffer> {
  return buffer(await sealed.get('w', file, range));
}

/** The paths of the files that the folder keeps. */
async function paths(): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

it('all files of a prefix are removed, and no others', async () => {
  for (const key of ['w/1', 'w/2', 'w2/1']) await sealed.put('w', key, pieces(Buffer.from(key)));
  let removed = 0;
  await sealed.deleteAll('w/', { onRemoved: async (count) => void (removed += count) });
  expect(removed).toBe(2);
  expect((await files.list('', { limit: 10 })).map(({ key }) => key)).toEqual(['w2/1']);
});

describe('a sealed file', () => {
  it.each([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 17])('of %i bytes is read as it was stored', async (size) => {
    const bytes = randomBytes(size);
    const file = await sealed.put('w', 'f1', pieces(bytes));
    expect(file).toEqual({ key: 'f1', size });
    expect((await read(file)).equals(bytes)).toBe(true);
  });

  it('may come in pieces larger than a chunk', async () => {
    const bytes = randomBytes(5 * CHUNK);
    expect((await read(await sealed.put('w', 'f1', pieces(bytes, 3 * CHUNK + 5)))).equals(bytes)).toBe(true);
  });

  it.each([
    [0, 0],
    [0, CHUNK - 1],
    [CHUNK - 1, CHUNK],
    [CHUNK, CHUNK],
    [CHUNK, 2 * CHUNK - 1],
    [10, 2 * CHUNK + 10],
    [3 * CHUNK, undefined],
    [3 * CHUNK + 16, 3 * CHUNK + 16],
    [2 * CHUNK + 1, 99 * CHUNK],
  ])('is read from byte %i to byte %s', async (start, end) => {
    const bytes = randomBytes(3 * CHUNK + 17);
    const file = await sealed.put('w', 'f1', pieces(bytes));
    const expected = bytes.subarray(start, end === undefined ? undefined : end + 1);
    expect((await read(file, end === undefined ? { start } : { start, end })).equals(expected)).toBe(true);
  });

  it.each([{ start: CHUNK }, { start: CHUNK + 1 }, { start: 5, end: 4 }])('has no bytes in %j', async (range) => {
    const file = await sealed.put('w', 'f1', pieces(randomBytes(CHUNK)));
    await expect(sealed.get('w', file, range)).rejects.toThrow(RangeError);
  });

  it('is not there before it is stored and after it is removed', async () => {
    await expect(sealed.get('w', { key: 'f1', size: 1 })).rejects.toThrow(FileMissing);
    const file = await sealed.put('w', 'f1', pieces(randomBytes(10)));
    expect([await sealed.delete('f1'), await sealed.delete('f1')]).toEqual([true, false]);
    await expect(sealed.get('w', file)).rejects.toThrow(FileMissing);
  });

  it('leaves nothing where its body breaks half-way', async () => {
    async function* broken(): AsyncGenerator<Buffer> {
      yield randomBytes(3 * CHUNK);
      throw new Error('the client has gone');
    }
    await expect(sealed.put('w', 'f1', broken())).rejects.toThrow('the client has gone');
    await expect(sealed.get('w', { key: 'f1', size: 3 * CHUNK })).rejects.toThrow(FileMissing);
    expect(await paths()).toEqual([]);
  });

  it('stays readable after its scope has a new key, and is no other scope\'s', async () => {
    const bytes = randomBytes(100);
    const file = await sealed.put('w', 'f1', pieces(bytes));
    await keyring.rotate('w');
    expect(await read(file)).toEqual(bytes);
    await expect(sealed.get('v', file)).rejects.toThrow(SealBroken);
  });

  it('shows nothing of its content in the folder', async () => {
    await sealed.put('w', 'f1', pieces(Buffer.from('a secret word '.repeat(10_000))));
    const [path = ''] = await paths();
    expect((await readFile(path)).includes('secret')).toBe(false);
  });
});

describe('what was done to a stored file is noticed:', () => {
  const SIZE = 3 * CHUNK + 17;
  const SEALED_CHUNK = CHUNK + 16;
  let file: SealedFile;
  let stored: Buffer;
  let path: string;
  let header: number;

  beforeEach(async () => {
    file = await sealed.put('w', 'f1', pieces(randomBytes(SIZE)));
    [path = ''] = await paths();
    stored = await readFile(path);
    header = stored.length - SIZE - 4 * 16;
  });

  /** The stored chunk of a number. */
  function chunk(number: number): Buffer {
    return stored.subarray(header + number * SEALED_CHUNK, header + (number + 1) * SEALED_CHUNK);
  }

  it.each([0, 1, 5, 40, 100, CHUNK, 2 * CHUNK, SIZE])('a changed bit at byte %i', async (at) => {
    stored.writeUInt8((stored[at] ?? 0) ^ 4, at);
    await writeFile(path, stored);
    await expect(read(file)).rejects.toThrow(SealBroken);
  });

  it('a cut inside a chunk, between chunks, and of all', async () => {
    for (const length of [stored.length - 1, header + 2 * SEALED_CHUNK, header + 10, header, 3]) {
      await writeFile(path, stored.subarray(0, length));
      await expect(read(file)).rejects.toThrow(SealBroken);
    }
  });

  it('swapped, doubled and dropped chunks', async () => {
    const head = stored.subarray(0, header);
    const [a, b, c, d] = [chunk(0), chunk(1), chunk(2), chunk(3)];
    for (const chunks of [[b, a, c, d], [a, a, c, d], [a, c, d], [a, b, d, c]]) {
      await writeFile(path, Buffer.concat([head, ...chunks]));
      await expect(read(file)).rejects.toThrow(SealBroken);
    }
  });

  it("another file's content under its key", async () => {
    await sealed.put('w', 'f2', pieces(randomBytes(SIZE)));
    const other = (await paths()).find((found) => found !== path) ?? '';
    await writeFile(path, await readFile(other));
    await expect(read(file)).rejects.toThrow(SealBroken);
  });

  it('another size in its document', async () => {
    for (const size of [SIZE + CHUNK, SIZE - CHUNK, CHUNK]) await expect(read({ ...file, size })).rejects.toThrow(SealBroken);
  });
});

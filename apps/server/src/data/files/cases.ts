import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import type { Files } from './port.ts';
import { FileMissing } from './port.ts';

/** Empty files for one test. */
export interface FilesStore {
  readonly files: Files;
  /** Closes the files and opens them again. */
  readonly reopen: () => Promise<Files>;
  /** Closes whatever is open and removes what was stored. */
  readonly end: () => Promise<void>;
}

function bytes(...chunks: (string | Uint8Array)[]): AsyncIterable<Uint8Array> {
  return Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
}

/** The cases that every adapter of the files port must pass. */
export function filesCases(name: string, openStore: () => Promise<FilesStore>): void {
  describe(`files: ${name}`, () => {
    const opened: FilesStore[] = [];
    afterEach(async () => {
      for (const store of opened.splice(0)) await store.end();
    });
    const openFiles = async () => {
      const store = await openStore();
      opened.push(store);
      return store;
    };
    const open = async () => (await openFiles()).files;

    it('keeps an object, also when opened again', async () => {
      const store = await openFiles();
      const before = Date.now();
      const info = await store.files.put('a/b.txt', bytes('hello ', '世界'));
      expect(info).toMatchObject({ key: 'a/b.txt', size: 12 });
      expect(Math.abs(info.modifiedAt - before)).toBeLessThan(60_000);
      expect(await text(await store.files.get('a/b.txt'))).toBe('hello 世界');
      const files = await store.reopen();
      expect(await files.info('a/b.txt')).toEqual(info);
      expect(await text(await files.get('a/b.txt'))).toBe('hello 世界');
    });

    it('keeps large and empty objects to the byte', async () => {
      const files = await open();
      const chunks = Array.from({ length: 40 }, () => randomBytes(100_001));
      await files.put('large', Readable.from(chunks));
      const hash = (data: Uint8Array) => createHash('sha256').update(data).digest('hex');
      expect(hash(await buffer(await files.get('large')))).toBe(hash(Buffer.concat(chunks)));
      expect(await files.put('empty', bytes())).toMatchObject({ size: 0 });
      expect(await text(await files.get('empty'))).toBe('');
    });

    it('replaces an object, but not under who reads it', async () => {
      const files = await open();
      await files.put('a', bytes('first'));
      const reader = await files.get('a');
      await files.put('a', bytes('second'));
      expect(await text(reader)).toBe('first');
      expect(await text(await files.get('a'))).toBe('second');
      expect(await files.info('a')).toMatchObject({ size: 6 });
    });

    it('stores nothing of a body that breaks', async () => {
      const files = await open();
      const broken = async function* () {
        yield Buffer.from('half');
        throw new Error('The line broke.');
      };
      await expect(files.put('new', broken())).rejects.toThrow('The line broke.');
      await expect(files.get('new')).rejects.toThrow(FileMissing);
      await files.put('old', bytes('whole'));
      await expect(files.put('old', broken())).rejects.toThrow('The line broke.');
      expect(await text(await files.get('old'))).toBe('whole');
      expect(await files.list('', { limit: 10 })).toHaveLength(1);
    });

    it('reads a part', async () => {
      const files = await open();
      await files.put('a', bytes('0123456789'));
      const part = async (start: number, end?: number) => text(await files.get('a', end === undefined ? { start } : { start, end }));
      expect(await part(0, 0)).toBe('0');
      expect(await part(3, 6)).toBe('3456');
      expect(await part(7)).toBe('789');
      expect(await part(8, 100)).toBe('89');
      for (const range of [{ start: 10 }, { start: 5, end: 4 }, { start: -1 }, { start: 0.5 }]) {
        await expect(files.get('a', range)).rejects.toThrow(RangeError);
      }
    });

    it('deletes an object and says whether there was one', async () => {
      const files = await open();
      await files.put('a/b/c', bytes('x'));
      await files.put('a/d', bytes('y'));
      expect(await files.delete('a/b/c')).toBe(true);
      expect(await files.delete('a/b/c')).toBe(false);
      await expect(files.get('a/b/c')).rejects.toThrow(FileMissing);
      await expect(files.info('a/b/c')).rejects.toThrow(FileMissing);
      expect(await text(await files.get('a/d'))).toBe('y');
      await files.put('a/b/c', bytes('again'));
      expect(await text(await files.get('a/b/c'))).toBe('again');
    });

    it('takes a key that is the beginning of another, and tells capital letters apart', async () => {
      const files = await open();
      const keys = ['a', 'a/b', 'A', 'a/B', 'a.b', '.a', '-', 'x'.repeat(100), `${`${'Y'.repeat(99)}/`.repeat(5)}z`];
      for (const key of keys) await files.put(key, bytes(key));
      for (const key of keys) expect(await text(await files.get(key))).toBe(key);
      expect((await files.list('', { limit: 100 })).map(({ key }) => key)).toEqual(keys.toSorted());
    });

    it('lists by prefix, in the order of the keys, page by page', async () => {
      const files = await open();
      const keys = ['w1/a', 'w1/b/c', 'w1/b/d', 'w1/b-e', 'w1/b0', 'w10/x', 'w2/y'];
      for (const key of keys.toReversed()) await files.put(key, bytes(key));
      const list = async (prefix: string, limit = 100, after?: string) =>
        (await files.list(prefix, after === undefined ? { limit } : { limit, after })).map(({ key }) => key);
      expect(await list('')).toEqual(keys.toSorted());
      expect(await list('w1/')).toEqual(['w1/a', 'w1/b-e', 'w1/b/c', 'w1/b/d', 'w1/b0']);
      expect(await list('w1/b')).toEqual(['w1/b-e', 'w1/b/c', 'w1/b/d', 'w1/b0']);
      expect(await list('w1/', 2)).toEqual(['w1/a', 'w1/b-e']);
      expect(await list('w1/', 2, 'w1/b-e')).toEqual(['w1/b/c', 'w1/b/d']);
      expect(await list('', 2, 'w1/b/cc')).toEqual(['w1/b/d', 'w1/b0']);
      expect(await list('w3')).toEqual([]);
      expect((await files.list('w2/', { limit: 1 }))[0]).toEqual(await files.info('w2/y'));
    });

    it('takes puts and deletes of neighbours at the same time', async () => {
      const files = await open();
      const work = Array.from({ length: 20 }, async (_, n) => {
        await files.put(`deep/er/${n}`, bytes(String(n)));
        if (n % 2 === 0) await files.delete(`deep/er/${n}`);
      });
      await Promise.all(work);
      expect(await files.list('deep/', { limit: 100 })).toHaveLength(10);
    });

    it('refuses what is no key', async () => {
      const files = await open();
      const wrong = ['', '/', '/a', 'a/', 'a//b', '.', '..', 'a/../b', './a', 'a/..', 'a b', 'ä', 'a\\b', 'a\0', 'a@', '^a', 'x'.repeat(101), 'a/'.repeat(260) + 'a'];
      for (const key of wrong) {
        await expect(files.put(key, bytes('x'))).rejects.toThrow(TypeError);
        await expect(files.get(key)).rejects.toThrow(TypeError);
        await expect(files.delete(key)).rejects.toThrow(TypeError);
      }
    });

    it('refuses calls once it is closed', async () => {
      const files = await open();
      await files.close();
      await expect(files.get('a')).rejects.toThrow('closed');
      await expect(files.list('', { limit: 1 })).rejects.toThrow('closed');
    });
  });
}

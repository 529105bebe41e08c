import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tasks } from '../cases/fixture.ts';
import type { Documents } from '../port.ts';
import { openSqliteDocuments } from './index.ts';

let folder: string;
let documents: Documents;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'buckle-copy-'));
  documents = await openSqliteDocuments({ path: join(folder, 'documents.db') });
});

afterEach(async () => {
  await documents.close();
  await rm(folder, { recursive: true });
});

/** The documents of a copy: their ids, and the number of entries of the stream `s`. */
async function contentsOf(path: string): Promise<{ ids: Set<string>; entries: number }> {
  const copy = await openSqliteDocuments({ path });
  try {
    const collection = await copy.collection(tasks);
    const ids = new Set<string>();
    let after: string | undefined;
    do {
      const page = await collection.find({ limit: 1000, ...(after === undefined ? {} : { after }) });
      for (const { id } of page.items) ids.add(id);
      after = page.next;
    } while (after !== undefined);
    return { ids, entries: (await copy.read('s')).length };
  } finally {
    await copy.close();
  }
}

describe('a copy of documents that are in use', () => {
  it('holds everything that was acknowledged before its last step, time after time', async () => {
    const collection = await documents.collection(tasks);
    const acknowledged: string[] = [];
    let appended = 0;
    let isWriting = true;
    const write = async (lane: number): Promise<void> => {
      for (let n = 0; isWriting; n += 1) {
        const id = `${lane}-${n}`;
        await collection.insert({ id, workspaceId: 'x'.repeat(2000) });
        acknowledged.push(id);
      }
    };
    const append = async (): Promise<void> => {
      while (isWriting) appended = await documents.append('s', appended, ['entry']);
    };
    const writing = Promise.all([write(1), write(2), write(3), append()]);
    for (let round = 0; round < 8 || acknowledged.length <= 100; round += 1) {
      const path = join(folder, `copy-${round}.db`);
      let promised: readonly string[] = [];
      let promisedEntries = 0;
      const onProgress = (): void => {
        promised = acknowledged.slice();
        promisedEntries = appended;
      };
      await documents.copyTo?.(path, { onProgress });
      const { ids, entries } = await contentsOf(path);
      expect(promised.filter((id) => !ids.has(id))).toEqual([]);
      expect(entries).toBeGreaterThanOrEqual(promisedEntries);
    }
    isWriting = false;
    await writing;
    expect(acknowledged.length).toBeGreaterThan(100);
  });

  it('is for its owner alone, tells how far it is, and replaces what a kill has left in its place', async () => {
    const collection = await documents.collection(tasks);
    await Promise.all(Array.from({ length: 500 }, (_, n) => collection.insert({ id: `t${n}`, workspaceId: 'x'.repeat(2000) })));
    const path = join(folder, 'copy.db');
    const seen: number[] = [];
    await documents.copyTo?.(path);
    await documents.copyTo?.(path, { onProgress: (done) => seen.push(done) });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.every((done, index) => done > (seen[index - 1] ?? -1) && done < 1)).toBe(true);
    expect((await contentsOf(path)).ids.size).toBe(500);
  });

  it('leaves nothing where it is stopped, before it began or half-way', async () => {
    const collection = await documents.collection(tasks);
    await Promise.all(Array.from({ length: 500 }, (_, n) => collection.insert({ id: `t${n}`, workspaceId: 'x'.repeat(2000) })));
    const path = join(folder, 'copy.db');
    const early = AbortSignal.abort(new Error('Stopped early.'));
    await expect(documents.copyTo?.(path, { signal: early })).rejects.toThrow('Stopped early.');
    const half = new AbortController();
    const stopped = documents.copyTo?.(path, { signal: half.signal, onProgress: (done) => done > 0.3 && half.abort(new Error('Stopped half-way.')) });
    await expect(stopped).rejects.toThrow('Stopped half-way.');
    expect((await readdir(folder)).filter((name) => name.startsWith('copy'))).toEqual([]);
    expect(await collection.count({})).toBe(500);
  });
});

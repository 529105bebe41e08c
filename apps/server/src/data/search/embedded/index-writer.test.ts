import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it, vi } from 'vitest';
import { createFile } from './index-file.ts';
import { IndexWriter } from './index-writer.ts';

it('says that the disk is full, and writes again where it is no more', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'buckle-search-'));
  createFile(folder, 'full');
  const opening = vi.spyOn(DatabaseSync.prototype, 'exec');
  const writer = new IndexWriter(folder, 'full');
  const [opened] = opening.mock.contexts;
  opening.mockRestore();
  if (!(opened instanceof DatabaseSync)) throw new Error('The writer opened no index.');
  try {
    const passage = (id: string, dimensions: number) => ({ id, words: Buffer.from('apple '), terms: new Uint8Array(4), vector: new Float32Array(dimensions) });
    opened.exec('PRAGMA max_page_count = 1');
    expect(() => writer.put({ documentId: 'd', generation: 1 }, [passage('a', 50_000)])).toThrow(/full/);
    opened.exec('PRAGMA max_page_count = 4294967294');
    writer.put({ documentId: 'd', generation: 1 }, [passage('a', 50_000)]);
  } finally {
    writer.close();
    await rm(folder, { recursive: true });
  }
});

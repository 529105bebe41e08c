import { describe, expect, it } from 'vitest';
import { SqliteDatabase } from '#data/documents/sqlite/database.ts';
import { SqliteDocuments } from '#data/documents/sqlite/documents.ts';
import { openProcess } from '#services/work/testing.ts';
import type { RunEntry } from '../engine/journal.ts';
import { KeptEntries } from './kept-entries.ts';
import { valuesInMemory } from '../testing/values-in-memory.ts';

const entries: readonly RunEntry[] = [{ type: 'started', path: 'a', node: 'a', attempt: 0, at: 0 }];

describe('what a run did', () => {
  it('is kept once, and what follows is written, when the end of the run is committed again', async () => {
    const { documents, keyring, ends } = await openProcess(new SqliteDocuments(new SqliteDatabase(':memory:')), { alone: true });
    await keyring.keys('w');
    const kept = new KeptEntries(documents, keyring, valuesInMemory(keyring));
    const end = (id: string) => documents.inOrder([...kept.replacing('w', 'r', entries), () => ends.insert({ id, state: 'completed' })]);
    await end('first');
    await end('second');
    expect(await kept.read('w', 'r')).toEqual(entries);
    expect(await ends.get('second')).toBeDefined();
  });
});

import { canvas, end, line, start } from '@buckle/canvas/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Documents } from '#data/documents/port.ts';
import { SqliteDatabase } from '#data/documents/sqlite/database.ts';
import { SqliteDocuments } from '#data/documents/sqlite/documents.ts';
import { ManualClock } from '#kernel/clock.ts';
import { Journal } from '#services/work/index.ts';
import { openProcess } from '#services/work/testing.ts';
import type { RunEntry } from '../engine/journal.ts';
import { planOf } from '../engine/testing/run-canvas.ts';
import { beginRun, openRunProcess } from '../testing/run-process.ts';
import { KeptEntries } from './kept-entries.ts';
import { valuesInMemory } from '../testing/values-in-memory.ts';

const entries: readonly RunEntry[] = [{ type: 'started', path: 'a', node: 'a', attempt: 0, at: 0 }];

let documents: Documents;

beforeEach(() => {
  documents = new SqliteDocuments(new SqliteDatabase(':memory:'));
});

const clock = new ManualClock();

function openRun() {
  return openRunProcess(documents, { clock, plan: planOf(canvas([start(), end()], [line('100001', '900001')])) });
}

describe('what a run did', () => {
  it('is there after its work is forgotten, and goes when the run is removed', async () => {
    const process = await openRun();
    await (await beginRun(process)).rest;
    clock.advance(1_000);
    await process.work.forget(() => Promise.resolve(500));
    expect(await process.work.get('1')).toBeUndefined();
    expect(await process.kept.read('w', '1')).toMatchObject([{ path: '100001' }, { path: '900001' }]);
    await documents.inOrder(process.kept.removing('1'));
    expect(await process.kept.read('w', '1')).toEqual([]);
  });

  it('is kept where an earlier version had noted it with the end, and was killed', async () => {
    const { kind, keyring, kept } = await openRun();
    const journal = Journal.empty(documents, keyring, 'w', '1');
    const input = { workflowId: 'f', version: '', mode: 0, creatorId: 'u', botId: '', connectorId: '', inputs: {}, pins: {} } as const;
    const writes = await kind.conclude({ id: '1', workspaceId: 'w', createdAt: 0, input, journal, resumed: true }, { state: 'completed', result: { entries, output: {} } }, []);
    await documents.inOrder(writes);
    expect(await kept.read('w', '1')).toEqual(entries);
  });

  it('is kept once, and what follows is written, when the end of the run is committed again', async () => {
    const { keyring, ends } = await openProcess(documents, { alone: true });
    await keyring.keys('w');
    const kept = new KeptEntries(documents, keyring, valuesInMemory(keyring));
    const end = (id: string) => documents.inOrder([...kept.replacing('w', 'r', entries), () => ends.insert({ id, state: 'completed' })]);
    await end('first');
    await end('second');
    expect(await kept.read('w', 'r')).toEqual(entries);
    expect(await ends.get('second')).toBeDefined();
  });
});

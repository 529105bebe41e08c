import { beforeEach, describe, expect, it, vi } from 'vitest';
import { SqliteDatabase } from '#data/documents/sqlite/database.ts';
import { SqliteDocuments } from '#data/documents/sqlite/documents.ts';
import { ManualClock } from '#kernel/clock.ts';
import { silentLogger } from '#kernel/logger.ts';
import { DocumentsInUse, SoleProcess } from './sole-process.ts';

let database: SqliteDatabase;
let clock: ManualClock;

/** Another process on the same documents; no process waits. */
const take = async (place: string) =>
  SoleProcess.take(new SqliteDocuments(database), place, clock, { logger: silentLogger, onLost() {}, waitFor: 0 });

beforeEach(() => {
  database = new SqliteDatabase(':memory:');
  clock = new ManualClock();
});

describe('documents on a shared server', () => {
  it('are held by one data folder at a time, and the next is told whose', async () => {
    const first = await take('a:/data');
    const second = take('b:/data');
    await expect(second).rejects.toThrow(DocumentsInUse);
    await expect(second).rejects.toThrow('a:/data');
    await first.release();
    await (await take('b:/data')).release();
  });

  it('are taken over at once by the next process of the same data folder', async () => {
    const killed = await take('a:/data');
    await expect(take('a:/data')).resolves.not.toBe(killed);
  });

  it('are taken over from a process that was silent for too long', async () => {
    const silent = await take('a:/data');
    clock.advance(20_001);
    const next = await take('b:/data');
    await silent.release();
    await expect(take('c:/data')).rejects.toThrow('b:/data');
    await next.release();
  });

  it('are let go while the hold is being renewed', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      const first = await take('a:/data');
      vi.advanceTimersByTime(5_000);
      await first.release();
      await expect(take('b:/data')).resolves.toBeDefined();
    } finally {
      vi.useRealTimers();
    }
  });
});

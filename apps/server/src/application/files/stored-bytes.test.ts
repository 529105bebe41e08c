import { beforeEach, describe, expect, it } from 'vitest';
import { Disk } from '#data/documents/one-at-a-time/index.ts';
import type { Documents } from '#data/documents/port.ts';
import { ManualClock } from '#kernel/clock.ts';
import { Keyring } from '#services/storage/index.ts';
import type { FileDocument } from './file-document.ts';
import { openFileCollection } from './file-document.ts';
import { addingBytes, openTotals, recountTotals, storedBytes } from './stored-bytes.ts';

const DAY = 24 * 3_600_000;

let clock: ManualClock;
beforeEach(() => {
  clock = new ManualClock();
});

async function open(documents: Documents) {
  const keyring = await Keyring.open(documents, Buffer.alloc(32, 3));
  return { documents, clock, files: await openFileCollection(documents, keyring), totals: await openTotals(documents) };
}

function file(id: string, size: number): FileDocument {
  return { id, workspaceId: 'w', ownerId: 'u', name: 'a', size, mediaType: 'text/plain', hash: 'h', storageKey: `w/${id}`, createdAt: clock.now() };
}

async function store({ documents, clock: time, files, totals }: Awaited<ReturnType<typeof open>>, each: FileDocument): Promise<void> {
  const adding = await addingBytes({ files, totals, clock: time }, 'w', each.size);
  await documents.inOrder([() => files.insert(each), adding]);
}

describe('the sum of stored bytes', () => {
  it('knows the files that were there before it', async () => {
    const context = await open(await new Disk().open());
    await context.files.insert(file('1', 7));
    await store(context, file('2', 5));
    expect(await storedBytes(context, 'w')).toBe(12);
    expect(await storedBytes(context, 'another')).toBe(0);
  });

  it('is put right where a kill has come between a file and its sum', async () => {
    const disk = new Disk();
    await store(await open(await disk.open()), file('1', 7));
    const documents = await disk.open({ stopAfter: 1 });
    await Promise.race([documents.stopped, open(documents).then((context) => store(context, file('2', 5)))]);
    const context = await open(await disk.open());
    expect(await context.files.count({ workspaceId: 'w' })).toBe(2);
    expect(await storedBytes(context, 'w')).toBe(7);
    await recountTotals(context);
    expect(await storedBytes(context, 'w')).toBe(7);
    clock.advance(DAY + 1);
    await recountTotals(context);
    expect(await storedBytes(context, 'w')).toBe(12);
  });
});

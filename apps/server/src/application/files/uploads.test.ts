import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Idempotency } from '#application/idempotency/index.ts';
import type { Identity } from '#application/identity/index.ts';
import { WorkspaceLimits } from '#application/limits/index.ts';
import { MemoryCache } from '#data/cache/index.ts';
import { Disk, type OneAtATimeDocuments } from '#data/documents/one-at-a-time/index.ts';
import { openFolderFiles } from '#data/files/index.ts';
import { ManualClock } from '#kernel/clock.ts';
import { IdGenerator } from '#kernel/ids.ts';
import { silentLogger } from '#kernel/logger.ts';
import type { Principal } from '#kernel/principal.ts';
import { Keyring, SealedFiles } from '#services/storage/index.ts';
import { ProcessRegistry } from '#services/work/index.ts';
import { openFileCollection } from './file-document.ts';
import { openTotals, storedBytes } from './stored-bytes.ts';
import { uploadFile } from './upload-file.ts';
import { openUploads, settleUploads } from './uploads.ts';

const OLGA: Principal = { userId: 'olga', instanceAdmin: false, via: 'token', credentialId: 't' };
const BYTES = 'seven b';

let root: string;
/** Where the installation under test keeps its files. */
let folder: string;
let clock: ManualClock;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'buckle-uploads-'));
  folder = join(root, '0');
  clock = new ManualClock();
});
afterEach(() => rm(root, { recursive: true }));

/** What a process has opened that knows every other to be dead. */
async function open(documents: OneAtATimeDocuments) {
  // Ids are made from the time, which a process that starts later has later.
  clock.advance(1_000);
  const processes = await ProcessRegistry.join(documents, clock, true);
  for (const { id } of await processes.dead()) await processes.remove(id);
  const keyring = await Keyring.open(documents, Buffer.alloc(32, 3));
  await keyring.keys('w');
  const stored = await openFolderFiles(folder);
  const puts = vi.spyOn(stored, 'put');
  // Uploads use no more of it.
  const identity = { authorize: async () => 'owner' as const, defaultWorkspace: async () => 'w' } as unknown as Identity;
  const context = {
    documents, keyring, identity, processes, clock,
    storage: new SealedFiles(stored, keyring),
    audit: { attempt: () => Promise.reject(new Error('Nothing is audited.')) },
    limits: await WorkspaceLimits.open(documents, new MemoryCache(clock), clock),
    idempotency: await Idempotency.open(documents, keyring, clock),
    ids: new IdGenerator(clock, processes.node),
    logger: silentLogger,
    files: await openFileCollection(documents, keyring),
    totals: await openTotals(documents),
    uploads: await openUploads(documents),
  };
  return { context, stored, puts };
}
type Opened = Awaited<ReturnType<typeof open>>;

const upload = ({ context }: Opened, idempotencyKey?: string, body: Iterable<Buffer> = [Buffer.from(BYTES)]) =>
  uploadFile(context, OLGA, { file: { fileName: 'a.txt', body: Readable.from(body) }, idempotencyKey });

/** How many files there are, which bytes belong to none or are missing, and how many are counted. */
async function standing({ context, stored }: Opened) {
  const { items } = await context.files.find({ where: { workspaceId: 'w' }, sort: 'createdAt', limit: 100 });
  const keys = new Set((await stored.list('', { limit: 100 })).map(({ key }) => key));
  const named = new Set(items.map(({ storageKey }) => storageKey));
  const astray = [...keys.symmetricDifference(named)];
  return { files: items.length, astray, counted: await storedBytes(context, 'w'), uploads: await context.uploads.count({}) };
}

/** How it ought to be with so many files. */
function whole(files: number) {
  return { files, astray: [], counted: files * BYTES.length, uploads: 0 };
}

/** Kills an upload after so many of its process's commits. Returns what the next process finds once it has seen to it. */
async function killed(stopAfter: number, acknowledgeLast: boolean) {
  folder = join(root, String(stopAfter));
  const disk = new Disk();
  const first = await disk.open();
  await upload(await open(first));
  const documents = await disk.open({ stopAfter, acknowledgeLast });
  let opened: Opened | undefined;
  const second = open(documents).then((parts) => upload((opened = parts), 'k'));
  const isDone = await Promise.race([second.then(() => true), documents.stopped.then(() => false)]);
  // What it does up to its next use of the documents.
  await new Promise(setImmediate);
  await Promise.allSettled(opened?.puts.mock.results.map(({ value }) => value) ?? []);
  const third = await open(await disk.open());
  await settleUploads(third.context);
  return { third, isDone };
}

describe.each([true, false])('an upload that is killed (the last commit told: %s)', (acknowledgeLast) => {
  it('after any of its commits leaves bytes and sum right, and can be repeated under its key', async () => {
    for (let stopAfter = 1, isDone = false; !isDone; stopAfter++) {
      const after = await killed(stopAfter, acknowledgeLast);
      ({ isDone } = after);
      const made = await after.third.context.files.count({ workspaceId: 'w' });
      expect(await standing(after.third)).toEqual(whole(made));
      await upload(after.third, 'k');
      expect(await standing(after.third)).toEqual(whole(2));
    }
  });
});

describe('an upload', () => {
  it('that comes twice at once under one key is stored once', async () => {
    const opened = await open(await new Disk().open());
    const [one, other] = await Promise.allSettled([upload(opened, 'k'), upload(opened, 'k')]);
    expect([one.status, other.status]).toContain('fulfilled');
    expect(await standing(opened)).toEqual(whole(1));
  });

  it('whose body breaks off leaves nothing', async () => {
    const opened = await open(await new Disk().open());
    function* broken(): Generator<Buffer> {
      yield Buffer.from(BYTES);
      throw new Error('The client has gone.');
    }
    await expect(upload(opened, undefined, broken())).rejects.toThrow('The client has gone.');
    expect(await standing(opened)).toEqual(whole(0));
  });

  it('that another process has under way is let be', async () => {
    const opened = await open(await new Disk().open());
    const { promise, resolve } = Promise.withResolvers<void>();
    async function* slow(): AsyncGenerator<Buffer> {
      yield Buffer.from(BYTES);
      await settleUploads(opened.context);
      resolve();
    }
    await uploadFile(opened.context, OLGA, { file: { fileName: 'a.txt', body: Readable.from(slow()) } });
    await promise;
    expect(await standing(opened)).toEqual(whole(1));
  });
});

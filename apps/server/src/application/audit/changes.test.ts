import { createSecretKey, randomBytes } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { listAudit } from '@buckle/contract';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type Collection, type CollectionDefinition, type Documents, openMemoryDocuments, RevisionConflict } from '#data/documents/index.ts';
import { Disk } from '#data/documents/one-at-a-time/index.ts';
import { ManualClock } from '#kernel/clock.ts';
import { BadRequest, Unavailable } from '#kernel/errors.ts';
import { IdGenerator } from '#kernel/ids.ts';
import type { Principal } from '#kernel/principal.ts';
import { openAuditStores } from './entry.ts';
import { type Audit, auditOver, auditRoutes } from './index.ts';

interface Thing {
  readonly id: string;
  readonly size: number;
}

const things: CollectionDefinition<Thing> = { name: 'things', schemaVersion: 1, indexes: [] };
const anna: Principal = { userId: 'anna', instanceAdmin: false, via: 'token', credentialId: 't1' };
const key = createSecretKey(randomBytes(32));
const clock = new ManualClock();
const ids = new IdGenerator(clock, 1);

/** A process of an installation that audits changes of things. */
async function openProcess(documents: Documents) {
  const collection = await documents.collection(things);
  const audit = auditOver(await openAuditStores(documents), key, clock, ids);
  return {
    audit,
    collection,
    create: (id: string) => audit.change(anna, 'bot.create', thing(id), [() => collection.insert({ id, size: 1 })]),
    resize: (id: string, size: number, revision?: number) =>
      audit.change(anna, 'bot.update', thing(id), [() => collection.update(id, { set: { size } }, revision === undefined ? {} : { revision })]),
    remove: (id: string) => audit.change(anna, 'bot.delete', thing(id), [() => collection.delete(id)]),
  };
}

function thing(id: string) {
  return { type: 'thing', id, workspaceId: 'w1' };
}

/** What the log says, oldest first, as its readers see it. */
async function logOf({ audit }: { readonly audit: Audit }): Promise<string[]> {
  const [list] = auditRoutes(audit, { authorize: () => Promise.resolve('owner'), authorizeInstance: () => Promise.resolve(), workspaceExists: () => Promise.resolve(true) });
  const query = listAudit.query.parse({ workspace_id: 'w1', page_size: '100' });
  const call = { params: {}, query, body: {}, address: '', userAgent: '', origin: '', cookies: {}, setCookie: () => undefined, principal: anna };
  const { items } = listAudit.answer.parse(await list?.handle(call));
  return items.map((entry) => `${entry.resource_id} ${entry.action} ${entry.outcome}`).reverse();
}

let process: Awaited<ReturnType<typeof openProcess>>;
let audit: Audit;
let collection: Collection<Thing>;

beforeEach(async () => {
  process = await openProcess(await openMemoryDocuments());
  ({ audit, collection } = process);
});

describe('a change', () => {
  it('has its entry, and returns what its writes came to', async () => {
    const writes = [() => collection.insert({ id: '1', size: 1 }), () => collection.delete('2')] as const;
    expect(await audit.change(anna, 'bot.create', thing('1'), writes, { size: 1 })).toEqual([{ id: '1', size: 1, revision: 1 }, false]);
    expect(await logOf(process)).toEqual(['1 bot.create done']);
    expect((await audit.stores.entries.find({ limit: 1 })).items[0]).toMatchObject({ actorId: 'anna', details: { size: 1 } });
  });

  it('is never seen without its entry, nor the entry without it, where the documents commit both together', async () => {
    await process.create('1');
    const seen = new Set<string>();
    let isDone = false;
    const change = process.resize('1', 2).finally(() => (isDone = true));
    const look = async () => seen.add(`${(await collection.get('1'))?.size} ${(await logOf(process)).join()}`);
    for (; !isDone; await nextTurn()) await look();
    await change;
    await look();
    expect([...seen]).toEqual(['1 1 bot.create done', '2 1 bot.create done,1 bot.update done']);
  });

  it('that is refused has failed, and breaks no chain', async () => {
    await process.create('1');
    await expect(process.resize('1', 2, 7)).rejects.toThrow(RevisionConflict);
    await process.resize('1', 3, 1);
    expect(await logOf(process)).toEqual(['1 bot.create done', '1 bot.update failed', '1 bot.update done']);
    expect(await audit.verify()).toEqual({ chains: 1, entries: 3, removed: 0 });
  });

  it('that may have been made and may not, is neither done nor failed', async () => {
    await process.create('1');
    const lost = () => Promise.reject(new Unavailable('The connection was lost.'));
    await expect(audit.change(anna, 'bot.update', thing('1'), [lost])).rejects.toThrow(Unavailable);
    await process.remove('1');
    expect(await logOf(process)).toEqual(['1 bot.create done', '1 bot.update begun', '1 bot.delete done']);
    expect(await audit.verify()).toEqual({ chains: 1, entries: 3, removed: 0 });
  });

  it('is not made where its entry cannot be written', async () => {
    await process.create('1');
    vi.spyOn(audit.stores.entries, 'insert').mockRejectedValueOnce(new Unavailable('disk full'));
    await expect(process.resize('1', 2)).rejects.toThrow('disk full');
    expect((await collection.get('1'))?.size).toBe(1);
    await process.resize('1', 3);
    expect(await logOf(process)).toEqual(['1 bot.create done', '1 bot.update done']);
    expect(await audit.verify()).toEqual({ chains: 2, entries: 2, removed: 0 });
  });

  it('has the outcome of its own among many at once, refused ones between them', async () => {
    const other = Array.from({ length: 10 }, (_, index) => audit.record(anna, 'bot.read', thing(`r${index}`), 'refused'));
    const outcomes = await Promise.allSettled([...Array.from({ length: 30 }, (_, index) => process.create(`${index % 20}`)), ...other]);
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(10);
    const log = await logOf(process);
    expect(log.filter((line) => line.endsWith('create done'))).toHaveLength(20);
    expect(log.filter((line) => line.endsWith('create failed'))).toHaveLength(10);
    expect(await audit.verify()).toEqual({ chains: 1, entries: 40, removed: 0 });
  });

  it('that is an operation of its own is done or failed as that is', async () => {
    expect(await audit.attempt(anna, 'bot.share', thing('1'), async () => 'clean')).toBe('clean');
    const refused = async () => Promise.reject(new BadRequest('It is clean.'));
    await expect(audit.attempt(anna, 'bot.share', thing('1'), refused)).rejects.toThrow('It is clean.');
    expect(await logOf(process)).toEqual(['1 bot.share done', '1 bot.share failed']);
    expect(await audit.verify()).toEqual({ chains: 1, entries: 2, removed: 0 });
  });
});

describe('verifying finds', () => {
  const change = (action: string) => async () => (await audit.stores.entries.find({ limit: 10 })).items.find((entry) => entry.action === action);
  const resized = change('bot.update');

  beforeEach(async () => {
    await process.create('1');
    await process.resize('1', 2, 7).catch(() => undefined);
    await process.remove('1');
    await audit.record(anna, 'bot.read', thing('1'), 'refused');
  });

  const alter = async (action: string, changes: Parameters<typeof audit.stores.entries.update>[1]) => {
    const { id = '' } = (await change(action)()) ?? {};
    await audit.stores.entries.update(id, changes);
    return (await audit.verify()).firstBreak;
  };

  it('an outcome that was changed', async () => {
    const { signature = '' } = (await resized())?.ending ?? {};
    expect(await alter('bot.update', { set: { ending: { outcome: 'done', signature } } })).toMatchObject({
      sequence: 1,
      reason: 'The outcome of the entry was changed.',
    });
  });

  it('the outcome of another entry', async () => {
    const ending = (await change('bot.create')())?.ending;
    expect(ending?.outcome).toBe('done');
    expect(await alter('bot.update', { set: { ending } })).toMatchObject({ sequence: 1, reason: 'The outcome of the entry was changed.' });
  });

  it('an outcome that was given to an entry which had one from the beginning', async () => {
    const ending = (await change('bot.create')())?.ending;
    expect(await alter('bot.read', { set: { ending } })).toMatchObject({ sequence: 3, reason: 'The outcome of the entry was changed.' });
  });

  it('an outcome that was removed', async () => {
    expect(await alter('bot.update', { unset: ['ending'] })).toMatchObject({ sequence: 1, reason: 'The outcome of the entry was removed.' });
  });

  it('a head that was made to allow it', async () => {
    await audit.stores.heads.update('1', { set: { open: [1] } });
    expect(await alter('bot.update', { unset: ['ending'] })).toMatchObject({ reason: 'The head of the chain was changed.' });
  });
});

describe.each([true, false])('changes at once that are killed after each of their commits (the last one told: %s)', (acknowledgeLast) => {
  it('have their entries, and the chain is whole', async () => {
    for (let stopAfter = 0, isKilled = true; isKilled; stopAfter += 1) {
      const disk = new Disk();
      const first = await openProcess(await disk.open());
      await Promise.all([first.create('resized'), first.create('removed'), first.create('kept')]);
      const documents = await disk.open({ stopAfter, acknowledgeLast });
      const done = new Set<string>();
      const told = async (name: string, changes: Promise<unknown>) => void (await changes, done.add(name));
      const story = (async () => {
        const killed = await openProcess(documents);
        await Promise.all([
          told('created', killed.create('created')),
          told('resized', killed.resize('resized', 2)),
          killed.resize('kept', 9, 7).catch(() => undefined),
          told('removed', killed.remove('removed')),
          killed.audit.record(anna, 'bot.read', thing('kept'), 'refused'),
        ]);
      })();
      isKilled = await Promise.race([documents.stopped.then(() => true), story.then(() => false)]);

      const after = await openProcess(await disk.open());
      const log = await logOf(after);
      const stands = {
        created: (await after.collection.get('created')) !== undefined,
        resized: (await after.collection.get('resized'))?.size === 2,
        removed: (await after.collection.get('removed')) === undefined,
      };
      const actions = { created: 'bot.create', resized: 'bot.update', removed: 'bot.delete' };
      for (const name of ['created', 'resized', 'removed'] as const) {
        const outcome = log.find((line) => line.startsWith(`${name} ${actions[name]} `))?.split(' ')[2];
        const allowed = stands[name] ? ['begun', 'done'] : ['begun', undefined];
        expect(done.has(name) ? ['done'] : allowed).toContain(outcome);
        expect(stands[name]).toBe(stands[name] || done.has(name));
      }
      expect((await after.collection.get('kept'))?.size).toBe(1);
      expect(log).not.toContain('kept bot.update done');
      await after.create('later');
      expect((await after.audit.verify()).firstBreak).toBeUndefined();
    }
  });
});

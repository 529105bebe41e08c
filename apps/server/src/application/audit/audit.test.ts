import { createSecretKey, randomBytes } from 'node:crypto';
import { listAudit, verifyAudit } from '@buckle/contract';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openMemoryDocuments, type Read } from '#data/documents/index.ts';
import { ManualClock } from '#kernel/clock.ts';
import { PermissionDenied } from '#kernel/errors.ts';
import { IdGenerator } from '#kernel/ids.ts';
import type { Principal } from '#kernel/principal.ts';
import type { AuthenticatedCall } from '#kernel/route.ts';
import { type AuditEntry, type AuditStores, hashEntry, openAuditStores } from './entry.ts';
import { type Audit, type AuditAccess, auditOver, auditRoutes, searchAudit } from './index.ts';

const key = createSecretKey(randomBytes(32));
const anna: Principal = { userId: 'anna', instanceAdmin: false, via: 'token', credentialId: 't1', address: '192.0.2.1' };
const bot = { type: 'bot', id: 'b1', workspaceId: 'w1' };

let clock: ManualClock;
let ids: IdGenerator;
let audit: Audit;

/** The audit log as another process of the same installation opens it. */
function open(stores: AuditStores = audit.stores): Audit {
  return auditOver(stores, key, clock, ids);
}

async function entryAt(sequence: number): Promise<Read<AuditEntry>> {
  const { items } = await audit.stores.entries.find({ where: { chain: 1, sequence }, limit: 1 });
  if (!items[0]) throw new Error(`There is no entry ${sequence}.`);
  return items[0];
}

/** Does something between a verification's look at the heads and its look at the first entries. */
function beforeEntriesAreRead(act: () => Promise<unknown>): void {
  const { entries } = audit.stores;
  const find = entries.find.bind(entries);
  vi.spyOn(entries, 'find').mockImplementationOnce(async (query) => {
    await act();
    return find(query);
  });
}

beforeEach(async () => {
  clock = new ManualClock();
  ids = new IdGenerator(clock, 1);
  audit = open(await openAuditStores(await openMemoryDocuments()));
});

describe('recording', () => {
  it('keeps who did what, on what, from where, when and how it ended', async () => {
    await audit.record(anna, 'bot.publish', bot, 'refused', { reason: 'role viewer' });
    expect(await entryAt(0)).toMatchObject({
      at: clock.now(),
      workspaceId: 'w1',
      actorId: 'anna',
      via: 'token',
      credentialId: 't1',
      address: '192.0.2.1',
      action: 'bot.publish',
      resourceType: 'bot',
      resourceId: 'b1',
      outcome: 'refused',
      details: { reason: 'role viewer' },
    });
  });

  it('keeps what happened to the instance, by somebody who is not signed in', async () => {
    await audit.record({ address: '192.0.2.2' }, 'session.start', { type: 'user', id: '' });
    expect(await entryAt(0)).toMatchObject({ workspaceId: 'instance', actorId: '', via: '', address: '192.0.2.2', outcome: 'done' });
  });

  it('chains entries that are recorded at once in their order', async () => {
    await Promise.all(Array.from({ length: 50 }, (_, index) => audit.record(anna, 'bot.update', bot, 'done', { index })));
    expect((await entryAt(49)).details).toEqual({ index: 49 });
    expect((await entryAt(1)).previous).toBe((await entryAt(0)).hash);
    expect(await audit.verify()).toMatchObject({ chains: 1, entries: 50 });
  });

  it('gives each process a chain of its own', async () => {
    const other = open();
    await Promise.all([audit.record(anna, 'bot.create', bot), other.record(anna, 'bot.update', bot)]);
    expect(await audit.verify()).toEqual({ chains: 2, entries: 2, removed: 0 });
  });

  it('tells the caller of a failed write, and goes on in a new chain', async () => {
    await audit.record(anna, 'bot.create', bot);
    vi.spyOn(audit.stores.entries, 'insert').mockRejectedValueOnce(new Error('disk full'));
    await expect(audit.record(anna, 'bot.update', bot)).rejects.toThrow('disk full');
    await audit.record(anna, 'bot.delete', bot);
    expect(await audit.verify()).toEqual({ chains: 2, entries: 2, removed: 0 });
  });
});

describe('verifying', () => {
  beforeEach(async () => {
    for (const action of ['bot.create', 'bot.update', 'bot.publish', 'bot.delete'] as const) await audit.record(anna, action, bot);
  });

  it('finds an untouched log whole, in the process that wrote it and in another', async () => {
    expect(await audit.verify()).toEqual({ chains: 1, entries: 4, removed: 0 });
    expect(await open().verify()).toEqual({ chains: 1, entries: 4, removed: 0 });
  });

  it.each<[string, Partial<AuditEntry>]>([
    ['action', { action: 'bot.read' }],
    ['actor', { actorId: 'bert' }],
    ['time', { at: 0 }],
    ['outcome', { outcome: 'failed' }],
    ['details', { details: { reason: 'none' } }],
    ['workspace', { workspaceId: 'w2' }],
  ])('names an entry whose %s was changed', async (_, change) => {
    const { id } = await entryAt(2);
    await audit.stores.entries.update(id, { set: change });
    expect((await audit.verify()).firstBreak).toEqual({ chain: 1, sequence: 2, entryId: id, reason: 'The entry was changed.' });
  });

  it('names an entry that was removed in the middle', async () => {
    await audit.stores.entries.delete((await entryAt(1)).id);
    expect((await audit.verify()).firstBreak).toMatchObject({ chain: 1, sequence: 1, entryId: '', reason: 'The entry was removed.' });
  });

  it('notices a removed end, in another process too', async () => {
    await audit.stores.entries.delete((await entryAt(3)).id);
    const expected = { chain: 1, sequence: 3, entryId: '', reason: 'The end of the chain was removed.' };
    expect((await open().verify()).firstBreak).toEqual(expected);
  });

  it('notices a head that was moved back with the end', async () => {
    await audit.stores.entries.delete((await entryAt(3)).id);
    await audit.stores.heads.update('1', { set: { sequence: 2, hash: (await entryAt(2)).hash } });
    expect((await audit.verify()).firstBreak).toMatchObject({ reason: 'The head of the chain was changed.' });
  });

  it('notices that its own chain was put back to an earlier state', async () => {
    const { id, revision, ...earlier } = (await audit.stores.heads.find({ limit: 1 })).items[0] ?? raise();
    expect(revision).toBeGreaterThan(0);
    await audit.record(anna, 'bot.create', bot);
    await audit.stores.entries.delete((await entryAt(4)).id);
    await audit.stores.heads.update(id, { set: earlier });
    expect((await audit.verify()).firstBreak).toMatchObject({ sequence: 4, reason: 'The end of the chain was removed.' });
  });

  it('notices a chain that was removed before another', async () => {
    const other = open();
    await other.record(anna, 'bot.create', bot);
    for (let sequence = 0; sequence < 4; sequence += 1) await audit.stores.entries.delete((await entryAt(sequence)).id);
    await audit.stores.heads.delete('1');
    expect((await other.verify()).firstBreak).toMatchObject({ chain: 1, reason: 'The chain was removed.' });
  });

  it('notices a last chain whose head was removed', async () => {
    await audit.stores.heads.delete('1');
    expect((await open().verify()).firstBreak).toMatchObject({ chain: 1, reason: 'The chain was removed.' });
  });

  it('raises no alarm after a kill between entries and head', async () => {
    const { revision: _, ...last } = await entryAt(3);
    const beyond = { ...last, id: ids.next(), sequence: 4, previous: last.hash };
    await audit.stores.entries.insert({ ...beyond, hash: hashEntry(key, beyond) });
    expect(await open().verify()).toEqual({ chains: 1, entries: 5, removed: 0 });
  });

  it('raises no alarm where another process begins a chain meanwhile', async () => {
    beforeEntriesAreRead(() => open().record(anna, 'bot.create', bot));
    expect((await open().verify()).firstBreak).toBeUndefined();
  });

  it('finds a forged entry beyond the head', async () => {
    const { revision: _, ...last } = await entryAt(3);
    await audit.stores.entries.insert({ ...last, id: ids.next(), sequence: 4, previous: last.hash, hash: 'forged' });
    expect((await audit.verify()).firstBreak).toMatchObject({ sequence: 4, reason: 'The entry was changed.' });
  });
});

describe('old entries', () => {
  const DAY = 24 * 3_600_000;

  /** Two chains: one of another process, all of it old, and one with two old entries and two young ones. */
  beforeEach(async () => {
    const other = open();
    for (const action of ['bot.read', 'bot.chat'] as const) await other.record(anna, action, bot);
    for (const action of ['bot.create', 'bot.update'] as const) await audit.record(anna, action, bot);
    clock.advance(DAY);
    for (const action of ['bot.publish', 'bot.delete'] as const) await audit.record(anna, action, bot);
  });

  it('are removed, which is recorded, and the rest is still found whole', async () => {
    expect(await audit.cut(clock.now() - 1_000)).toBe(4);
    expect(await audit.cut(clock.now() - 1_000)).toBe(0);
    expect(await audit.verify()).toEqual({ chains: 2, entries: 3, removed: 4 });
    await open().record(anna, 'bot.read', bot);
    await audit.record(anna, 'bot.read', bot);
    expect(await open().verify()).toEqual({ chains: 3, entries: 5, removed: 4 });
    const { items } = await audit.stores.entries.find({ limit: 100 });
    expect(items.find(({ action }) => action === 'audit.cut')).toMatchObject({ actorId: '', details: { entries: 4 } });
  });

  it('that are all of the log leave a chain that goes on', async () => {
    await audit.cut(clock.now() + 1);
    await audit.record(anna, 'bot.read', bot);
    expect(await audit.verify()).toEqual({ chains: 2, entries: 2, removed: 6 });
  });

  it('hide no removal by others', async () => {
    await audit.cut(clock.now() - 1_000);
    const { items } = await audit.stores.entries.find({ where: { chain: 2 }, sort: 'sequence', limit: 1 });
    await audit.stores.entries.delete(items[0]?.id ?? raise());
    expect((await audit.verify()).firstBreak).toMatchObject({ chain: 2, sequence: 2, reason: 'The entry was removed.' });
    const { cut = raise() } = (await audit.stores.heads.get('2')) ?? raise();
    await audit.stores.heads.update('2', { set: { cut: { ...cut, sequence: 2, hash: items[0]?.hash ?? raise() } } });
    expect((await audit.verify()).firstBreak).toMatchObject({ chain: 2, reason: 'What says how far old entries were removed was changed.' });
    await audit.stores.heads.update('2', { unset: ['cut'] });
    expect((await audit.verify()).firstBreak).toMatchObject({ chain: 2, sequence: 0, reason: 'The entry was removed.' });
  });

  it('that are removed during a verification are no break', async () => {
    beforeEntriesAreRead(() => audit.cut(clock.now() - 1_000));
    expect(await open().verify()).toEqual({ chains: 2, entries: 3, removed: 4 });
  });

  it('hide no removal by others that comes with theirs', async () => {
    const { items } = await audit.stores.entries.find({ where: { chain: 2, sequence: { gte: 2 } }, sort: 'sequence', limit: 1 });
    beforeEntriesAreRead(async () => {
      await audit.cut(clock.now() - 1_000);
      await audit.stores.entries.delete(items[0]?.id ?? raise());
    });
    expect((await open().verify()).firstBreak).toMatchObject({ chain: 2, sequence: 2, reason: 'The entry was removed.' });
  });

  it('that a kill has left behind the cut go with the next', async () => {
    vi.spyOn(audit.stores.entries, 'delete').mockRejectedValueOnce(new Error('killed'));
    await expect(audit.cut(clock.now() - 1_000)).rejects.toThrow('killed');
    expect((await audit.verify()).firstBreak).toBeUndefined();
    await audit.cut(clock.now() - 1_000);
    expect(await audit.verify()).toMatchObject({ entries: 3, removed: 4 });
    expect(await audit.stores.entries.count({ chain: 1, sequence: { gte: 0 } })).toBe(0);
  });
});

describe('searching', () => {
  const allowed: AuditAccess = { authorize: () => Promise.resolve('owner'), authorizeInstance: () => Promise.resolve(), workspaceExists: () => Promise.resolve(true) };

  beforeEach(async () => {
    for (const [index, action] of (['bot.create', 'bot.update', 'bot.update'] as const).entries()) {
      await audit.record(index === 2 ? { ...anna, userId: 'bert' } : anna, action, bot);
      clock.advance(1000);
    }
    await audit.record(anna, 'user.create', { type: 'user', id: 'bert' });
  });

  const found = async (search: object) =>
    (await searchAudit(audit.stores, allowed, anna, { limit: 10, ...search })).items.map((entry) => `${entry.actorId} ${entry.action}`);

  it('finds by workspace, actor, action and time, newest first', async () => {
    expect(await found({ workspaceId: 'w1' })).toEqual(['bert bot.update', 'anna bot.update', 'anna bot.create']);
    expect(await found({ workspaceId: 'w1', actorId: 'anna' })).toEqual(['anna bot.update', 'anna bot.create']);
    expect(await found({ workspaceId: 'w1', action: 'bot.update' })).toEqual(['bert bot.update', 'anna bot.update']);
    expect(await found({ workspaceId: 'w1', actorId: 'bert', action: 'bot.update' })).toEqual(['bert bot.update']);
    const start = clock.now() - 3000;
    expect(await found({ workspaceId: 'w1', from: start + 1000, to: start + 2000 })).toEqual(['anna bot.update']);
  });

  it('keeps entries of the instance apart', async () => {
    expect(await found({})).toEqual(['anna user.create']);
  });

  it('answers in pages', async () => {
    const [list] = auditRoutes(audit, allowed);
    const ask = (query: object) => list?.handle(callOf(listAudit.query.parse({ workspace_id: 'w1', page_size: '2', ...query })));
    const first = await ask({});
    expect(first).toMatchObject({ has_more: true, items: [{ actor_id: 'bert', workspace_id: 'w1' }, { action: 'bot.update' }] });
    const { next_page_token: token } = listAudit.answer.parse(first);
    expect(await ask({ page_token: token })).toMatchObject({ has_more: false, next_page_token: '', items: [{ action: 'bot.create' }] });
  });

  it('is for those alone who may', async () => {
    const refuse = () => Promise.reject(new PermissionDenied('no'));
    const [list, verify] = auditRoutes(audit, { ...allowed, authorize: refuse, authorizeInstance: refuse });
    await expect(list?.handle(callOf(listAudit.query.parse({ workspace_id: 'w1' })))).rejects.toThrow(PermissionDenied);
    await expect(list?.handle(callOf(listAudit.query.parse({})))).rejects.toThrow(PermissionDenied);
    await expect(verify?.handle(callOf({}))).rejects.toThrow(PermissionDenied);
  });

  it('finds entries of a deleted workspace for administrators of the instance, and for nobody else', async () => {
    const refuse = () => Promise.reject(new PermissionDenied('no member'));
    const gone: AuditAccess = { ...allowed, authorize: refuse, workspaceExists: () => Promise.resolve(false) };
    const search = { workspaceId: 'w1', limit: 10 };
    expect((await searchAudit(audit.stores, gone, { ...anna, instanceAdmin: true }, search)).items).toHaveLength(3);
    await expect(searchAudit(audit.stores, gone, anna, search)).rejects.toThrow('no member');
    const there: AuditAccess = { ...gone, workspaceExists: () => Promise.resolve(true) };
    await expect(searchAudit(audit.stores, there, { ...anna, instanceAdmin: true }, search)).rejects.toThrow('no member');
  });

  it('answers the verification through its endpoint', async () => {
    const [, verify] = auditRoutes(audit, allowed);
    expect(verifyAudit.answer.parse(await verify?.handle(callOf({})))).toEqual({ valid: true, chains: 1, entries: 4, removed: 0 });
    const { id } = await entryAt(1);
    await audit.stores.entries.delete(id);
    expect(verifyAudit.answer.parse(await verify?.handle(callOf({})))).toMatchObject({
      valid: false,
      first_break: { chain: 1, sequence: 1, entry_id: '' },
    });
  });
});

function callOf(query: unknown): AuthenticatedCall {
  return { params: {}, query, body: {}, address: '192.0.2.1', userAgent: '', origin: '', cookies: {}, setCookie: () => undefined, principal: anna };
}

function raise(): never {
  throw new Error('There is no head.');
}

import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Collection, type Documents, UniqueConflict } from '#data/documents/port.ts';
import { SqliteDatabase } from '#data/documents/sqlite/database.ts';
import { SqliteDocuments } from '#data/documents/sqlite/documents.ts';
import { ManualClock } from '#kernel/clock.ts';
import { BadRequest, Conflict, ConversationBusy } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { keyCollection } from './idempotency.ts';
import { Idempotency } from './index.ts';

const DAY = 24 * 3_600_000;
const OLGA: Principal = { userId: 'olga', instanceAdmin: false, via: 'token', credentialId: 'token 1' };

interface Thing {
  readonly id: string;
  readonly name: string;
}

let shared: () => Documents;
let things: Collection<Thing>;
let clock: ManualClock;
let idempotency: Idempotency;
let ids: number;

beforeEach(async () => {
  const database = new SqliteDatabase(':memory:');
  shared = () => new SqliteDocuments(database);
  const documents = shared();
  things = await documents.collection<Thing>({ name: 'things', schemaVersion: 1, indexes: [] });
  clock = new ManualClock();
  idempotency = await Idempotency.open(documents, { secret: async () => Buffer.alloc(32, 7) }, clock);
  ids = 0;
});

/** Creates a thing under a key. */
function create(key: string | undefined, name = 'a', operation = 'createThing', principal = OLGA): Promise<Thing> {
  const call = { operation, key, body: { name } };
  return idempotency.create(principal, call, () => `${(ids += 1)}`, {
    find: (id) => things.get(id),
    make: (id) => things.insert({ id, name }),
  });
}

describe('an Idempotency-Key', () => {
  it('makes one thing, however often the call is repeated', async () => {
    const first = await create('k');
    clock.advance(DAY);
    expect((await create('k')).id).toBe(first.id);
    expect(await things.count({})).toBe(1);
  });

  it('makes one thing for calls at the same time, which all get it', async () => {
    const made = await Promise.all(Array.from({ length: 10 }, () => create('k')));
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    expect(await things.count({})).toBe(1);
  });

  it('goes on under the same id where the first call was killed before it made anything', async () => {
    const killed = { find: async () => undefined, make: () => Promise.reject(new Error('killed')) };
    const call = { operation: 'createThing', key: 'k', body: { name: 'a' } };
    await expect(idempotency.create(OLGA, call, () => 'the first id', killed)).rejects.toThrow('killed');
    expect((await create('k')).id).toBe('the first id');
  });

  it('means nothing for another endpoint or another credential', async () => {
    const made = await Promise.all([
      create('k'),
      create('k', 'a', 'createOther'),
      create('k', 'a', 'createThing', { ...OLGA, credentialId: 'token 2' }),
      create('l'),
    ]);
    expect(new Set(made.map(({ id }) => id)).size).toBe(4);
  });

  it('is refused with another body', async () => {
    await create('k', 'a');
    await expect(create('k', 'b')).rejects.toThrow(BadRequest);
    await expect(create('k', 'b')).rejects.toThrow(/"k" was used with another request/);
  });

  it('is forgotten after a day: then it makes a new thing, one for calls at the same time', async () => {
    const first = await create('k');
    clock.advance(DAY + 1);
    const later = await Promise.all([create('k', 'b'), create('k', 'b'), create('k', 'b')]);
    expect(new Set(later.map(({ id }) => id)).size).toBe(1);
    expect(later[0]?.id).not.toBe(first.id);
  });

  it('leaves no trace after its day', async () => {
    for (let n = 0; n < 1_001; n++) await create(`old ${n}`);
    clock.advance(DAY + 1);
    const kept = await create('new');
    await idempotency.forget();
    expect(await (await shared().collection(keyCollection)).count({})).toBe(1);
    expect((await create('new')).id).toBe(kept.id);
  });

  it('keeps no plain hash of a body that could be guessed', async () => {
    await create('k', 'short');
    const { items } = await (await shared().collection(keyCollection)).find({ limit: 1 });
    const guess = createHash('sha256').update(JSON.stringify({ name: 'short' })).update('\0').digest('base64url');
    expect(items[0]?.request).not.toBe(guess);
  });

  it('is not needed: calls without one each make a thing', async () => {
    expect((await create(undefined)).id).not.toBe((await create(undefined)).id);
  });
});

describe('a repeated call that meets the first one half-way', () => {
  const call = { operation: 'createThing', key: 'k', body: {} };
  const meeting = (error: Error) =>
    idempotency.create(OLGA, call, () => '1', { find: async () => undefined, make: () => Promise.reject(error) });

  it('is told to come again', async () => {
    await expect(meeting(new UniqueConflict('things', ['id']))).rejects.toThrow(Conflict);
  });

  it('is told that the conversation is busy where it is', async () => {
    await expect(meeting(new ConversationBusy('c'))).rejects.toThrow(ConversationBusy);
  });

  it('hears of every other failure', async () => {
    await expect(meeting(new BadRequest('no'))).rejects.toThrow('no');
  });
});

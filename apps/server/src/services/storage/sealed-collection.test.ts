import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { openSqliteDocuments } from '#data/documents/index.ts';
import { type Collection, type CollectionDefinition, DocumentMissing, type Documents } from '#data/documents/port.ts';
import { SqliteDatabase } from '#data/documents/sqlite/database.ts';
import { SqliteDocuments } from '#data/documents/sqlite/documents.ts';
import { Keyring, SealBroken, type SealedCollection, sealedCollection } from './index.ts';

interface Note {
  readonly id: string;
  readonly workspaceId: string;
  readonly title: string;
  readonly text?: string;
  readonly parts?: readonly { readonly kind: string }[];
}

const notes: CollectionDefinition<Note> = { name: 'notes', schemaVersion: 1, indexes: [{ fields: ['workspaceId', 'title'] }] };
const sealedNotes = { ...notes, sealed: ['text', 'parts'], scopeOf: (note: Partial<Note>) => note.workspaceId } as const;
const NOTE: Note = { id: '1', workspaceId: 'w', title: 'a', text: 'an unspeakable word', parts: [{ kind: 'unspeakable' }] };

let keyring: Keyring;
let collection: SealedCollection<Note>;
/** The same documents as they are stored. */
let raw: Collection<Note>;

beforeEach(async () => {
  const database = new SqliteDatabase(':memory:');
  const documents: Documents = new SqliteDocuments(database);
  keyring = await Keyring.open(documents, randomBytes(32));
  collection = await sealedCollection(documents, keyring, sealedNotes);
  raw = await new SqliteDocuments(database).collection(notes);
});

describe('a sealed collection', () => {
  it('gives back what it was given, by every way of reading', async () => {
    expect(await collection.insert(NOTE)).toEqual({ ...NOTE, revision: 1 });
    await collection.ensure({ ...NOTE, text: 'another' });
    await collection.ensure({ ...NOTE, id: '2' });
    const read = [{ ...NOTE, revision: 1 }, { ...NOTE, id: '2', revision: 1 }];
    expect(await collection.get('1')).toEqual(read[0]);
    expect(await collection.get('3')).toBeUndefined();
    expect(await collection.getMany(['1', '2'])).toEqual(expect.arrayContaining(read));
    expect((await collection.find({ where: { workspaceId: 'w' }, sort: 'title', limit: 10 })).items).toEqual(read);
    expect(await collection.count({ workspaceId: 'w' })).toBe(2);
  });

  it('stores its sealed fields unreadable, and the others as they are', async () => {
    await collection.insert(NOTE);
    const stored = await raw.get('1');
    expect(stored).toMatchObject({ workspaceId: 'w', title: 'a' });
    expect(JSON.stringify(stored)).not.toContain('unspeakable');
  });

  it('changes fields for who does not look at the rest, which may be damaged', async () => {
    await collection.insert(NOTE);
    await collection.change('1', { set: { text: 'new' } });
    expect(await collection.get('1')).toEqual({ ...NOTE, text: 'new', revision: 2 });
    await expect(collection.change('1', { set: { text: 'newer' } }, { revision: 1 })).rejects.toThrow('has changed');
    await raw.update('1', { set: { parts: 'damaged' as never } });
    await collection.change('1', { set: { text: 'newest' } });
    expect(await collection.closed.get('1')).toMatchObject({ revision: 4, parts: 'damaged' });
  });

  it('changes fields, with the scope named or not', async () => {
    await collection.insert(NOTE);
    expect(await collection.update('1', { set: { text: 'new' } })).toEqual({ ...NOTE, text: 'new', revision: 2 });
    expect(await collection.update('1', { set: { workspaceId: 'w', text: 'newer' } })).toMatchObject({ text: 'newer' });
    expect(await collection.update('1', { set: { title: 'b' } })).toMatchObject({ title: 'b', text: 'newer' });
    expect(await collection.update('1', { unset: ['text'] })).not.toHaveProperty('text');
    await expect(collection.update('2', { set: { text: 'new' } })).rejects.toThrow(DocumentMissing);
    expect(JSON.stringify(await raw.get('1'))).not.toContain('newer');
  });

  it('goes on after its scope has a new key', async () => {
    await collection.insert(NOTE);
    await keyring.rotate('w');
    await collection.insert({ ...NOTE, id: '2' });
    expect((await collection.find({ limit: 10 })).items.map(({ text }) => text)).toEqual([NOTE.text, NOTE.text]);
  });

  it.each([
    ['another document', { id: '2' }, 'text'],
    ['another field', { id: '1' }, 'parts'],
    ['another scope', { id: '1', workspaceId: 'v' }, 'text'],
  ] as const)('does not open a value that was moved to %s', async (_where, place, field) => {
    await collection.insert(NOTE);
    await collection.insert({ ...NOTE, id: '2' });
    const text = (await raw.get('1'))?.text;
    const { id, ...changes } = place;
    await raw.update(id, { set: { ...changes, [field]: text } });
    await expect(collection.get(id)).rejects.toThrow(SealBroken);
  });

  it('does not open a value that was moved from another collection', async () => {
    const database = new SqliteDatabase(':memory:');
    const documents = new SqliteDocuments(database);
    const ring = await Keyring.open(documents, randomBytes(32));
    const own = await sealedCollection(documents, ring, sealedNotes);
    const other = await sealedCollection(documents, ring, { ...sealedNotes, name: 'others' });
    await own.insert(NOTE);
    await other.insert(NOTE);
    const stored = new SqliteDocuments(database);
    const text = (await (await stored.collection(notes)).get('1'))?.text ?? '';
    await (await stored.collection({ ...notes, name: 'others' })).update('1', { set: { text } });
    await expect(other.get('1')).rejects.toThrow(SealBroken);
  });

  it.each(['in clear', '', 'AQAAAAE=', 7, null])('does not take %j for a sealed value', async (value) => {
    await collection.insert(NOTE);
    // Whoever writes to the database is not bound to its types.
    await raw.update('1', { set: { text: value as string } });
    await expect(collection.get('1')).rejects.toThrow(SealBroken);
  });

  it('refuses to seal what an index holds, and documents without a scope', async () => {
    const documents = new SqliteDocuments(new SqliteDatabase(':memory:'));
    await expect(sealedCollection(documents, keyring, { ...sealedNotes, sealed: ['title'] })).rejects.toThrow(/title cannot be indexed/);
    const { workspaceId: _, ...homeless } = NOTE;
    await expect(collection.insert(homeless as Note)).rejects.toThrow(/must name its scope/);
  });

  it('leaves nothing in clear on the disk', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'buckle-sealed-'));
    const documents = await openSqliteDocuments({ path: join(folder, 'documents.db') });
    const onDisk = await sealedCollection(documents, await Keyring.open(documents, randomBytes(32)), sealedNotes);
    await onDisk.insert(NOTE);
    await onDisk.update('1', { set: { text: 'another unspeakable word' } });
    const written = async () => Buffer.concat(await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name)))));
    const whileOpen = await written();
    await documents.close();
    for (const bytes of [whileOpen, await written()]) {
      expect(bytes.includes('notes')).toBe(true);
      expect(bytes.includes('unspeakable')).toBe(false);
    }
    await rm(folder, { recursive: true });
  });
});

import { expect, it } from 'vitest';
import { openMemoryDocuments } from '../index.ts';

interface Fruit { id: string; kind: string; weight: number; owner?: string }

it('keeps, changes and finds documents', async () => {
  const documents = await openMemoryDocuments();
  const fruits = await documents.collection<Fruit>({
    name: 'fruits', schemaVersion: 1,
    indexes: [{ fields: ['kind', 'weight'] }, { fields: ['owner'], unique: true }],
  });
  await Promise.all([1, 2, 3].map((n) => fruits.insert({ id: `f${n}`, kind: 'apple', weight: n })));
  expect(await fruits.get('f2')).toEqual({ id: 'f2', kind: 'apple', weight: 2, revision: 1 });
  expect(await fruits.update('f2', { set: { owner: 'me' }, increment: { weight: 5 } }, { revision: 1 })).toEqual(
    { id: 'f2', kind: 'apple', weight: 7, owner: 'me', revision: 2 });
  await expect(fruits.update('f1', { set: { owner: 'me' } })).rejects.toMatchObject({ fields: ['owner'] });
  const page = await fruits.find({ where: { kind: 'apple' }, sort: 'weight', descending: true, limit: 2 });
  expect(page.items.map((f) => f.id)).toEqual(['f2', 'f3']);
  const rest = await fruits.find({ where: { kind: 'apple' }, sort: 'weight', descending: true, limit: 2, after: page.next });
  expect(rest.items.map((f) => f.id)).toEqual(['f1']);
  expect(rest.next).toBeUndefined();
  await expect(documents.inOrder([
    () => documents.append('s', 0, ['a', 'b']), () => documents.append('s', 1, ['x']), () => documents.append('s', 2, ['y'])])).rejects.toThrow('position 1');
  expect(await documents.read('s', 1)).toEqual([{ position: 1, entry: 'b' }]);
  await documents.close();
  await expect(fruits.get('f1')).rejects.toThrow('closed');
});

import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { PositionTaken, UniqueConflict } from '../port.ts';
import type { OpenStore } from './fixture.ts';
import { storesOf, tasks } from './fixture.ts';

/** What append streams and writes in order must do. */
export function streamCases(openStore: OpenStore): void {
  const open = storesOf(openStore);

  describe('append', () => {
    it('adds entries at the end and returns their number', async () => {
      const { documents } = await open();
      expect(await documents.append('s', 0, [{ kind: 'start', nested: { $a: [1] } }, '文'])).toBe(2);
      expect(await documents.append('s', 2, [{ kind: 'end' }])).toBe(3);
      expect(await documents.read('s')).toEqual([
        { position: 0, entry: { kind: 'start', nested: { $a: [1] } } },
        { position: 1, entry: '文' },
        { position: 2, entry: { kind: 'end' } },
      ]);
    });

    it('reads from any position', async () => {
      const { documents } = await open();
      await documents.append('s', 0, ['a', 'b', 'c']);
      await documents.append('s', 3, ['d', 'e']);
      const from = async (position: number) => (await documents.read('s', position)).map((read) => read.position);
      expect(await Promise.all([0, 2, 3, 4, 5].map(from))).toEqual([[0, 1, 2, 3, 4], [2, 3, 4], [3, 4], [4], []]);
      expect(await documents.read('nobody')).toEqual([]);
    });

    it('keeps streams apart, whatever their names', async () => {
      const { documents } = await open();
      const names = ['s', 's/', 's/000000000000', 's0', 'S', '流', 's/000000000000/000000000000'];
      for (const name of names) await documents.append(name, 0, [name, 'second']);
      for (const name of names) {
        expect((await documents.read(name)).map(({ entry }) => entry)).toEqual([name, 'second']);
      }
    });

    it('refuses a position that is taken, inside an append or beyond the end, and writes nothing', async () => {
      const { documents } = await open();
      await documents.append('s', 0, ['a', 'b', 'c']);
      for (const position of [0, 1, 2, 4, 100]) {
        await expect(documents.append('s', position, ['x'])).rejects.toThrow(PositionTaken);
      }
      await expect(documents.append('new', 1, ['x'])).rejects.toThrow(PositionTaken);
      expect((await documents.read('s')).map(({ entry }) => entry)).toEqual(['a', 'b', 'c']);
      expect(await documents.read('new')).toEqual([]);
    });

    it('lets one of many writers have a position', async () => {
      const { documents } = await open();
      await documents.append('s', 0, ['first']);
      const outcomes = await Promise.allSettled(
        Array.from({ length: 10 }, (_, writer) => documents.append('s', 1, [`${writer}a`, `${writer}b`])),
      );
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const refusals = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(refusals.every(({ reason }) => reason instanceof PositionTaken)).toBe(true);
      expect(await documents.read('s')).toHaveLength(3);
    });

    it('adds nothing for no entries, and still checks the position', async () => {
      const { documents } = await open();
      await documents.append('s', 0, ['a']);
      expect(await documents.append('s', 1, [])).toBe(1);
      await expect(documents.append('s', 0, [])).rejects.toThrow(PositionTaken);
      expect(await documents.append('s', 1, ['b'])).toBe(2);
    });
  });

  describe('deleteStream', () => {
    it('removes a stream whole and no other', async () => {
      const { documents } = await open();
      await documents.append('s', 0, ['a']);
      await documents.append('s', 1, ['b']);
      await documents.append('t', 0, ['c']);
      await documents.deleteStream('s');
      await documents.deleteStream('nobody');
      expect(await documents.read('s')).toEqual([]);
      expect(await documents.read('t')).toHaveLength(1);
      expect(await documents.append('s', 0, ['again'])).toBe(1);
    });
  });

  describe('inOrder', () => {
    it('makes every write, each on top of those before it', async () => {
      const { documents } = await open();
      const collection = await documents.collection(tasks);
      await documents.inOrder([
        () => collection.insert({ id: '1', workspaceId: 'w' }),
        () => collection.update('1', { set: { state: 'open' } }, { revision: 1 }),
        () => documents.append('s', 0, ['a']),
        () => documents.append('s', 1, ['b']),
      ]);
      expect(await collection.get('1')).toMatchObject({ state: 'open', revision: 2 });
      expect(await documents.read('s')).toHaveLength(2);
      await documents.inOrder([]);
    });

    it('stops at the first that fails, throws its error and keeps those before', async () => {
      const { documents } = await open();
      const collection = await documents.collection(tasks);
      await documents.append('s', 0, ['a']);
      const writes = documents.inOrder([
        () => collection.insert({ id: '1', workspaceId: 'w' }),
        () => documents.append('s', 0, ['taken']),
        () => collection.insert({ id: '2', workspaceId: 'w' }),
        () => collection.insert({ id: '1', workspaceId: 'w' }),
      ]);
      const neighbour = collection.insert({ id: '3', workspaceId: 'w' });
      await expect(writes).rejects.toThrow(PositionTaken);
      await neighbour;
      expect(await collection.get('1')).toBeDefined();
      expect(await collection.get('2')).toBeUndefined();
      await expect(collection.insert({ id: '1', workspaceId: 'w' })).rejects.toThrow(UniqueConflict);
    });

    it.each([
      ['in the same turn', () => Promise.resolve()],
      ['in a later turn', () => setImmediate()],
    ])('holds for a write that begins late, %s', async (_when, pause) => {
      const { documents } = await open();
      const collection = await documents.collection(tasks);
      const late = (id: string) => async () => {
        await pause();
        await collection.insert({ id, workspaceId: 'w' });
      };
      await documents.inOrder([
        () => collection.insert({ id: '1', workspaceId: 'w' }),
        late('2'),
        () => collection.update('2', { set: { state: 'open' } }, { revision: 1 }),
      ]);
      const stopped = documents.inOrder([() => collection.insert({ id: '1', workspaceId: 'w' }), late('3'), late('4')]);
      await expect(stopped).rejects.toThrow(UniqueConflict);
      expect((await collection.getMany(['1', '2', '3', '4'])).map(({ id }) => id).toSorted()).toEqual(['1', '2']);
    });

    it('goes on after a late write that has mended its failure itself', async () => {
      const { documents } = await open();
      const collection = await documents.collection(tasks);
      await collection.insert({ id: '1', workspaceId: 'w' });
      const mending = async () => {
        await setImmediate();
        await collection.insert({ id: '1', workspaceId: 'w' }).catch(() => collection.insert({ id: '2', workspaceId: 'w' }));
      };
      await documents.inOrder([mending, () => collection.insert({ id: '3', workspaceId: 'w' })]);
      expect(await collection.getMany(['1', '2', '3'])).toHaveLength(3);
    });

    it('stops at a write that is refused before it begins', async () => {
      const { documents } = await open();
      const collection = await documents.collection(tasks);
      const writes = documents.inOrder([
        () => collection.insert({ id: '1', workspaceId: 'w' }),
        () => collection.insert({ id: '', workspaceId: 'w' }),
        () => collection.insert({ id: '2', workspaceId: 'w' }),
      ]);
      await expect(writes).rejects.toThrow(TypeError);
      expect(await collection.getMany(['1', '2'])).toHaveLength(1);
    });
  });
}

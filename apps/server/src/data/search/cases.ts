import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Fields, type IndexedPassage, IndexMissing, type Search, type SearchQuery } from './port.ts';

/** An empty search for all cases. */
export interface SearchStore {
  readonly search: Search;
  /** Closes the search and opens it again. */
  readonly reopen: () => Promise<Search>;
  /** Closes whatever is open and removes what was stored. */
  readonly end: () => Promise<void>;
}

const LIMIT = 10;

/** A vector of length 1 at an angle, of three dimensions. */
function at(degrees: number): Float32Array {
  const radians = (degrees * Math.PI) / 180;
  return new Float32Array([Math.cos(radians), Math.sin(radians), 0]);
}

function passage(id: string, content: string, more: Partial<IndexedPassage> = {}): IndexedPassage {
  return { id, title: '', content, ...more };
}

/** The cases that every adapter of the search port must pass. */
export function searchCases(name: string, openStore: () => Promise<SearchStore>): void {
  describe(`search: ${name}`, () => {
    let store: SearchStore;
    let search: Search;
    // Each case has indexes of its own: threads and servers take their time to start.
    let index = 'case-0';
    let number = 0;
    beforeAll(async () => {
      store = await openStore();
      search = store.search;
    });
    afterAll(() => store.end());
    beforeEach(async () => {
      number += 1;
      index = `case-${number}`;
      await search.create(index);
    });
    const shown = async (documentId: string, passages: readonly IndexedPassage[], fields: Fields = {}, generation = 1) => {
      await search.put(index, { documentId, generation }, passages);
      await search.show(index, { documentId, generation }, fields);
    };
    const find = async (query: Partial<SearchQuery>, name = index) => {
      const { hits } = await search.search(name, { limit: LIMIT, ...query });
      const best = (hit: { readonly keyword?: number; readonly vector?: number }) => hit.keyword ?? hit.vector ?? 0;
      return hits.toSorted((a, b) => best(b) - best(a)).map(({ id }) => id);
    };

    it('finds passages by their words, the best first', async () => {
      await shown('d', [
        passage('a', '长城是中国古代的防御工程。'),
        passage('b', '故宫是明清两代的皇家宫殿，位于北京。'),
        passage('c', '北京是中国的首都，长城在北京以北，长城很长。'),
        passage('d', 'The Great Wall is long.'),
      ]);
      expect(await find({ text: '长城有多长' })).toEqual(expect.arrayContaining(['a', 'c']));
      expect((await find({ text: '北京的宫殿' }))[0]).toBe('b');
      expect(await find({ text: 'WALLS' })).toEqual(['d']);
      expect(await find({ text: '火星' })).toEqual([]);
    });

    it('goes by what is looked for, not by the words that one asks with', async () => {
      await shown('d', [passage('a', 'There is a garden, and where is what it was.'), passage('b', 'Stone walls stand here.'), passage('c', '那里是什么，在哪里，是谁。'), passage('d', '围墙由石头砌成。')]);
      const { hits } = await search.search(index, { text: 'Where is the wall?', limit: LIMIT });
      const [best] = hits.toSorted((one, other) => (other.keyword ?? 0) - (one.keyword ?? 0));
      expect(best?.id).toBe('b');
      // A passage that lacks the other words answers no less.
      expect(best?.keyword).toBeGreaterThan(0.5);
      expect((await find({ text: '围墙在哪里？' }))[0]).toBe('d');
    });

    it('finds by such words too where there are no others', async () => {
      await shown('d', [passage('a', 'Who is it?'), passage('b', 'Stone walls stand.')]);
      expect(await find({ text: 'who is it' })).toEqual(['a']);
    });

    it('finds the words around a character that is all that is asked for, after the character itself', async () => {
      await shown('d', [passage('a', '大红袍产于武夷山。'), passage('b', '龙井茶产于杭州。'), passage('c', '普洱茶产于云南，这种茶很有名。'), passage('d', '咖啡产于海南。')]);
      expect(await find({ text: '袍' })).toEqual(['a']);
      expect(await find({ text: '茶' })).toEqual(['c', 'b']);
      expect(await find({ text: '有什么茶？' })).toEqual(expect.arrayContaining(['b', 'c']));
      expect(await find({ text: '火星茶' })).not.toContain('b');
    });

    it('says what it looked for', async () => {
      expect((await search.search(index, { text: '长城', limit: 1 })).terms).toEqual(['长城']);
    });

    it('takes a passage under the right title before others', async () => {
      await shown('d', [passage('a', '价格是每月十元。', { title: '基本套餐' }), passage('b', '价格是每月十元。', { title: '专业套餐' })]);
      expect((await find({ text: '专业套餐的价格' }))[0]).toBe('b');
    });

    it('finds passages by their vectors, with their cosines', async () => {
      await shown('d', [0, 40, 80, 120].map((degrees) => passage(`at${degrees}`, '一样', { vector: at(degrees) })));
      expect(await find({ vector: at(70), limit: 2 })).toEqual(['at80', 'at40']);
      const { hits } = await search.search(index, { vector: at(70), limit: 1 });
      expect(hits[0]?.vector).toBeCloseTo(Math.cos((10 * Math.PI) / 180), 4);
      expect(hits[0]).toMatchObject({ id: 'at80', documentId: 'd' });
    });

    it('finds passages whose vectors have other dimensions than the first by their words alone', async () => {
      await shown('d', [passage('a', '苹果', { vector: at(0) })]);
      await shown('e', [passage('b', '苹果', { vector: new Float32Array([1, 0]) }), passage('c', '苹果', { vector: at(40) })]);
      expect(await find({ vector: at(40) })).toEqual(['c', 'a']);
      expect((await find({ text: '苹果' })).toSorted()).toEqual(['a', 'b', 'c']);
    });

    it('gives the best of both ways, with both scores', async () => {
      await shown('d', [
        passage('word', '苹果', { vector: at(90) }),
        passage('near', '香蕉', { vector: at(5) }),
        passage('far', '香蕉', { vector: at(180) }),
      ]);
      const { hits } = await search.search(index, { text: '苹果', vector: at(0), limit: 1 });
      expect(hits.map(({ id }) => id).toSorted()).toEqual(['near', 'word']);
      const word = hits.find(({ id }) => id === 'word');
      expect(word?.keyword).toBeGreaterThan(0);
      expect(word?.vector).toBeCloseTo(0, 3);
      expect(hits.find(({ id }) => id === 'near')).not.toHaveProperty('keyword');
    });

    it('finds nothing by a vector of other dimensions and says so, and nothing where nothing was asked', async () => {
      await shown('d', [passage('a', '苹果', { vector: at(0) })]);
      expect(await search.search(index, { vector: new Float32Array([1, 0]), limit: 1 })).toEqual({ hits: [], terms: [], otherDimensions: 3 });
      expect(await search.search(index, { vector: at(0), limit: 1 })).not.toHaveProperty('otherDimensions');
      expect(await find({})).toEqual([]);
      expect(await find({ text: '？！ "*" AND (' })).toEqual([]);
    });

    it('finds a document from the moment on that it is shown', async () => {
      await search.put(index, { documentId: 'd', generation: 1 }, [passage('a', '苹果', { vector: at(0) })]);
      expect(await find({ text: '苹果' })).toEqual([]);
      expect(await find({ vector: at(0) })).toEqual([]);
      await search.show(index, { documentId: 'd', generation: 1 }, {});
      expect(await find({ text: '苹果' })).toEqual(['a']);
    });

    it('finds the old reading until the new one is shown, and then that alone', async () => {
      await shown('d', [passage('old', '苹果', { vector: at(0) }), passage('gone', '苹果')]);
      await search.put(index, { documentId: 'd', generation: 2 }, [passage('new', '苹果', { vector: at(1) })]);
      expect((await find({ text: '苹果', vector: at(0) })).toSorted()).toEqual(['gone', 'old']);
      await search.show(index, { documentId: 'd', generation: 2 }, {});
      expect(await find({ text: '苹果', vector: at(0) })).toEqual(['new']);
      expect((await search.describe(index))?.passages).toBe(1);
    });

    it('keeps what a later reading has put while the one before it is shown once more', async () => {
      await shown('d', [passage('old', '苹果')], { year: 1 });
      await search.put(index, { documentId: 'd', generation: 2 }, [passage('new', '苹果', { vector: at(1) })]);
      await search.show(index, { documentId: 'd', generation: 1 }, { year: 2 });
      expect(await find({ text: '苹果', conditions: [{ field: 'year', in: [2] }] })).toEqual(['old']);
      await search.show(index, { documentId: 'd', generation: 2 }, { year: 2 });
      expect(await find({ text: '苹果' })).toEqual(['new']);
    });

    it('goes back to no earlier reading: that one changes the fields alone', async () => {
      await shown('d', [passage('new', '苹果')], { year: 1 }, 2);
      await shown('d', [passage('old', '苹果')], { year: 2 }, 1);
      expect(await find({ text: '苹果', conditions: [{ field: 'year', in: [2] }] })).toEqual(['new']);
      expect(await search.describe(index)).toMatchObject({ passages: 1 });
    });

    it('adds to a reading that is shown, and replaces a passage', async () => {
      await shown('d', [passage('a', '苹果', { vector: at(0) })]);
      await search.put(index, { documentId: 'd', generation: 1 }, [passage('a', '香蕉', { vector: at(90) }), passage('b', '香蕉')]);
      expect(await find({ text: '苹果' })).toEqual([]);
      expect((await find({ text: '香蕉' })).toSorted()).toEqual(['a', 'b']);
      expect((await search.search(index, { vector: at(90), limit: 1 })).hits[0]?.vector).toBeCloseTo(1, 4);
      expect((await search.describe(index))?.passages).toBe(2);
    });

    it('hides a document until it is shown again', async () => {
      await shown('d', [passage('a', '苹果', { vector: at(0) })]);
      await search.hide(index, 'd');
      await search.hide(index, 'unknown');
      expect(await find({ text: '苹果', vector: at(0) })).toEqual([]);
      await search.show(index, { documentId: 'd', generation: 1 }, {});
      expect(await find({ text: '苹果', vector: at(0) })).toEqual(['a']);
    });

    it('does not find what was removed', async () => {
      await shown('d', [passage('a', '苹果', { vector: at(0) }), passage('b', '苹果', { vector: at(1) })]);
      await shown('e', [passage('c', '苹果', { vector: at(2) })]);
      expect(await find({ vector: at(0) })).toEqual(['a', 'b', 'c']);
      await search.remove(index, ['a', 'unknown']);
      expect((await find({ text: '苹果', vector: at(0) })).toSorted()).toEqual(['b', 'c']);
      await search.removeDocument(index, 'd');
      await search.removeDocument(index, 'unknown');
      expect(await find({ text: '苹果', vector: at(0) })).toEqual(['c']);
    });

    it('keeps indexes apart', async () => {
      await search.create(`${index}-two`);
      await shown('d', [passage('a', '苹果')]);
      expect(await find({ text: '苹果' }, `${index}-two`)).toEqual([]);
      await search.drop(index);
      await expect(search.search(index, { text: '苹果', limit: 1 })).rejects.toBeInstanceOf(IndexMissing);
      expect(await search.describe(`${index}-two`)).toEqual({ passages: 0, analyser: search.analyser });
    });

    it('says of an index that is not there that it is missing', async () => {
      expect(await search.describe('none')).toBeUndefined();
      await expect(search.search('none', { text: 'a', limit: 1 })).rejects.toBeInstanceOf(IndexMissing);
      await expect(search.put('none', { documentId: 'd', generation: 1 }, [])).rejects.toBeInstanceOf(IndexMissing);
      await expect(search.show('none', { documentId: 'd', generation: 1 }, {})).rejects.toBeInstanceOf(IndexMissing);
      await search.drop('none');
    });

    it('keeps what it has when it is made again or opened again', async () => {
      await shown('d', [passage('a', '苹果', { vector: at(0) })]);
      await search.create(index);
      search = await store.reopen();
      expect(await find({ text: '苹果', vector: at(0) })).toEqual(['a']);
    });

    it('finds only in the documents that are asked for', async () => {
      for (const id of ['d', 'e', 'f']) await shown(id, [passage(`in-${id}`, '苹果', { vector: at(0) })]);
      expect((await find({ text: '苹果', vector: at(0), documentIds: ['d', 'f', 'x'] })).toSorted()).toEqual(['in-d', 'in-f']);
      expect(await find({ text: '苹果', vector: at(0), documentIds: [] })).toEqual([]);
    });

    it('filters by fields of documents and of passages, where a passage goes before its document', async () => {
      await shown('d', [passage('a', '苹果', { fields: { price: 3 }, vector: at(0) }), passage('b', '苹果', { fields: { price: 9, year: '2020' }, vector: at(0) })], { year: '2024', tags: ['fruit', '红'], open: true });
      await shown('e', [passage('c', '苹果', { vector: at(0) })], { year: '2023', 'strange "name"': 1 });
      const by = async (...conditions: NonNullable<SearchQuery['conditions']>) => {
        const byWord = (await find({ text: '苹果', conditions })).toSorted();
        expect((await find({ vector: at(0), conditions })).toSorted()).toEqual(byWord);
        return byWord;
      };
      expect(await by({ field: 'year', in: ['2024', '2023'] })).toEqual(['a', 'c']);
      expect(await by({ field: 'tags', in: ['红'] })).toEqual(['a', 'b']);
      expect(await by({ field: 'price', gte: 3, lt: 9 })).toEqual(['a']);
      expect(await by({ field: 'price', gt: '1' })).toEqual([]);
      expect(await by({ field: 'open', in: [true] }, { field: 'price', in: [9] })).toEqual(['b']);
      expect(await by({ field: 'open', in: [1, 'true', false] })).toEqual([]);
      expect(await by({ field: 'strange "name"', in: [1] })).toEqual(['c']);
      expect(await by({ field: 'none', in: ['x'] })).toEqual([]);
      expect(await by({ field: 'year', gte: '2023', lte: '2023' })).toEqual(['c']);
    });

    it('says which fields there are, with their values, of what is shown', async () => {
      expect(await search.fields(index)).toEqual([]);
      await shown('d', [passage('a', '苹果', { fields: { price: 3, kind: 'fruit' } }), passage('b', '梨', { fields: { price: 3, kind: 'x'.repeat(200) } }), passage('c', '茶', { fields: { price: 4.5, 'strange "name"': true } })], { tags: ['红', 'a'], empty: [] });
      await search.put(index, { documentId: 'hidden', generation: 1 }, [passage('h', '苹果', { fields: { secret: 1 } })]);
      const byName = async () => Object.fromEntries((await search.fields(index)).map(({ field, kinds, values }) => [field, { kinds, values }]));
      expect(await byName()).toEqual({
        price: { kinds: ['number'], values: [3, 4.5] },
        kind: { kinds: ['text'], values: ['fruit'] },
        'strange "name"': { kinds: ['boolean'], values: [true] },
        tags: { kinds: ['list'], values: ['红', 'a'] },
        empty: { kinds: ['list'], values: [] },
      });
      expect((await search.fields(index))[0]?.field).toBe('price');
      await search.show(index, { documentId: 'd', generation: 1 }, { price: 'cheap' });
      expect((await byName())['price']).toEqual({ kinds: ['text', 'number'], values: [3, 'cheap', 4.5] });
      expect(await byName()).not.toHaveProperty('tags');
      await expect(search.fields('none')).rejects.toBeInstanceOf(IndexMissing);
    });

    it('samples the fields of many', async () => {
      const many = Array.from({ length: 6_000 }, (_, number) => passage(`p${number}`, '苹果', { fields: { number, half: number < 3_000 ? 'first' : 'second' } }));
      await shown('d', many);
      const fields = await search.fields(index);
      expect(fields.map(({ field }) => field).toSorted()).toEqual(['half', 'number']);
      expect(fields.find(({ field }) => field === 'half')?.values.toSorted()).toEqual(['first', 'second']);
    });

    it('keeps a later reading that is on its way when the one before is shown once more', async () => {
      await shown('d', [passage('old', '苹果')]);
      await search.put(index, { documentId: 'd', generation: 2 }, [passage('new', '苹果')]);
      await search.show(index, { documentId: 'd', generation: 1 }, { year: 2 });
      await search.show(index, { documentId: 'd', generation: 2 }, {});
      expect(await find({ text: '苹果' })).toEqual(['new']);
    });

    it('takes new fields when a document is shown once more', async () => {
      await shown('d', [passage('a', '苹果')], { year: 1 });
      await search.show(index, { documentId: 'd', generation: 1 }, { year: 2 });
      expect(await find({ text: '苹果', conditions: [{ field: 'year', in: [2] }] })).toEqual(['a']);
    });

    it('finds among many what is rare, whatever else was asked', async () => {
      const many = Array.from({ length: 5_000 }, (_, number) => passage(`p${number}`, `公司 合作 开发 软件 ${number % 7 === 0 ? '苹果' : '香蕉'}`));
      await shown('d', [...many, passage('rare', '公司的麒麟')]);
      expect((await find({ text: '哪个公司有麒麟' }))[0]).toBe('rare');
      expect(await find({ text: '公司 合作', limit: 3 })).toHaveLength(3);
      expect(await find({ text: '公司', limit: 3 })).toHaveLength(3);
    });

    it('finds what a condition leaves, however many others have the rarer words', async () => {
      const many = Array.from({ length: 5_000 }, (_, number) => passage(`p${number}`, `公司 合作 ${number % 2 === 0 ? '麒麟' : '凤凰'}`));
      await shown('d', [...many, { ...passage('left', '公司的年报'), fields: { year: 2024 } }]);
      expect(await find({ text: '麒麟公司', conditions: [{ field: 'year', in: [2024] }] })).toEqual(['left']);
    });

    it('refuses a name that is none', async () => {
      await expect(search.create('../x')).rejects.toBeInstanceOf(TypeError);
    });
  });
}

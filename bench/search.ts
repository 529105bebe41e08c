import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedSearch, type Search, type SearchQuery } from '../apps/server/src/data/search/index.ts';
import { percentiles } from './percentiles.ts';
import { printTable } from './table.ts';
import { type Corpus, corpus, seeded } from './texts.ts';

const DIMENSIONS = 384;
const BATCH = 200;
const LIMIT = 50;
/** Vectors stand in this many groups, as those of real texts do. */
const GROUPS = 500;
const RECALLED = 10;
/** Questions whose nearest vectors are looked for exactly too. */
const CHECKED = 30;

/** The index of the embedded search with so many passages of 300 to 500 characters: how long real questions take, one at a time, and whether the nearest vectors are found. */
export async function benchSearch({ sizes, questions }: { readonly sizes: readonly number[]; readonly questions: number }): Promise<void> {
  const rows = [];
  for (const size of sizes) rows.push(...(await searched(size, questions)));
  printTable('Search, one question at a time', rows);
}

async function searched(size: number, count: number) {
  const folder = await mkdtemp(join(tmpdir(), 'buckle-search-'));
  const search = await openEmbeddedSearch(folder);
  try {
    const texts = await corpus();
    const vectors = new Float32Array(size * DIMENSIONS);
    const vectorOf = groupedVectors();
    const filled = performance.now();
    await fill(search, size, texts, vectors, vectorOf);
    const filling = (performance.now() - filled) / 1_000;
    const asked = Array.from({ length: count }, (_, at) => ({ text: texts.questions[(at * 37) % texts.questions.length] ?? '', vector: vectorOf() }));
    const ways: readonly (readonly [string, (query: (typeof asked)[number]) => Omit<SearchQuery, 'limit'>])[] = [
      ['keyword', ({ text }) => ({ text })],
      ['vector', ({ vector }) => ({ vector })],
      ['both', (query) => query],
    ];
    const rows = [];
    for (const [way, queryOf] of ways) {
      for (const query of asked.slice(0, 20)) await search.search('bench', { ...queryOf(query), limit: LIMIT });
      const times = [];
      for (const query of asked) {
        const begun = performance.now();
        await search.search('bench', { ...queryOf(query), limit: LIMIT });
        times.push(performance.now() - begun);
      }
      const { p50, p99 } = percentiles(times);
      const recall = way === 'vector' ? await recallOf(search, vectors, asked.slice(0, CHECKED).map(({ vector }) => vector)) : undefined;
      rows.push({ passages: size, way, 'p50, ms': p50, 'p99, ms': p99, [`recall@${RECALLED} of exact`]: recall === undefined ? '' : recall.toFixed(3), 'filling, s': way === 'keyword' ? Math.round(filling) : '' });
    }
    return rows;
  } finally {
    await search.close();
    await rm(folder, { recursive: true });
  }
}

async function fill(search: Search, size: number, texts: Corpus, vectors: Float32Array, vectorOf: () => Float32Array): Promise<void> {
  const random = seeded(2);
  const reading = { documentId: 'all', generation: 1 };
  await search.create('bench');
  for (let at = 0; at < size; at += BATCH) {
    await search.put('bench', reading, Array.from({ length: Math.min(BATCH, size - at) }, (_, place) => {
      const vector = vectorOf();
      vectors.set(vector, (at + place) * DIMENSIONS);
      return { id: String(at + place), title: `Chapter ${Math.floor((at + place) / 20)}`, content: texts.text(300 + Math.floor(random() * 160)), vector };
    }));
  }
  await search.show('bench', reading, {});
}

/** Vectors of length 1 around a few hundred centres. */
function groupedVectors(): () => Float32Array {
  const random = seeded(3);
  // The sum of some even numbers is near enough to a normal one.
  const normal = () => random() + random() + random() + random() - 2;
  const centres = Array.from({ length: GROUPS }, () => Float32Array.from({ length: DIMENSIONS }, normal));
  return () => {
    const centre = centres[Math.floor(random() * GROUPS)];
    const vector = Float32Array.from({ length: DIMENSIONS }, (_, at) => (centre?.[at] ?? 0) + 0.8 * normal());
    const length = Math.hypot(...vector);
    return vector.map((part) => part / length);
  };
}

async function recallOf(search: Search, vectors: Float32Array, queries: readonly Float32Array[]): Promise<number> {
  let found = 0;
  for (const vector of queries) {
    const exact = nearest(vectors, vector);
    const { hits } = await search.search('bench', { vector, limit: LIMIT });
    const best = hits.toSorted((one, other) => (other.vector ?? 0) - (one.vector ?? 0)).slice(0, RECALLED).map(({ id }) => id);
    found += best.filter((id) => exact.has(id)).length;
  }
  return found / (queries.length * RECALLED);
}

/** The nearest vectors, by looking at all of them. */
function nearest(vectors: Float32Array, query: Float32Array): ReadonlySet<string> {
  const best: { readonly at: number; readonly score: number }[] = [];
  for (let at = 0; at * DIMENSIONS < vectors.length; at += 1) {
    let score = 0;
    for (let part = 0; part < DIMENSIONS; part += 1) score += (vectors[at * DIMENSIONS + part] ?? 0) * (query[part] ?? 0);
    if (best.length === RECALLED && score <= (best.at(-1)?.score ?? 0)) continue;
    best.push({ at, score });
    best.sort((one, other) => other.score - one.score);
    best.length = Math.min(best.length, RECALLED);
  }
  return new Set(best.map(({ at }) => String(at)));
}

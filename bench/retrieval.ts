import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';
import { stemmer } from 'stemmer';
import { z } from 'zod';
import { openEmbeddedSearch } from '../apps/server/src/data/search/index.ts';
import { fuse } from '../apps/server/src/application/knowledge/retrieval/fuse.ts';
import { cmrc, english, FOLDER, inTraditional, type Passage, type RetrievalSet, reworded } from './retrieval-sets.ts';
import { printTable } from './table.ts';

const DEPTH = 10;

/** The best passages for a question, the best first. */
type Retrieve = (question: string) => Promise<readonly string[]>;

/** How well passages are found: ours, beside plain BM25 over other terms, on the same questions. */
export async function benchRetrieval({ embeddings }: { readonly embeddings?: string | undefined }): Promise<void> {
  const chinese = await cmrc();
  if (chinese) {
    await compare('CMRC 2018', chinese, embeddings);
    await compare('CMRC 2018 in traditional characters', inTraditional(chinese));
    await compare('CMRC 2018, asked in other words', await reworded(chinese), embeddings);
  } else console.log(`skipped: there is no folder ${FOLDER} with corpus.jsonl, queries.jsonl and qrels.tsv`);
  await compare('English', await english(), embeddings);
}

async function compare(title: string, data: RetrievalSet, embeddings?: string): Promise<void> {
  const rows = [];
  for (const [name, cut] of Object.entries(plainCuts())) rows.push({ way: `BM25, ${name}`, ...(await measured(data, plainBm25(data.passages, cut))) });
  const folder = await mkdtemp(join(tmpdir(), 'buckle-retrieval-'));
  const search = await openEmbeddedSearch(folder);
  try {
    const vectors = embeddings === undefined ? undefined : await embed(embeddings, 'passage', data.passages.map((passage) => `${passage.title}\n${passage.text}`));
    await search.create('bench');
    const reading = { documentId: 'all', generation: 1 };
    for (let at = 0; at < data.passages.length; at += 100) {
      await search.put('bench', reading, data.passages.slice(at, at + 100).map(({ id, title: passageTitle, text }, place) => {
        const vector = vectors?.[at + place];
        return { id, title: passageTitle, content: text, ...(vector === undefined ? {} : { vector }) };
      }));
    }
    await search.show('bench', reading, {});
    const ours = (mode: 'keyword' | 'semantic' | 'hybrid'): Retrieve => async (question) => {
      const vector = mode === 'keyword' ? undefined : (await queryVector(embeddings ?? '', question));
      const { hits } = await search.search('bench', { limit: 50, ...(mode === 'semantic' ? {} : { text: question }), ...(vector === undefined ? {} : { vector }) });
      const scores = fuse(mode, hits);
      return hits.map(({ id }, at) => ({ id, score: scores[at] ?? 0 })).toSorted((a, b) => b.score - a.score).slice(0, DEPTH).map(({ id }) => id);
    };
    rows.push({ way: 'Buckle, keyword', ...(await measured(data, ours('keyword'))) });
    if (embeddings !== undefined) for (const mode of ['semantic', 'hybrid'] as const) rows.push({ way: `Buckle, ${mode}`, ...(await measured(data, ours(mode))) });
  } finally {
    await search.close();
    await rm(folder, { recursive: true });
  }
  printTable(`${title}: ${data.questions.length} questions, ${data.passages.length} passages`, rows);
}

async function measured({ questions }: RetrievalSet, retrieve: Retrieve) {
  let gain = 0;
  let found = 0;
  const times: number[] = [];
  for (const { text, answeredBy } of questions) {
    const begun = performance.now();
    const ids = await retrieve(text);
    times.push(performance.now() - begun);
    const rank = ids.slice(0, DEPTH).indexOf(answeredBy);
    if (rank < 0) continue;
    found += 1;
    // One passage answers, so the best that could be gained is 1.
    gain += 1 / Math.log2(rank + 2);
  }
  times.sort((a, b) => a - b);
  return { 'nDCG@10': (gain / questions.length).toFixed(4), 'recall@10': (found / questions.length).toFixed(4), 'p50 ms': times[Math.floor(times.length / 2)] ?? 0 };
}

type Cut = (text: string) => readonly string[];

/** Terms of plain BM25: characters, pairs of them, jieba's words; English as it stands, or its stems. */
function plainCuts(): Record<string, Cut> {
  const jieba = Jieba.withDict(dict);
  const runs = (text: string) => text.normalize('NFKC').toLowerCase().match(/\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}])+/gu) ?? [];
  const han = (cut: (run: string) => readonly string[]): Cut => (text) => runs(text).flatMap((run) => (/^\p{Script=Han}/u.test(run) ? cut(run) : [run]));
  return {
    characters: han((run) => Array.from(run)),
    bigrams: han((run) => {
      const characters = Array.from(run);
      return characters.length === 1 ? characters : characters.slice(1).map((character, before) => `${characters[before]}${character}`);
    }),
    'jieba cutForSearch': han((run) => jieba.cutForSearch(run, true)),
    'jieba cutForSearch, stems': (text) => runs(text).flatMap((run) => (/^\p{Script=Han}/u.test(run) ? jieba.cutForSearch(run, true) : [stemmer(run)])),
  };
}

/** BM25 (k1 1.2, b 0.75) over title and text. */
function plainBm25(passages: readonly Passage[], cut: Cut): Retrieve {
  const [k1, b] = [1.2, 0.75];
  const cuts = passages.map(({ title, text }) => [...cut(title), ...cut(text)]);
  const average = cuts.reduce((sum, terms) => sum + terms.length, 0) / cuts.length;
  const postings = new Map<string, { readonly passage: number; readonly weight: number }[]>();
  cuts.forEach((terms, passage) => {
    for (const [term, same] of Map.groupBy(terms, (each) => each)) {
      const weight = (same.length * (k1 + 1)) / (same.length + k1 * (1 - b + (b * terms.length) / average));
      const list = postings.get(term) ?? [];
      list.push({ passage, weight });
      postings.set(term, list);
    }
  });
  return async (question) => {
    const scores = new Map<number, number>();
    for (const term of cut(question)) {
      const list = postings.get(term) ?? [];
      const rarity = Math.log(1 + (passages.length - list.length + 0.5) / (list.length + 0.5));
      for (const { passage, weight } of list) scores.set(passage, (scores.get(passage) ?? 0) + rarity * weight);
    }
    return [...scores].toSorted((one, other) => other[1] - one[1]).slice(0, DEPTH).map(([passage]) => passages[passage]?.id ?? '');
  };
}

const answerOfEmbeddings = z.object({ data: z.array(z.object({ embedding: z.array(z.number()) })) });

/** Vectors of texts by an OpenAI-compatible server; the model's name says what they are for, and so does `input_type`. */
async function embed(baseUrl: string, purpose: 'query' | 'passage', texts: readonly string[]): Promise<Float32Array[]> {
  const vectors: Float32Array[] = [];
  for (let at = 0; at < texts.length; at += 16) {
    const response = await fetch(`${baseUrl}/embeddings`, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ model: `e5-${purpose}`, input_type: purpose, input: texts.slice(at, at + 16) }),
    });
    const { data } = answerOfEmbeddings.parse(await response.json());
    vectors.push(...data.map(({ embedding }) => unit(Float32Array.from(embedding))));
  }
  return vectors;
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return vector.map((number) => number / length);
}

const queryVectors = new Map<string, Float32Array>();

async function queryVector(baseUrl: string, question: string): Promise<Float32Array> {
  const known = queryVectors.get(question);
  if (known) return known;
  const [vector] = await embed(baseUrl, 'query', [question]);
  if (!vector) throw new Error('The server of embeddings gave no vector.');
  queryVectors.set(question, vector);
  return vector;
}

import type { SearchMode } from '@buckle/contract';
import { type FieldCondition, IndexMissing, type SearchResult } from '#data/search/port.ts';
import { BuckleError } from '#kernel/errors.ts';
import { ModelError } from '#services/models/index.ts';
import type { ReadingContext } from '../context.ts';
import type { DatasetDocument, KnowledgeDocument, PassageDocument } from '../knowledge-documents.ts';
import { parentsOf } from '../passages/read-passages.ts';
import { embedQuery, rerank } from './embed.ts';
import { fuse, type Scores } from './fuse.ts';
import { searchNote, type SearchNote, SearchNotes } from './search-notes.ts';

/** Of each way and data set so many times as many hits are taken as are wanted: some are doubled, or not to be shown. */
const OVERSAMPLING = 4;
const LEAST_HITS = 50;
/** How long the models are waited for, in milliseconds: without them the words still find something. */
const TIME = 10_000;

/** What is longer is cut off where no user wrote it by hand, in characters. */
export const LONGEST_QUERY = 2_000;

export interface KnowledgeQuery {
  readonly query: string;
  readonly topK: number;
  readonly mode: SearchMode;
  /** A rerank model by its id, the workspace's default one (`true`), or none. */
  readonly rerank: boolean | string;
  /** From 0 to 1, of the way that is asked for. */
  readonly minScore: number;
  readonly conditions: readonly FieldCondition[];
}

/** A passage that was found. */
export interface FoundPassage {
  readonly passage: PassageDocument;
  readonly document: KnowledgeDocument;
  /** The passage's own, or that of the larger one around it. */
  readonly content: string;
  readonly score: number;
  readonly scores: Scores & { readonly rerank?: number };
}

export interface KnowledgeFound {
  readonly items: readonly FoundPassage[];
  readonly terms: readonly string[];
  /** What it had to do without. */
  readonly notes: readonly SearchNote[];
  /** Milliseconds. */
  readonly timings: { readonly derive: number; readonly embed: number; readonly search: number; readonly load: number; readonly rerank: number; readonly total: number };
}

/** Finds passages in data sets that the caller may search, and counts no hits. */
export async function findInDatasets(context: ReadingContext, datasets: readonly DatasetDocument[], query: KnowledgeQuery): Promise<KnowledgeFound> {
  const notes = new SearchNotes();
  const watch = new StopWatch();
  const signal = AbortSignal.timeout(TIME);
  const vectors = query.mode === 'keyword' ? new Map<string, Float32Array>() : await vectorsOf(context, datasets, query.query, notes, signal);
  watch.lap('embed');
  const results = await Promise.all(datasets.map((dataset) => searchOne(context, dataset, query, vectors.get(keyOf(dataset)), notes)));
  watch.lap('search');
  const hits = results.flatMap(({ hits }) => hits);
  // Where no data set has vectors, words are all there is.
  const mode = query.mode !== 'keyword' && vectors.size === 0 ? 'keyword' : query.mode;
  const fused = fuse(mode, hits);
  const ranked = hits.map((hit, at) => ({ hit, score: fused[at] ?? 0 })).toSorted((a, b) => b.score - a.score);
  const kept = await load(context, ranked, query.rerank === false ? query.topK : query.topK * OVERSAMPLING);
  watch.lap('load');
  const ordered = query.rerank === false ? kept : await reranked(context, datasets, query, kept, notes, signal);
  watch.lap('rerank');
  const items = ordered.map((item) => ({ ...item, score: Math.min(1, Math.max(0, item.score)) })).filter(({ score }) => score >= query.minScore).slice(0, query.topK);
  return {
    items,
    terms: [...new Set(results.flatMap(({ terms }) => terms))],
    notes: notes.all,
    timings: watch.timings(),
  };
}

/** Which vector of the query a data set is asked with. */
function keyOf({ workspaceId, embeddingModelId }: DatasetDocument): string {
  return `${workspaceId}/${embeddingModelId ?? ''}`;
}

/** The query's vector for each embedding model of the data sets. Without one the words are searched alone. */
async function vectorsOf(context: ReadingContext, datasets: readonly DatasetDocument[], query: string, notes: SearchNotes, signal: AbortSignal): Promise<Map<string, Float32Array>> {
  const vectors = new Map<string, Float32Array>();
  const models = new Map(datasets.map((dataset) => [keyOf(dataset), dataset]));
  await Promise.all([...models].map(async ([key, { workspaceId, embeddingModelId, name }]) => {
    if (embeddingModelId === undefined) {
      notes.add(searchNote('no_embedding_model', { dataset: name }));
      return;
    }
    try {
      const vector = await embedQuery(context, workspaceId, embeddingModelId, query, signal);
      if (vector) vectors.set(key, vector);
    } catch (error) {
      if (!isOfModel(error, signal)) throw error;
      notes.add(searchNote('embedding_failed', { dataset: name, reason: error.message }));
    }
  }));
  return vectors;
}

async function searchOne(context: ReadingContext, dataset: DatasetDocument, query: KnowledgeQuery, vector: Float32Array | undefined, notes: SearchNotes): Promise<SearchResult> {
  const limit = Math.max(LEAST_HITS, query.topK * OVERSAMPLING);
  const isByWords = query.mode !== 'semantic' || vector === undefined;
  try {
    const result = await context.search.search(dataset.index, {
      ...(isByWords ? { text: query.query } : {}), ...(vector === undefined ? {} : { vector }), limit, conditions: query.conditions,
    });
    if (result.otherDimensions !== undefined) {
      notes.add(searchNote('other_dimensions', { dataset: dataset.name, has: String(result.otherDimensions), gives: String(vector?.length) }));
    }
    return result;
  } catch (error) {
    if (!(error instanceof IndexMissing)) throw error;
    const now = await context.rebuildMissing(dataset.id);
    // Another index has taken its place since the data set was read.
    if (now && now.index !== dataset.index) return searchOne(context, now, query, keyOf(now) === keyOf(dataset) ? vector : undefined, notes);
    notes.add(searchNote('index_rebuilding', { dataset: dataset.name }));
    return { hits: [], terms: [] };
  }
}

interface Ranked {
  readonly hit: SearchResult['hits'][number];
  readonly score: number;
}

/** The best passages as the documents have them: those that are gone, hidden, doubled or of a disabled document are left out. */
async function load(context: ReadingContext, ranked: readonly Ranked[], wanted: number): Promise<FoundPassage[]> {
  const { stored } = context;
  const found: FoundPassage[] = [];
  const seen = new Set<string>();
  for (let at = 0; at < ranked.length && found.length < wanted; at += wanted) {
    const some = ranked.slice(at, at + wanted);
    const [passages, documents] = await Promise.all([
      stored.passages.getMany(some.map(({ hit }) => hit.id)),
      stored.documents.getMany([...new Set(some.map(({ hit }) => hit.documentId))]),
    ]);
    const parents = await parentsOf(context, passages);
    const byId = new Map(passages.map((passage) => [passage.id, passage]));
    const documentsById = new Map(documents.map((document) => [document.id, document]));
    for (const { hit, score } of some) {
      const passage = byId.get(hit.id);
      const document = documentsById.get(hit.documentId);
      if (!passage?.enabled || !document?.enabled) continue;
      const parent = passage.parentId === undefined ? undefined : parents.get(passage.parentId);
      // What was changed by hand in a part is not changed in the whole.
      const { content } = parent === undefined || parent.edited ? passage : parent;
      if (seen.has(content) || found.length === wanted) continue;
      seen.add(content);
      const { keyword, vector } = hit;
      found.push({ passage, document, content, score, scores: { ...(keyword === undefined ? {} : { keyword: Math.min(1, keyword) }), ...(vector === undefined ? {} : { vector }) } });
    }
  }
  return found;
}

/** What was found in the order of a rerank model; as it was where that fails. */
async function reranked(context: ReadingContext, [dataset]: readonly DatasetDocument[], query: KnowledgeQuery, found: readonly FoundPassage[], notes: SearchNotes, signal: AbortSignal): Promise<readonly FoundPassage[]> {
  if (!dataset || found.length === 0) return found;
  try {
    const modelId = typeof query.rerank === 'string' ? query.rerank : undefined;
    const scores = await rerank(context, dataset.workspaceId, modelId, query.query, found.map(({ content }) => content), { signal, limit: query.topK });
    if (!scores) {
      notes.add(searchNote('no_rerank_model'));
      return found;
    }
    return scores.flatMap(({ index, score }) => {
      const item = found[index];
      return item ? [{ ...item, score, scores: { ...item.scores, rerank: score } }] : [];
    });
  } catch (error) {
    if (!isOfModel(error, signal)) throw error;
    notes.add(searchNote('rerank_failed', { reason: error.message }));
    return found;
  }
}

/** Whether a model could not be asked: it fails, takes too long, was removed, or nothing more may be spent. The search does without it. */
function isOfModel(error: unknown, signal: AbortSignal): error is Error {
  return error instanceof ModelError || error instanceof BuckleError || (error instanceof Error && signal.aborted);
}

type Stage = 'derive' | 'embed' | 'search' | 'load' | 'rerank';

/** How long each stage took, in milliseconds. */
class StopWatch {
  readonly #start = performance.now();
  #last = this.#start;
  readonly #laps: Record<Stage, number> = { derive: 0, embed: 0, search: 0, load: 0, rerank: 0 };

  lap(stage: Stage): void {
    const now = performance.now();
    this.#laps[stage] = rounded(now - this.#last);
    this.#last = now;
  }

  timings(): Record<Stage | 'total', number> {
    return { ...this.#laps, total: rounded(performance.now() - this.#start) };
  }
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}

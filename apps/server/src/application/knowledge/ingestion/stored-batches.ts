import type { WorkContext } from '#services/work/index.ts';
import { type IngestionInput, indexesOf, type ReadingContext } from '../context.ts';
import { type DatasetDocument, type KnowledgeDocument, modelOfIndex, modelOfPassages, type PassageDocument } from '../knowledge-documents.ts';
import { embedPassages } from '../retrieval/embed.ts';
import { embeddedText, indexedPassage } from './index-passages.ts';
import { storedVector } from './passage-vectors.ts';

/** Batches that are embedded and stored while the next one is read. */
const STORED_AT_ONCE = 3;
/** Batches that are indexed together, or as many as have so many characters: an index costs a third less where its commits are larger. */
const INDEXED_TOGETHER = 8;
const CHARACTERS_TOGETHER = 400_000;
/** Of these groups, so many are indexed while the batches of the next one are stored: the terms of one are cut while another is written. */
const INDEXED_AT_ONCE = 2;
/** Between two notes in the journal of what is done, in milliseconds. */
const NOTED_EVERY = 2_000;

/** How many batches are stored and indexed for good, and in which indexes: one that was built anew since does not have them. */
const STORED = 'knowledge/stored';

/** Passages that are stored, with their vectors where a model makes some. */
interface StoredBatch {
  readonly passages: readonly PassageDocument[];
  readonly vectors: readonly Float32Array[] | undefined;
}

/** The batches of one reading: some are stored and indexed at once, and noted as done in their order. */
export class StoredBatches {
  passages = 0;
  characters = 0;
  readonly #context: ReadingContext;
  readonly #work: WorkContext<IngestionInput>;
  readonly #document: KnowledgeDocument;
  readonly #dataset: DatasetDocument;
  /** How many were done before this run. */
  readonly #storedBefore: number;
  #begun = 0;
  #notedAt: number;
  readonly #storing: Promise<StoredBatch>[] = [];
  /** Those that are to be indexed together. */
  #group: Promise<StoredBatch>[] = [];
  #groupCharacters = 0;
  readonly #indexing: Promise<void>[] = [];

  constructor(context: ReadingContext, work: WorkContext<IngestionInput>, document: KnowledgeDocument, dataset: DatasetDocument) {
    this.#context = context;
    this.#work = work;
    this.#document = document;
    this.#dataset = dataset;
    const noted = work.journal.find(STORED);
    const indexes = String(noted?.['indexes']).split(' ');
    this.#storedBefore = indexesOf(dataset).every((index) => indexes.includes(index)) ? Number(noted?.['batches']) : 0;
    // After a kill the first new batch is noted at once: a reading that is killed again and again gets on all the same.
    this.#notedAt = work.resumed ? -Infinity : context.clock.now();
  }

  async add(passages: readonly PassageDocument[]): Promise<void> {
    this.#begun += 1;
    this.passages += passages.filter(({ isParent }) => !isParent).length;
    if (this.#begun <= this.#storedBefore) return;
    const storing = whoeverWaits(this.#store(passages));
    this.#storing.push(storing);
    this.#group.push(storing);
    for (const { content } of passages) this.#groupCharacters += content.length;
    if (this.#storing.length >= STORED_AT_ONCE) await this.#storing.shift();
    if (this.#group.length >= INDEXED_TOGETHER || this.#groupCharacters >= CHARACTERS_TOGETHER) this.#indexGroup();
    if (this.#indexing.length > INDEXED_AT_ONCE) await this.#indexing.shift();
    if (this.#context.clock.now() - this.#notedAt >= NOTED_EVERY) await this.#note();
  }

  /** Resolves when all are stored and indexed; throws what one of them throws, when none is being stored any more. */
  async end(): Promise<void> {
    if (this.#group.length > 0) this.#indexGroup();
    await allOf([...this.#storing.splice(0), ...this.#indexing.splice(0)]);
  }

  /** Resolves when none is being stored or indexed any more, however that ended. */
  async settled(): Promise<void> {
    await Promise.allSettled([...this.#storing.splice(0), ...this.#indexing.splice(0)]);
  }

  async #note(): Promise<void> {
    await this.end();
    for (const index of indexesOf(this.#dataset)) await this.#context.search.flush(index);
    await this.#work.journal.append([{ type: STORED, batches: this.#begun, indexes: indexesOf(this.#dataset).join(' ') }]);
    this.#notedAt = this.#context.clock.now();
  }

  async #store(all: readonly PassageDocument[]): Promise<StoredBatch> {
    const { stored } = this.#context;
    const passages = all.filter(({ isParent }) => !isParent);
    const embeddedBy = modelOfPassages(this.#dataset);
    const vectors = await embedPassages(this.#context, this.#document.workspaceId, embeddedBy, passages.map((passage) => embeddedText(this.#document, passage)), this.#work.signal);
    const whole = new Map(passages.map((passage, at) => {
      const vector = vectors?.[at];
      return [passage.id, vector === undefined ? passage : { ...passage, vector: storedVector(vector), embeddedBy }] as const;
    }));
    // Whoever cancels waits for what is under way.
    this.#work.signal.throwIfAborted();
    // At once: nobody sees them before the reading is whole, so none has to wait for the one before it.
    await allOf(all.map((passage) => stored.passages.ensure(whole.get(passage.id) ?? passage)));
    return { passages, vectors };
  }

  #indexGroup(): void {
    this.#indexing.push(whoeverWaits(this.#index(this.#group)));
    this.#group = [];
    this.#groupCharacters = 0;
  }

  async #index(group: readonly Promise<StoredBatch>[]): Promise<void> {
    const batches = await Promise.all(group);
    const reading = { documentId: this.#document.id, generation: this.#work.input.reading };
    for (const index of indexesOf(this.#dataset)) {
      this.#work.signal.throwIfAborted();
      const hasVectors = modelOfIndex(this.#dataset, index) === modelOfPassages(this.#dataset);
      const passages = batches.flatMap(({ passages, vectors }) => passages.map((passage, at) => indexedPassage(this.#document, passage, hasVectors ? vectors?.[at] : undefined)));
      await this.#context.search.put(index, reading, passages);
    }
  }
}

/** Resolves when all have; throws what one of them throws, when none is under way any more. */
async function allOf(promises: readonly Promise<unknown>[]): Promise<void> {
  await Promise.allSettled(promises);
  await Promise.all(promises);
}

/** Whoever waits for a promise hears of its failure; until then it is nobody's. */
function whoeverWaits<Result>(promise: Promise<Result>): Promise<Result> {
  promise.catch(() => undefined);
  return promise;
}

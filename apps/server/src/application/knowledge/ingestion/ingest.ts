import type { FileDocument } from '#application/files/index.ts';
import type { ReadBatch } from '#services/reading/index.ts';
import type { WorkContext } from '#services/work/index.ts';
import { type IngestionInput, indexesOf, type ReadingContext } from '../context.ts';
import { embedPassages } from '../retrieval/embed.ts';
import { type DatasetDocument, type KnowledgeDocument, modelOfIndex, modelOfPassages, type PassageDocument } from '../knowledge-documents.ts';
import { removeUnreadDocument } from '../documents/delete-document.ts';
import { removePassages } from '../passages/remove-passages.ts';
import { TableColumns } from '../tables/table-columns.ts';
import { unlessMissing } from '../unless-missing.ts';
import { captionOf } from './caption-picture.ts';
import { fetchPage, isPageUnchanged } from './fetch-page.ts';
import { indexDocument, isShownAlike, showDocument } from './index-document.ts';
import { embeddedText, indexedPassage } from './index-passages.ts';
import { storedVector } from './passage-vectors.ts';
import { passagesOf } from './passages-of.ts';
import { ReadingReport } from './reading-report.ts';

/** Batches that are stored and indexed while the next one is read. */
const AT_ONCE = 3;
/** Between two notes in the journal of what is done, in milliseconds. */
const NOTED_EVERY = 2_000;

/** How many batches are stored and indexed for good, and in which indexes: one that was built anew since does not have them. */
const STORED = 'knowledge/stored';

type Ingestion = WorkContext<IngestionInput>;

/**
 * Reads a document: its source is read from the beginning, also after a kill, and what was stored and indexed before is
 * passed over, for the same source and rules give the same batches. What an earlier reading found is found until this one
 * is whole. Does nothing where the document is gone, is read anew already, or is a page that is to be
 * read where it has changed, and has not.
 */
export async function ingest(context: ReadingContext, work: Ingestion): Promise<void> {
  const { documentId, reading } = work.input;
  const { stored, files, reader } = context;
  const document = await stored.documents.get(documentId);
  if (document?.workId !== work.id) return;
  const dataset = await stored.datasets.get(document.datasetId);
  // It was deleted while the document was added to it.
  if (!dataset) return removeUnreadDocument(context, document, work);
  const report = new ReadingReport(context, work, document);
  await report.enter('fetch');
  const file = await fileOf(context, work, document);
  if (work.input.unlessUnchanged && (await isPageUnchanged(context, work, file))) return;
  const indexes = indexesOf(dataset);

  const { splitting } = document;
  await report.enter(splitting.mode === 'caption' ? 'caption' : 'parse');
  const batches = new Batches(context, work, document, dataset);
  const columns = splitting.mode === 'rows' ? new TableColumns(splitting) : undefined;
  const read = async function* (): AsyncIterable<ReadBatch> {
    if (splitting.mode === 'caption') yield captionBatch(await captionOf(context, work, document, file, splitting));
    else yield* reader.read({ body: await files.read(file), fileName: file.name, size: file.size }, splitting, work);
  };
  try {
    for await (const batch of read()) {
      await batches.add(passagesOf(document, reading, batch, batches.passages, columns));
      batches.characters = batch.characters;
      await report.come(modelOfPassages(dataset) === undefined ? 'parse' : 'embed', batch.done);
    }
    await batches.end();
  } finally {
    // Whoever removes what a reading has stored waits for its end: nothing may be written after that.
    await batches.settled();
  }

  await report.enter('index', 1);
  for (const index of indexes) await showDocument(context, index, { ...document, generation: reading });
  const { passages, characters } = batches;
  await unlessMissing(stored.documents.update(documentId, { set: { generation: reading, passages, characters, bytes: file.size, ...(columns && { columns: columns.all }) } }));
  await catchUp(context, work, document, indexes);
  await removePassages(context, documentId, work, reading);
}

/** A caption as what is read of a picture. */
function captionBatch(caption: string): ReadBatch {
  return { passages: caption === '' ? [] : [{ content: caption, headings: [] }], parents: [], done: 1, characters: caption.length };
}

/** Indexes a document where its data set has got another index since its reading began, or the document another name, and its fields where these were changed. */
async function catchUp(context: ReadingContext, work: Ingestion, before: KnowledgeDocument, indexes: readonly string[]): Promise<void> {
  const document = await context.stored.documents.get(before.id);
  const dataset = document && (await context.stored.datasets.get(document.datasetId));
  if (!document || !dataset) return;
  for (const index of indexesOf(dataset)) {
    if (!indexes.includes(index) || document.name !== before.name) await indexDocument(context, { dataset, index }, document, work);
    else if (!isShownAlike(document, before)) await showDocument(context, index, document);
  }
}

/** The stored file of a document: that of a page is fetched once a reading. */
async function fileOf(context: ReadingContext, work: Ingestion, document: KnowledgeDocument): Promise<FileDocument> {
  const { source } = document;
  return source.type === 'web' ? fetchPage(context, work, document, source) : context.files.describe(source.fileId);
}

/** The batches of one reading: a few are stored and indexed at once, and noted as done in their order. */
class Batches {
  passages = 0;
  characters = 0;
  readonly #context: ReadingContext;
  readonly #work: Ingestion;
  readonly #document: KnowledgeDocument;
  readonly #dataset: DatasetDocument;
  /** How many were done before this run. */
  readonly #storedBefore: number;
  #begun = 0;
  #notedAt: number;
  readonly #underWay: Promise<unknown>[] = [];

  constructor(context: ReadingContext, work: Ingestion, document: KnowledgeDocument, dataset: DatasetDocument) {
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
    const storing = this.#store(passages);
    // Whoever waits for it hears of a failure; until then it is nobody's.
    storing.catch(nothing);
    this.#underWay.push(storing);
    if (this.#underWay.length >= AT_ONCE) await this.#underWay.shift();
    if (this.#context.clock.now() - this.#notedAt >= NOTED_EVERY) await this.#note();
  }

  /** Resolves when all are stored and indexed; throws what one of them throws, when none is being stored any more. */
  async end(): Promise<void> {
    await allOf(this.#underWay.splice(0));
  }

  /** Resolves when none is being stored any more, however that ended. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#underWay.splice(0));
  }

  async #note(): Promise<void> {
    await this.end();
    for (const index of indexesOf(this.#dataset)) await this.#context.search.flush(index);
    await this.#work.journal.append([{ type: STORED, batches: this.#begun, indexes: indexesOf(this.#dataset).join(' ') }]);
    this.#notedAt = this.#context.clock.now();
  }

  async #store(all: readonly PassageDocument[]): Promise<void> {
    const { stored, search } = this.#context;
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
    const reading = { documentId: this.#document.id, generation: this.#work.input.reading };
    for (const index of indexesOf(this.#dataset)) {
      this.#work.signal.throwIfAborted();
      const hasVectors = modelOfIndex(this.#dataset, index) === embeddedBy;
      await search.put(index, reading, passages.map((passage, at) => indexedPassage(this.#document, passage, hasVectors ? vectors?.[at] : undefined)));
    }
  }
}

/** Resolves when all have; throws what one of them throws, when none is under way any more. */
async function allOf(promises: readonly Promise<unknown>[]): Promise<void> {
  await Promise.allSettled(promises);
  await Promise.all(promises);
}

function nothing(): void {}

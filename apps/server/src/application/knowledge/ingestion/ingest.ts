import type { FileDocument } from '#application/files/index.ts';
import type { ReadBatch } from '#services/reading/index.ts';
import type { WorkContext } from '#services/work/index.ts';
import { type IngestionInput, indexesOf, type ReadingContext } from '../context.ts';
import { type KnowledgeDocument, modelOfPassages } from '../knowledge-documents.ts';
import { removeUnreadDocument } from '../documents/delete-document.ts';
import { removePassages } from '../passages/remove-passages.ts';
import { TableColumns } from '../tables/table-columns.ts';
import { unlessMissing } from '../unless-missing.ts';
import { captionOf } from './caption-picture.ts';
import { fetchPage, isPageUnchanged } from './fetch-page.ts';
import { indexDocument, isShownAlike, showDocument } from './index-document.ts';
import { passagesOf } from './passages-of.ts';
import { ReadingReport } from './reading-report.ts';
import { StoredBatches } from './stored-batches.ts';

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
  const batches = new StoredBatches(context, work, document, dataset);
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

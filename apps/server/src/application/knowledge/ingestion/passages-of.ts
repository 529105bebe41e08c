import type { ReadBatch, ReadPassage } from '#services/reading/index.ts';
import { type KnowledgeDocument, parentPassageId, type PassageDocument, passageId } from '../knowledge-documents.ts';
import type { TableColumns } from '../tables/table-columns.ts';

/** The passages of a batch as documents, those around them first; the first is the one at `position`. Of a table they are rows with these columns. */
export function passagesOf(document: KnowledgeDocument, generation: number, batch: ReadBatch, position: number, columns: TableColumns | undefined): PassageDocument[] {
  const { id: documentId, workspaceId, datasetId } = document;
  const common = { workspaceId, datasetId, documentId, generation, enabled: true, edited: false };
  const around = batch.parents.map(({ index, content, headings, page }) => ({
    ...common, id: parentPassageId(documentId, generation, index), position: index, isParent: true, content, headings, ...(page === undefined ? {} : { page }),
  }));
  const fields = columns?.read(batch.passages.map(({ row = {} }) => row));
  const passages = batch.passages.map((passage, at) => ({
    ...common,
    id: passageId(documentId, generation, position + at),
    position: position + at,
    isParent: false,
    content: passage.content,
    headings: headingsOf(passage),
    ...(passage.page === undefined ? {} : { page: passage.page }),
    ...(passage.parent === undefined ? {} : { parentId: parentPassageId(documentId, generation, passage.parent) }),
    ...(passage.searched === undefined ? {} : { searched: passage.searched }),
    ...(fields === undefined ? {} : { fields: fields[at] ?? {} }),
  }));
  return [...around, ...passages];
}

/** A sheet stands over its rows as a heading does. */
function headingsOf({ headings, sheet }: ReadPassage): readonly string[] {
  return sheet === undefined ? headings : [sheet, ...headings];
}

import type { Fields } from '#data/search/port.ts';
import type { ReadBatch, ReadPassage } from '#services/reading/index.ts';
import { type KnowledgeDocument, parentPassageId, type PassageDocument, passageId } from '../knowledge-documents.ts';

/** The passages of a batch as documents, those around them first; the first is the one at `position`. */
export function passagesOf(document: KnowledgeDocument, generation: number, batch: ReadBatch, position: number): PassageDocument[] {
  const { id: documentId, workspaceId, datasetId, splitting } = document;
  const common = { workspaceId, datasetId, documentId, generation, enabled: true, edited: false };
  const around = batch.parents.map(({ index, content, headings, page }) => ({
    ...common, id: parentPassageId(documentId, generation, index), position: index, isParent: true, content, headings, ...(page === undefined ? {} : { page }),
  }));
  const passages = batch.passages.map((passage, at) => ({
    ...common,
    id: passageId(documentId, generation, position + at),
    position: position + at,
    isParent: false,
    content: passage.content,
    headings: headingsOf(passage),
    ...(passage.page === undefined ? {} : { page: passage.page }),
    ...(passage.parent === undefined ? {} : { parentId: parentPassageId(documentId, generation, passage.parent) }),
    ...(passage.row === undefined ? {} : { fields: fieldsOf(passage.row, splitting.mode === 'rows' ? splitting.indexed : undefined) }),
  }));
  return [...around, ...passages];
}

/** A sheet stands over its rows as a heading does. */
function headingsOf({ headings, sheet }: ReadPassage): readonly string[] {
  return sheet === undefined ? headings : [sheet, ...headings];
}

/** What a row can be filtered by: its columns, numbers as numbers. */
function fieldsOf(row: Readonly<Record<string, string>>, indexed: readonly string[] | undefined): Fields {
  const columns = Object.entries(row).filter(([column]) => indexed === undefined || indexed.includes(column));
  return Object.fromEntries(columns.map(([column, value]) => [column, NUMBER.test(value) ? Number(value) : value]));
}

/** Digits that a number would lose are text: codes with leading zeros, and longer ones than a number holds. */
const NUMBER = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,10})?$/;

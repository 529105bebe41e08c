import type { Passage } from '@buckle/contract';
import type { Page } from '#data/documents/port.ts';
import { NotFound } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { findDocument, type KnowledgeContext } from '../context.ts';
import { type PassageDocument, textRevisionOf } from '../knowledge-documents.ts';
import { cellOf, cellsIn } from '../tables/cells.ts';
import { isBlank } from '../tables/read-value.ts';
import { showFields } from '../tables/show-fields.ts';
import type { ReadColumn } from '../tables/table-columns.ts';

/** A page of the passages of a document that are found, in its order; from a certain one on where `from` names it. Throws `NotFound` and `PermissionDenied`. */
export async function listPassages(
  context: KnowledgeContext,
  principal: Principal,
  documentId: string,
  { limit, after, from }: { readonly limit: number; readonly after?: string | undefined; readonly from?: string | undefined },
): Promise<Page<PassageDocument> & { readonly columns: readonly ReadColumn[] | undefined }> {
  const { document: { generation, columns } } = await findDocument(context, principal, 'knowledge.read', documentId);
  const first = from === undefined ? undefined : await context.stored.passages.get(from);
  if (from !== undefined && (first?.documentId !== documentId || first.generation !== generation || first.isParent)) throw new NotFound('passage', from);
  const where = { documentId, isParent: false, generation, ...(first && { position: { gte: first.position } }) };
  return { ...(await context.stored.passages.find({ where, sort: 'position', limit, ...(after === undefined ? {} : { after }) })), columns };
}

/** The larger passages around some, by their ids. */
export async function parentsOf({ stored }: Pick<KnowledgeContext, 'stored'>, passages: readonly PassageDocument[]): Promise<ReadonlyMap<string, PassageDocument>> {
  const ids = [...new Set(passages.flatMap(({ parentId }) => (parentId === undefined ? [] : [parentId])))];
  const parents = ids.length === 0 ? [] : await stored.passages.getMany(ids);
  return new Map(parents.map((parent) => [parent.id, parent]));
}

/** A passage as the management API shows it; that of a table with these columns as a row. */
export function showPassage(passage: PassageDocument, parents: ReadonlyMap<string, PassageDocument>, columns: readonly ReadColumn[] | undefined): Passage {
  const { id, documentId, content, headings, page, parentId, enabled, edited } = passage;
  const parent = parentId === undefined ? undefined : parents.get(parentId);
  return {
    id, document_id: documentId, content, headings: [...headings], enabled, edited, revision: textRevisionOf(passage),
    ...(page === undefined ? {} : { page }),
    ...(parent === undefined ? {} : { parent: parent.content }),
    ...(columns === undefined ? {} : showRow(passage, columns)),
  };
}

function showRow({ content, fields = {} }: PassageDocument, columns: readonly ReadColumn[]): Pick<Passage, 'row' | 'fields' | 'misfits'> {
  const row = cellsIn(content, columns);
  const misfits = columns.filter(({ name, type }) => !isBlank(cellOf(row, name), type) && !Object.hasOwn(fields, name));
  return { row: { ...row }, fields: showFields(fields), misfits: misfits.map(({ name }) => name) };
}

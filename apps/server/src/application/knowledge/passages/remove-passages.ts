import { removeAll, type RemovalWatch } from '#data/documents/remove-all.ts';
import type { ReadingContext } from '../context.ts';

/** Removes a document's passages with those around them: of all readings, or of those before one. */
export async function removePassages({ stored }: Pick<ReadingContext, 'stored'>, documentId: string, watch: RemovalWatch, before?: number): Promise<void> {
  const earlier = before === undefined ? {} : { generation: { lt: before } };
  for (const isParent of [false, true]) await removeAll(stored.passages.closed, { where: { documentId, isParent, ...earlier }, sort: 'generation' }, watch);
}

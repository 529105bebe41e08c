import { eachOf } from '#data/documents/each-of.ts';
import type { ReadingContext } from '../context.ts';

/** The stored files of a workspace that documents are read from: they may be read anew. */
export async function filesOfKnowledge({ stored }: Pick<ReadingContext, 'stored'>, workspaceId: string): Promise<Set<string>> {
  const files = new Set<string>();
  for await (const { source } of eachOf(stored.documents, { where: { workspaceId } })) if (source.fileId !== undefined) files.add(source.fileId);
  return files;
}

import type { ReadingContext } from '../context.ts';

const AT_ONCE = 500;

/** The stored files of a workspace that documents are read from: they may be read anew. */
export async function filesOfKnowledge({ stored }: Pick<ReadingContext, 'stored'>, workspaceId: string): Promise<Set<string>> {
  const files = new Set<string>();
  for (let after: string | undefined, more = true; more; more = after !== undefined) {
    const page = await stored.documents.find({ where: { workspaceId }, limit: AT_ONCE, ...(after === undefined ? {} : { after }) });
    for (const { source } of page.items) if (source.fileId !== undefined) files.add(source.fileId);
    after = page.next;
  }
  return files;
}

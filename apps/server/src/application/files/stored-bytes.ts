import type { FilesContext } from './context.ts';

const AT_ONCE = 1_000;

/** The bytes of all files of a workspace. */
export async function storedBytes({ files }: Pick<FilesContext, 'files'>, workspaceId: string): Promise<number> {
  let bytes = 0;
  let after: string | undefined;
  do {
    const page = await files.closed.find({ where: { workspaceId }, sort: 'createdAt', limit: AT_ONCE, after });
    for (const { size } of page.items) bytes += size;
    after = page.next;
  } while (after !== undefined);
  return bytes;
}

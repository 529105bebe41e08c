import type { Aged } from '#data/documents/aged.ts';
import { removeEach } from '#data/documents/remove-all.ts';
import type { FilesContext } from './context.ts';
import { removeFile } from './delete-file.ts';

/** The files of workspaces by when they were uploaded, but those that `inUse` names for a workspace. */
export function filesByAge(context: FilesContext, inUse: (workspaceId: string) => Promise<ReadonlySet<string>>): Aged {
  const older = (workspaceId: string, before: number) => ({ where: { workspaceId, createdAt: { lt: before } }, sort: 'createdAt' }) as const;
  return {
    async hasOlder(workspaceId, before) {
      const { closed } = context.files;
      let used: ReadonlySet<string> | undefined;
      for (let after: string | undefined, more = true; more; more = after !== undefined) {
        const page = await closed.find({ ...older(workspaceId, before), limit: 500, after });
        if (page.items.length > 0) used ??= await inUse(workspaceId);
        if (page.items.some(({ id }) => !used?.has(id))) return true;
        after = page.next;
      }
      return false;
    },
    async removeOlder(workspaceId, before, watch) {
      const used = await inUse(workspaceId);
      return removeEach(context.files.closed, older(workspaceId, before), async ({ id }) => !used.has(id) && removeFile(context, id), watch);
    },
  };
}

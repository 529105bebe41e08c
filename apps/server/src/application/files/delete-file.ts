import { DocumentMissing, RevisionConflict } from '#data/documents/port.ts';
import { NotFound } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import type { FilesContext } from './context.ts';
import { findFile } from './read-file.ts';
import { addingBytes } from './stored-bytes.ts';

/** Deletes a file with its bytes. Throws `NotFound` and `PermissionDenied`. */
export async function deleteFile(context: FilesContext, principal: Principal, fileId: string): Promise<void> {
  const { id, workspaceId } = await findFile(context, principal, fileId, 'file.write');
  const file = { type: 'file', id, workspaceId };
  await context.audit.attempt(principal, 'file.delete', file, async () => {
    if (!(await removeFile(context, id))) throw new NotFound('file', fileId);
  });
}

/** Removes a file; says whether it was there. The bytes go first: what is left by a kill can be deleted again. */
export async function removeFile(context: Pick<FilesContext, 'documents' | 'files' | 'totals' | 'clock' | 'storage'>, id: string): Promise<boolean> {
  const file = await context.files.closed.get(id);
  if (!file) return false;
  await context.storage.delete(file.storageKey);
  const subtracting = await addingBytes(context, file.workspaceId, -file.size);
  try {
    const claiming = () => context.files.closed.update(id, { set: { size: file.size } }, { revision: file.revision });
    await context.documents.inOrder([claiming, () => context.files.delete(id), subtracting]);
    return true;
  } catch (error) {
    // Somebody else deletes it at the same time, and subtracts it.
    if (error instanceof RevisionConflict || error instanceof DocumentMissing) return false;
    throw error;
  }
}

import { type Collection, DocumentMissing, type Documents, type Read, RevisionConflict } from '#data/documents/port.ts';
import { removeEach } from '#data/documents/remove-all.ts';
import type { FilesContext } from './context.ts';
import { recountTotal } from './stored-bytes.ts';

/**
 * An upload that is under way. It is there before its first byte is stored, so that bytes which a kill has
 * left without their file are found, and goes when the file stands and is counted. Its id is the key of the bytes.
 */
export interface Upload {
  readonly id: string;
  readonly workspaceId: string;
  readonly fileId: string;
  /** The process that sees to it. */
  readonly owner: string;
}

type UploadsContext = Pick<FilesContext, 'files' | 'totals' | 'uploads' | 'storage' | 'processes' | 'clock'>;

export function openUploads(documents: Documents): Promise<Collection<Upload>> {
  return documents.collection<Upload>({ name: 'file_uploads', schemaVersion: 1, indexes: [] });
}

/** Sees to the uploads of processes that are gone. To be called every minute or so, the first time soon after the start. */
export async function settleUploads(context: UploadsContext): Promise<void> {
  await removeEach(context.uploads, {}, async (upload) => {
    const [gone] = await context.processes.forgotten([upload.owner]);
    return gone !== undefined && settleUpload(context, upload);
  });
}

/**
 * Ends an upload that has been interrupted: its bytes go where no file has them, and where one has, it may not
 * be counted yet. Returns whether it did; false where another was faster.
 */
export async function settleUpload(context: UploadsContext, { id: storageKey, workspaceId, fileId, revision }: Read<Upload>): Promise<boolean> {
  const { files, uploads, storage, processes } = context;
  try {
    // Who began it can make no file of it any more.
    await uploads.update(storageKey, { set: { owner: processes.id } }, { revision });
  } catch (error) {
    if (error instanceof RevisionConflict || error instanceof DocumentMissing) return false;
    throw error;
  }
  const file = await files.closed.get(fileId);
  if (file?.storageKey === storageKey) await recountTotal(context, workspaceId);
  else await storage.delete(storageKey);
  await uploads.delete(storageKey);
  return true;
}

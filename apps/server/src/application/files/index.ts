import type { Readable } from 'node:stream';
import type { Aged } from '#data/documents/aged.ts';
import { removeAll, type RemovalWatch } from '#data/documents/remove-all.ts';
import type { Principal } from '#kernel/principal.ts';
import type { IncomingFile, Route } from '#kernel/route.ts';
import type { FilesContext, FilesDependencies } from './context.ts';
import { type FileDocument, openFileCollection } from './file-document.ts';
import { removeFile } from './delete-file.ts';
import { filesByAge } from './old-files.ts';
import { describeFile, findFile, readBytes, readInline } from './read-file.ts';
import { openTotals, recountTotals, storedBytes } from './stored-bytes.ts';
import { fileRoutes } from './routes.ts';
import { uploadFile } from './upload-file.ts';
import { openUploads, settleUploads } from './uploads.ts';

export type { FilesDependencies } from './context.ts';
export type { FileDocument } from './file-document.ts';
export { InlineFiles, UNSEEN_PICTURE } from './inline-files.ts';
export { INLINE_BYTES } from './read-file.ts';

/** Files that users upload and send in messages. */
export interface Files {
  readonly routes: readonly Route[];
  /** See `findFile`. */
  find(principal: Principal, fileId: string): Promise<FileDocument>;
  /** Stores bytes as a file of the principal's; see `uploadFile`. */
  store(principal: Principal, input: { readonly file: IncomingFile; readonly workspaceId: string; readonly id?: string }): Promise<FileDocument>;
  /** The bytes of a file. Throws `NotFound` where it was deleted. */
  read(file: FileDocument): Promise<Readable>;
  /** Removes a file with its bytes, if there is one. Permissions are the callers' affair. */
  remove(fileId: string): Promise<void>;
  /** See `describeFile`. */
  describe(fileId: string): Promise<FileDocument>;
  /** The bytes of all files of a workspace. Permissions are the callers' affair. */
  storedBytes(workspaceId: string): Promise<number>;
  /** See `filesByAge`. */
  byAge(inUse: (workspaceId: string) => Promise<ReadonlySet<string>>): Aged;
  /** See `recountTotals`. */
  recount(): Promise<void>;
  /** See `settleUploads`. */
  settleUploads(): Promise<void>;
  /** Removes all files of a workspace with their bytes. */
  removeAllOf(workspaceId: string, watch: RemovalWatch): Promise<void>;
  /** See `readInline`. */
  readInline(file: FileDocument): Promise<Buffer>;
}

export async function openFiles(dependencies: FilesDependencies): Promise<Files> {
  const files = await openFileCollection(dependencies.documents, dependencies.keyring);
  const totals = await openTotals(dependencies.documents);
  const context: FilesContext = { ...dependencies, files, totals, uploads: await openUploads(dependencies.documents) };
  return {
    routes: fileRoutes(context),
    find: (principal, fileId) => findFile(context, principal, fileId),
    store: (principal, input) => uploadFile(context, principal, input),
    read: (file) => readBytes(context, file),
    async remove(fileId) {
      await removeFile(context, fileId);
    },
    describe: (fileId) => describeFile(context, fileId),
    storedBytes: (workspaceId) => storedBytes(context, workspaceId),
    byAge: (inUse) => filesByAge(context, inUse),
    recount: () => recountTotals(context),
    settleUploads: () => settleUploads(context),
    async removeAllOf(workspaceId, watch) {
      await removeAll(files.closed, { where: { workspaceId }, sort: 'createdAt' }, watch);
      await totals.delete(workspaceId);
      await dependencies.storage.deleteAll(`${workspaceId}/`, { signal: watch.signal });
    },
    readInline: (file) => readInline(context, file),
  };
}

import { buffer } from 'node:stream/consumers';
import { BadRequest, NotFound } from '#kernel/errors.ts';
import { isOfSession, type Principal } from '#kernel/principal.ts';
import type { FilesContext } from './context.ts';
import type { FileDocument } from './file-document.ts';

/** How much of files one turn shows a model inline, in bytes: so much stands in memory for it. */
export const INLINE_BYTES = 20 * 1024 * 1024;

/** What is known of a file that the principal may read. Throws `NotFound` or `PermissionDenied`. */
export async function findFile(context: FilesContext, principal: Principal, fileId: string): Promise<FileDocument> {
  const file = await describeFile(context, fileId);
  await context.identity.authorize(principal, 'file.read', { type: 'file', id: file.id, workspaceId: file.workspaceId });
  if (!isOfSession(principal, { ...file, creatorId: file.ownerId })) throw new NotFound('file', fileId);
  return file;
}

/** What is known of a file in a message: whoever put it there was checked with `findFile` then. Throws `NotFound` where it was deleted since. */
export async function describeFile(context: FilesContext, fileId: string): Promise<FileDocument> {
  const file = await context.files.get(fileId);
  if (!file) throw new NotFound('file', fileId);
  return file;
}

/** The bytes of a file for a model. Throws `BadRequest` where it has more than `INLINE_BYTES`. */
export async function readInline(context: FilesContext, file: FileDocument): Promise<Buffer> {
  if (file.size > INLINE_BYTES) {
    throw new BadRequest(`The file ${file.name} has ${file.size} bytes; a model can be shown at most ${INLINE_BYTES}.`);
  }
  return buffer(await context.storage.get(file.workspaceId, { key: file.storageKey, size: file.size }));
}

import { buffer } from 'node:stream/consumers';
import { BadRequest, NotFound } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import type { FilesContext } from './context.ts';
import type { FileDocument } from './file-document.ts';

/** The largest file that is sent to a model inline, in bytes. */
const INLINE_BYTES = 20 * 1024 * 1024;

/** What is known of a file that the principal may read. Throws `NotFound` or `PermissionDenied`. */
export async function findFile(context: FilesContext, principal: Principal, fileId: string): Promise<FileDocument> {
  const file = await context.files.get(fileId);
  if (!file) throw new NotFound('file', fileId);
  await context.identity.authorize(principal, 'file.read', { type: 'file', id: file.id, workspaceId: file.workspaceId });
  return file;
}

/**
 * The bytes of a file for a model. Whoever put it into a message was checked with `findFile` then.
 * Throws `NotFound` where it was deleted since, `BadRequest` where it is too large.
 */
export async function readInline(context: FilesContext, fileId: string): Promise<{ file: FileDocument; data: Buffer }> {
  const file = await context.files.get(fileId);
  if (!file) throw new NotFound('file', fileId);
  if (file.size > INLINE_BYTES) {
    throw new BadRequest(`The file ${file.name} has ${file.size} bytes; a model can be shown at most ${INLINE_BYTES}.`);
  }
  const body = await context.storage.get(file.workspaceId, { key: file.storageKey, size: file.size });
  return { file, data: await buffer(body) };
}

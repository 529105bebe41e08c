import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Page } from '#data/documents/port.ts';
import { FileMissing } from '#data/files/port.ts';
import { BadRequest, NotFound } from '#kernel/errors.ts';
import { isOfSession, type Principal } from '#kernel/principal.ts';
import type { FilesContext } from './context.ts';
import type { FileDocument } from './file-document.ts';

/** How much of files one turn shows a model inline, in bytes: so much stands in memory for it. */
export const INLINE_BYTES = 20 * 1024 * 1024;

/** What is known of a file that the principal may use so. Throws `NotFound` or `PermissionDenied`. */
export async function findFile(
  context: FilesContext,
  principal: Principal,
  fileId: string,
  permission: 'file.read' | 'file.write' = 'file.read',
): Promise<FileDocument> {
  const file = await describeFile(context, fileId);
  await context.identity.authorize(principal, permission, { type: 'file', id: file.id, workspaceId: file.workspaceId });
  if (!isOfSession(principal, { ...file, creatorId: file.ownerId })) throw new NotFound('file', fileId);
  return file;
}

/** What is known of a file in a message: whoever put it there was checked with `findFile` then. Throws `NotFound` where it was deleted since. */
export async function describeFile(context: FilesContext, fileId: string): Promise<FileDocument> {
  const file = await context.files.get(fileId);
  if (!file) throw new NotFound('file', fileId);
  return file;
}

/** A page of the files of a workspace, the newest first. Throws `NotFound` and `PermissionDenied`. */
export async function listFiles(
  { files, identity }: FilesContext,
  principal: Principal,
  workspaceId: string,
  page: { readonly limit: number; readonly after: string | undefined },
): Promise<Page<FileDocument>> {
  await identity.authorize(principal, 'file.read', { type: 'workspace', id: workspaceId, workspaceId });
  return files.find({ ...page, where: { workspaceId }, sort: 'createdAt', descending: true });
}

/** The bytes of a file. Throws `NotFound` where it was deleted in the meantime. */
export async function readBytes({ storage }: FilesContext, { id, workspaceId, storageKey, size }: FileDocument): Promise<Readable> {
  try {
    return await storage.get(workspaceId, { key: storageKey, size });
  } catch (error) {
    if (error instanceof FileMissing) throw new NotFound('file', id);
    throw error;
  }
}

/** The bytes of a file for a model. Throws `BadRequest` where it has more than `INLINE_BYTES`, and `NotFound` where it was deleted. */
export async function readInline(context: FilesContext, file: FileDocument): Promise<Buffer> {
  if (file.size > INLINE_BYTES) {
    throw new BadRequest(`The file ${file.name} has ${file.size} bytes; a model can be shown at most ${INLINE_BYTES}.`);
  }
  return buffer(await readBytes(context, file));
}

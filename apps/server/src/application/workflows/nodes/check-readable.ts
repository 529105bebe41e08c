import type { FileDocument, Files } from '#application/files/index.ts';
import { NotFound } from '#kernel/errors.ts';
import type { FlowOwner } from '#kernel/flow-owner.ts';
import { codes, NodeError } from '../engine/errors.ts';
import type { RunFacts } from '../engine/node-runner.ts';

/**
 * Checks that a run may read an uploaded file: its caller gave it, who may read it; or it is of the run's
 * workspace, and the workflow itself names it, or whoever the run is for may read it. Ids among what runs work
 * with may come from anybody. Throws a `NodeError`.
 */
export async function checkReadable(files: Pick<Files, 'describe'>, { files: given, named, owner }: Pick<RunFacts, 'files' | 'named' | 'owner'>, fileId: string): Promise<void> {
  if (given.has(fileId)) return;
  const file = await find(files, fileId);
  if (file?.workspaceId === owner.workspaceId && (named.has(fileId) || isOpenTo(owner, file))) return;
  throw new NodeError(codes.input, `There is no file ${fileId} here that this run may read: it has to be uploaded to this workspace, by the user whom the run is for, or stand in the workflow.`, { isFinal: true });
}

async function find(files: Pick<Files, 'describe'>, fileId: string): Promise<FileDocument | undefined> {
  try {
    return await files.describe(fileId);
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}

function isOpenTo({ readsFiles, creatorId, sessionName }: FlowOwner, file: FileDocument): boolean {
  return readsFiles || (file.ownerId === creatorId && file.sessionName === sessionName);
}

import { Conflict } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { NotFailed, NotRetryable } from '#services/work/index.ts';
import { documentResource, findDataset, type KnowledgeContext } from '../context.ts';
import type { KnowledgeDocument } from '../knowledge-documents.ts';
import { readAgain } from './update-document.ts';

/** So many are tried again at a time. */
const AT_ONCE = 100;

/** Tries documents of a data set again that have failed, the newest first; `next` leads to those that are left. Throws `NotFound` and `PermissionDenied`. */
export async function retryFailed(context: KnowledgeContext, principal: Principal, datasetId: string, after: string | undefined): Promise<{ readonly retried: number; readonly next?: string }> {
  await findDataset(context, principal, 'knowledge.edit', datasetId);
  const { items, next } = await context.stored.documents.find({ where: { datasetId, state: 'failed' }, sort: 'createdAt', descending: true, limit: AT_ONCE, ...(after === undefined ? {} : { after }) });
  let retried = 0;
  for (const document of items) if (await retry(context, principal, document)) retried += 1;
  return { retried, ...(next === undefined ? {} : { next }) };
}

/** Whether it is tried again by this: somebody else may have done so. */
async function retry(context: KnowledgeContext, principal: Principal, document: KnowledgeDocument): Promise<boolean> {
  const { work, audit } = context;
  try {
    await audit.attempt(principal, 'work.retry', documentResource(document), () => work.retryFailed(document.workId));
    return true;
  } catch (error) {
    if (error instanceof NotRetryable || (error instanceof NotFailed && error.state === 'missing')) return readAnew(context, principal, document);
    if (error instanceof NotFailed) return false;
    throw error;
  }
}

/** Work that ended long ago is kept no more; the document is. */
async function readAnew(context: KnowledgeContext, principal: Principal, { id }: KnowledgeDocument): Promise<boolean> {
  try {
    await readAgain(context, principal, id);
    return true;
  } catch (error) {
    if (error instanceof Conflict) return false;
    throw error;
  }
}

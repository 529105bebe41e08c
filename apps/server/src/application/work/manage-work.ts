import type { Permission } from '@buckle/contract';
import type { Audit } from '#application/audit/index.ts';
import type { Identity } from '#application/identity/index.ts';
import { BadRequest, NotFound } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { NotFailed, NotRetryable, SlotTaken, type Work, type WorkDocument, type WorkQuery } from '#services/work/index.ts';

/** What the operations on durable work are given when they are built. */
export interface WorkDependencies {
  readonly work: Pick<Work, 'get' | 'list' | 'cancel' | 'retryFailed' | 'isCancelable' | 'isRetryable'>;
  readonly identity: Pick<Identity, 'authorize'>;
  readonly audit: Pick<Audit, 'attempt'>;
}

/** A page of a workspace's work. Throws `NotFound` and `PermissionDenied`. */
export async function listWork({ work, identity }: WorkDependencies, principal: Principal, query: WorkQuery) {
  const { workspaceId } = query;
  await identity.authorize(principal, 'work.read', { type: 'workspace', id: workspaceId, workspaceId });
  return work.list(query);
}

/** One piece of work. Throws `NotFound` and `PermissionDenied`. */
export function readWork(dependencies: WorkDependencies, principal: Principal, id: string): Promise<WorkDocument> {
  return findWork(dependencies, principal, 'work.read', id);
}

/** Cancels work and returns it as it then stands. Throws `NotFound`, `PermissionDenied`, and `BadRequest` for a kind that has to come to its end. */
export async function cancelWork(dependencies: WorkDependencies, principal: Principal, id: string): Promise<WorkDocument> {
  const found = await findWork(dependencies, principal, 'work.manage', id);
  if (!dependencies.work.isCancelable(found)) {
    throw new BadRequest(`Work of the kind ${found.kind} cannot be cancelled: what it leaves undone, nobody could find again.`);
  }
  await attempt(dependencies, principal, 'work.cancel', found, () => dependencies.work.cancel(id));
  return (await dependencies.work.get(id)) ?? found;
}

/**
 * Tries failed work again and returns it as it then stands. Throws `NotFound`, `PermissionDenied`, and
 * `BadRequest` where it has not failed or cannot be tried again.
 */
export async function retryWork(dependencies: WorkDependencies, principal: Principal, id: string): Promise<WorkDocument> {
  const found = await findWork(dependencies, principal, 'work.manage', id);
  await attempt(dependencies, principal, 'work.retry', found, async () => {
    try {
      await dependencies.work.retryFailed(id);
    } catch (error) {
      throw refusal(error, found) ?? error;
    }
  });
  return (await dependencies.work.get(id)) ?? found;
}

function refusal(error: unknown, { id, kind }: WorkDocument): BadRequest | undefined {
  if (error instanceof NotFailed) return new BadRequest(`Only work that has failed can be tried again; ${id} is ${error.state}.`);
  if (error instanceof NotRetryable) {
    return new BadRequest(`Work of the kind ${kind} answers for its own failures and cannot be tried again: start it anew.`);
  }
  if (error instanceof SlotTaken) return new BadRequest(`${error.message} Try ${id} again when that has ended.`);
  return undefined;
}

async function findWork(
  { work, identity }: WorkDependencies,
  principal: Principal,
  permission: Permission,
  id: string,
): Promise<WorkDocument> {
  const found = await work.get(id);
  if (!found) throw new NotFound('work', id);
  await identity.authorize(principal, permission, { type: 'work', id, workspaceId: found.workspaceId });
  return found;
}

function attempt(
  { audit }: WorkDependencies,
  principal: Principal,
  action: string,
  { id, workspaceId, kind }: WorkDocument,
  operation: () => Promise<void>,
): Promise<void> {
  return audit.attempt(principal, action, { type: 'work', id, workspaceId }, operation, { kind });
}

import type { AuditAction } from '@buckle/contract';
import type { Audit } from '#application/audit/index.ts';
import type { Identity } from '#application/identity/index.ts';
import { BadRequest, NotFound } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { INSTANCE_SCOPE } from '#services/storage/index.ts';
import { NotFailed, NotRetryable, SlotTaken, type Work, type WorkDocument, type WorkQuery } from '#services/work/index.ts';

/** What the operations on durable work are given when they are built. */
export interface WorkDependencies {
  readonly work: Pick<Work, 'get' | 'list' | 'cancel' | 'retryFailed' | 'isCancelable' | 'isRetryable'>;
  readonly identity: Pick<Identity, 'authorize' | 'authorizeAccount' | 'authorizeInstance'>;
  readonly audit: Pick<Audit, 'attempt'>;
}

/**
 * A page of a workspace's work; without one, of the instance's: all of it for its administrators, else
 * what the caller has started. Throws `NotFound` and `PermissionDenied`.
 */
export async function listWork(
  { work, identity }: WorkDependencies,
  principal: Principal,
  workspaceId: string | undefined,
  query: Omit<WorkQuery, 'workspaceId' | 'actorId'>,
) {
  if (workspaceId !== undefined) {
    await identity.authorize(principal, 'work.read', { type: 'workspace', id: workspaceId, workspaceId });
    return work.list({ ...query, workspaceId });
  }
  if (principal.instanceAdmin) {
    await identity.authorizeInstance(principal, 'work.read');
    return work.list({ ...query, workspaceId: INSTANCE_SCOPE });
  }
  await identity.authorizeAccount(principal, 'account.read');
  return work.list({ ...query, actorId: principal.userId });
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
  permission: 'work.read' | 'work.manage',
  id: string,
): Promise<WorkDocument> {
  const found = await work.get(id);
  if (!found) throw new NotFound('work', id);
  if (found.workspaceId !== INSTANCE_SCOPE) {
    await identity.authorize(principal, permission, { type: 'work', id, workspaceId: found.workspaceId });
  } else if (principal.instanceAdmin) {
    await identity.authorizeInstance(principal, permission);
  } else if (found.actorId === principal.userId) {
    await identity.authorizeAccount(principal, permission === 'work.read' ? 'account.read' : 'account.manage');
  } else {
    throw new NotFound('work', id);
  }
  return found;
}

function attempt(
  { audit }: WorkDependencies,
  principal: Principal,
  action: AuditAction,
  { id, workspaceId, kind }: WorkDocument,
  operation: () => Promise<void>,
): Promise<void> {
  // The log has a name of its own for the instance: none.
  const place = workspaceId === INSTANCE_SCOPE ? {} : { workspaceId };
  return audit.attempt(principal, action, { type: 'work', id, ...place }, operation, { kind });
}

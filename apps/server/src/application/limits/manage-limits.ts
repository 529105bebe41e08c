import type { AuditAction, Limits } from '@buckle/contract';
import type { Audit } from '#application/audit/index.ts';
import type { Identity } from '#application/identity/index.ts';
import { RevisionConflict, UniqueConflict } from '#data/documents/port.ts';
import { Conflict, NotFound } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import type { LimitsDocument } from './limits-document.ts';
import type { Spent, WorkspaceLimits } from './workspace-limits.ts';

/** What the operations on limits are given when they are built. */
export interface LimitsDependencies {
  readonly limits: WorkspaceLimits;
  readonly identity: Pick<Identity, 'authorize' | 'authorizeInstance' | 'workspaceExists'>;
  readonly audit: Pick<Audit, 'change'>;
  /** What a workspace uses. */
  readonly running: (workspaceId: string) => Promise<number>;
  readonly queued: (workspaceId: string) => Promise<number>;
  readonly spentSince: (workspaceId: string, day: string) => Promise<Spent>;
  readonly storedBytes: (workspaceId: string) => Promise<number>;
  readonly now: () => number;
}

/** What a workspace uses. */
export interface Used {
  readonly running: number;
  /** Runs of workflows that wait for a place. */
  readonly queued: number;
  readonly today: Spent;
  readonly thisMonth: Spent;
  readonly storedBytes: number;
}

/** The limits of a workspace, and what it uses. */
export async function readLimits(dependencies: LimitsDependencies, principal: Principal, workspaceId: string): Promise<{ document: LimitsDocument; used: Used }> {
  const { identity, limits, running, queued, spentSince, storedBytes, now } = dependencies;
  await identity.authorize(principal, 'usage.read', { type: 'workspace', id: workspaceId, workspaceId });
  const today = new Date(now()).toISOString().slice(0, 10);
  const used = {
    running: await running(workspaceId),
    queued: await queued(workspaceId),
    today: await spentSince(workspaceId, today),
    thisMonth: await spentSince(workspaceId, `${today.slice(0, 7)}-01`),
    storedBytes: await storedBytes(workspaceId),
  };
  return { document: (await limits.documents.get(workspaceId)) ?? { id: workspaceId }, used };
}

/** Sets the limits that a workspace's administrators want. Throws `Conflict` where others set them at the same time. */
export async function changeOwnLimits(dependencies: LimitsDependencies, principal: Principal, workspaceId: string, own: Limits): Promise<void> {
  await dependencies.identity.authorize(principal, 'workspace.manage', { type: 'workspace', id: workspaceId, workspaceId });
  await change(dependencies, principal, 'workspace.limit', workspaceId, { own });
}

/** Sets the limits that the instance's administrators impose. Throws `NotFound` and `Conflict`. */
export async function changeInstanceLimits(dependencies: LimitsDependencies, principal: Principal, workspaceId: string, instance: Limits): Promise<void> {
  await dependencies.identity.authorizeInstance(principal, 'workspace.limit');
  if (!(await dependencies.identity.workspaceExists(workspaceId))) throw new NotFound('workspace', workspaceId);
  await change(dependencies, principal, 'instance.limit', workspaceId, { instance });
}

async function change(
  { limits, audit }: LimitsDependencies,
  principal: Principal,
  action: AuditAction,
  workspaceId: string,
  set: Partial<Omit<LimitsDocument, 'id'>>,
): Promise<void> {
  const before = await limits.documents.get(workspaceId);
  const write = () =>
    before ? limits.documents.update(workspaceId, { set }, { revision: before.revision }) : limits.documents.insert({ id: workspaceId, ...set });
  const given = Object.values(set).flatMap((wanted) => Object.entries(wanted ?? {}));
  try {
    await audit.change(principal, action, { type: 'workspace', id: workspaceId, workspaceId }, [write], Object.fromEntries(given));
  } catch (error) {
    if (!(error instanceof RevisionConflict || error instanceof UniqueConflict)) throw error;
    throw new Conflict('Somebody else has just set these limits: look at them again, and repeat the call.');
  }
  limits.forget();
}

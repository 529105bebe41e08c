import type { AuditAction } from '@buckle/contract';
import type { Page } from '#data/documents/port.ts';
import type { Principal } from '#kernel/principal.ts';
import { type AuditEntry, type AuditStores, INSTANCE } from './entry.ts';

/** The checks of the identity module that reading the audit log needs. */
export interface AuditAccess {
  authorize(
    principal: Principal,
    permission: 'audit.read',
    resource: { readonly type: string; readonly id: string; readonly workspaceId: string },
  ): Promise<unknown>;
  authorizeInstance(principal: Principal, action: AuditAction): Promise<void>;
  workspaceExists(workspaceId: string): Promise<boolean>;
}

/** Which entries to find; times in milliseconds, `to` not included. */
export interface AuditSearch {
  /** Absent: the entries of the instance. */
  readonly workspaceId?: string;
  readonly actorId?: string;
  readonly action?: string;
  readonly from?: number;
  readonly to?: number;
  readonly limit: number;
  readonly after?: string;
}

/**
 * A page of the audit log, newest first: a workspace's for those with `audit.read` in it, the
 * instance's and those of deleted workspaces for its administrators.
 */
export async function searchAudit(
  stores: AuditStores,
  access: AuditAccess,
  principal: Principal,
  search: AuditSearch,
): Promise<Page<AuditEntry>> {
  const { workspaceId, actorId, action, from, to, limit, after } = search;
  const isOfInstance = workspaceId === undefined || (principal.instanceAdmin && !(await access.workspaceExists(workspaceId)));
  if (isOfInstance) await access.authorizeInstance(principal, 'audit.read');
  else await access.authorize(principal, 'audit.read', { type: 'workspace', id: workspaceId, workspaceId });
  return stores.entries.find({
    where: {
      workspaceId: workspaceId ?? INSTANCE,
      ...(actorId !== undefined ? { actorId } : {}),
      ...(action !== undefined ? { action } : {}),
      at: { gte: from ?? 0, ...(to !== undefined ? { lt: to } : {}) },
    },
    sort: 'at',
    descending: true,
    limit,
    after,
  });
}

import { listAudit, verifyAudit } from '@buckle/contract';
import { seconds } from '#kernel/clock.ts';
import { type Route, route } from '#kernel/route.ts';
import { tokenPage } from '#kernel/token-page.ts';
import { type AuditEntry, INSTANCE } from './entry.ts';
import type { Audit } from './index.ts';
import { type AuditAccess, searchAudit } from './search-audit.ts';

/** The endpoints of the audit log. */
export function auditRoutes(audit: Audit, access: AuditAccess): Route[] {
  return [
    route(listAudit, async ({ principal, query }) => {
      const page = await searchAudit(audit.stores, access, principal, {
        workspaceId: query.workspace_id,
        actorId: query.actor_id,
        action: query.action,
        from: query.from === undefined ? undefined : query.from * 1000,
        to: query.to === undefined ? undefined : query.to * 1000,
        limit: query.page_size,
        after: query.page_token,
      });
      return tokenPage(page, showEntry);
    }),
    route(verifyAudit, async ({ principal }) => {
      await access.authorizeInstance(principal, 'audit.verify');
      const { chains, entries, removed, firstBreak } = await audit.verify();
      if (!firstBreak) return { valid: true, chains, entries, removed };
      const { chain, sequence, entryId, reason } = firstBreak;
      return { valid: false, chains, entries, removed, first_break: { chain, sequence, entry_id: entryId, reason } };
    }),
  ];
}

function showEntry(entry: AuditEntry) {
  return {
    id: entry.id,
    at: seconds(entry.at),
    workspace_id: entry.workspaceId === INSTANCE ? '' : entry.workspaceId,
    actor_id: entry.actorId,
    via: entry.via,
    credential_id: entry.credentialId,
    address: entry.address,
    action: entry.action,
    resource_type: entry.resourceType,
    resource_id: entry.resourceId,
    outcome: entry.ending?.outcome ?? entry.outcome,
    details: { ...entry.details },
  };
}

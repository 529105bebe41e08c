import { z } from 'zod';
import { idInRequest, queryInteger, timestamp } from './common.ts';
import { endpoint } from './define.ts';
import { tokenPage, tokenPageQuery } from './pages.ts';

const tag = 'Audit';

/** How an audited operation ended; `begun` where nobody knows. */
export const auditOutcomes = ['begun', 'done', 'refused', 'failed'] as const;

export type AuditOutcome = (typeof auditOutcomes)[number];

/** Who did what, on what, from where, with which outcome and when. */
export const auditEntry = z.object({
  id: z.string(),
  at: timestamp,
  workspace_id: z.string().describe('Empty for what concerns the instance'),
  actor_id: z.string().describe('Empty where nobody was signed in'),
  via: z.string().describe('session, token, oauth, system or trigger; empty where nobody was signed in'),
  credential_id: z.string(),
  address: z.string(),
  action: z.string(),
  resource_type: z.string(),
  resource_id: z.string(),
  outcome: z
    .enum(auditOutcomes)
    .describe('failed: the change was not made, or not whole; begun: it is being made, or the process or its database went away meanwhile: look at the thing itself'),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});

export type AuditEntry = z.input<typeof auditEntry>;

/** Searches the audit log. */
export const listAudit = endpoint('GET', '/api/audit', {
  name: 'listAudit',
  tag,
  summary: "A workspace's audit log, newest first; without a workspace the instance's (instance administrators, who also read those of deleted workspaces)",
  permission: 'audit.read',
  query: z.strictObject({
    ...tokenPageQuery,
    workspace_id: idInRequest.optional(),
    actor_id: idInRequest.optional(),
    action: z.string().min(1).max(100).optional(),
    from: queryInteger(0, 100_000_000_000).optional().describe('Seconds, included'),
    to: queryInteger(0, 100_000_000_000).optional().describe('Seconds, not included'),
  }),
  answer: tokenPage(auditEntry),
});

/** Checks that the audit log is whole. */
export const verifyAudit = endpoint('GET', '/api/audit/verify', {
  name: 'verifyAudit',
  tag,
  summary: 'Walk every chain of the audit log and name the first break (instance administrators)',
  answer: z.object({
    valid: z.boolean(),
    chains: z.int(),
    entries: z.int(),
    removed: z.int().describe('Entries that were removed because they were old'),
    first_break: z
      .object({ chain: z.int(), sequence: z.int(), entry_id: z.string(), reason: z.string() })
      .optional()
      .describe('`entry_id` is empty where the entry is gone'),
  }),
});

import { z } from 'zod';
import { idInRequest, queryInteger, timestamp } from './common.ts';
import { endpoint } from './define.ts';
import { tokenPage, tokenPageQuery } from './pages.ts';
import { scopes } from './permissions.ts';

const tag = 'Audit';

/** How an audited operation ended; `begun` where nobody knows. */
export const auditOutcomes = ['begun', 'done', 'refused', 'failed'] as const;

export type AuditOutcome = (typeof auditOutcomes)[number];

/** What the audit log names: what was done, and where something was refused, the permission that was missing. */
export const auditActions = [
  'audit.cut', 'audit.verify', 'authorization.create', 'authorization.refuse', 'authorization.revoke', 'bot.create', 'bot.delete', 'bot.rollback',
  'bot.share', 'bot.unpublish', 'bot.update', 'conversation.delete', 'conversation.export', 'dataset.create', 'dataset.delete', 'dataset.update',
  'document.create', 'document.delete', 'document.read', 'document.update', 'evaluation.start', 'file.delete', 'grant.end', 'instance.limit', 'invitation.create', 'member.add',
  'member.remove', 'member.update', 'model.allow_address', 'model.create', 'model.delete', 'model.set_default', 'model.test', 'model.update',
  'oauth_app.create', 'oauth_app.delete', 'oauth_app.update', 'oauth_app.use', 'oauth_app.rotate-secret', 'oauth_app.add-key', 'oauth_app.remove-key', 'passage.create', 'passage.delete', 'passage.update',
  'password.change', 'password.reset', 'password.reset-link', 'retention.apply', 'question.delete', 'question.save', 'session.end', 'session.refresh', 'session.revoke', 'session.start',
  'share.enter', 'token.create', 'token.revoke', 'token.use', 'trigger.create', 'trigger.delete', 'trigger.fire', 'trigger.pause', 'trigger.resume',
  'trigger.rotate', 'trigger.update', 'user.create', 'user.delete', 'user.read', 'user.register', 'user.update', 'work.cancel', 'work.retry',
  'workflow.create', 'workflow.delete', 'workflow.import', 'workflow.update', 'workspace.create', 'workspace.delete', 'workspace.limit',
  'workspace.retain', 'workspace.update',
  ...scopes,
] as const;

export type AuditAction = (typeof auditActions)[number];

/** Who did what, on what, from where, with which outcome and when. */
export const auditEntry = z.object({
  id: z.string(),
  at: timestamp,
  workspace_id: z.string().describe('Empty for what concerns the instance'),
  actor_id: z.string().describe('Empty where nobody was signed in'),
  via: z.string().describe('session, token, oauth, system or trigger; empty where nobody was signed in'),
  credential_id: z.string(),
  address: z.string(),
  action: z.string().describe('As the server knows them, such as `bot.publish`; where something was refused, the permission that was missing'),
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

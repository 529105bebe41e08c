import type { Permission } from '@buckle/contract';
import type { Audit } from '#application/audit/index.ts';
import type { Bots } from '#application/bots/index.ts';
import type { Conversations } from '#application/conversations/index.ts';
import type { Files } from '#application/files/index.ts';
import type { Idempotency } from '#application/idempotency/index.ts';
import type { Identity } from '#application/identity/index.ts';
import type { FlowKnowledge } from '#application/knowledge/index.ts';
import type { RunQueue, WorkspaceLimits } from '#application/limits/index.ts';
import type { Models } from '#application/models/index.ts';
import type { VariableStore } from '#application/variables/index.ts';
import type { Cache } from '#data/cache/port.ts';
import type { Collection, Documents, Read } from '#data/documents/port.ts';
import type { Clock } from '#kernel/clock.ts';
import { NotFound } from '#kernel/errors.ts';
import type { IdGenerator } from '#kernel/ids.ts';
import type { Logger } from '#kernel/logger.ts';
import type { Principal } from '#kernel/principal.ts';
import type { Outbound } from '#services/outbound/index.ts';
import type { Sandbox } from '#services/sandbox/index.ts';
import type { Keyring, SealedFiles } from '#services/storage/index.ts';
import type { Work } from '#services/work/index.ts';
import type { NodeRegistry } from './engine/compile.ts';
import type { RunLimits } from './engine/node-runner.ts';
import type { WorkflowCollections, WorkflowDocument, WorkflowVersionDocument } from './workflow-documents.ts';
import type { References } from './usages/references.ts';
import { workflowVersionId } from './workflow-documents.ts';

/** What the operations on workflows are given when they are built. */
export interface WorkflowsDependencies {
  readonly documents: Documents;
  readonly cache: Cache;
  readonly keyring: Keyring;
  readonly identity: Identity;
  readonly audit: Audit;
  readonly idempotency: Idempotency;
  readonly bots: Bots;
  readonly conversations: Conversations;
  readonly models: Models;
  readonly knowledge: FlowKnowledge;
  readonly files: Pick<Files, 'find' | 'describe' | 'readInline'>;
  readonly variables: VariableStore;
  readonly limits: WorkspaceLimits;
  /** Lets runs begin. */
  readonly runQueue: RunQueue;
  /** What one run may do. */
  readonly runLimits: RunLimits;
  readonly storage: SealedFiles;
  /** From how many characters on a value of a run lies in a file. */
  readonly largeValue: number;
  readonly outbound: Outbound;
  readonly sandbox: Sandbox;
  readonly work: Work;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly logger: Logger;
}

/** What each operation on workflows works with. */
export interface WorkflowsContext extends WorkflowsDependencies, WorkflowCollections {
  /** Which workflows and data sets are used by whom. */
  readonly references: References;
  /** How nodes run here. */
  readonly registry: NodeRegistry;
}

/** A workflow that the principal may use so. Throws `NotFound` or `PermissionDenied`. */
export function findWorkflow(
  context: Pick<WorkflowsContext, 'workflows' | 'identity'>,
  principal: Principal,
  permission: Permission,
  workflowId: string,
): Promise<Read<WorkflowDocument>> {
  return found(context, context.workflows, principal, permission, workflowId);
}

/** What can be known of a workflow without opening its canvas, which may be large. */
export type WorkflowEntry = Omit<Read<WorkflowDocument>, 'description' | 'source'>;

/** As `findWorkflow`, for those who do not need its canvas: each start of a run, for one. */
export function findWorkflowEntry(
  context: Pick<WorkflowsContext, 'workflows' | 'identity'>,
  principal: Principal,
  permission: Permission,
  workflowId: string,
): Promise<WorkflowEntry> {
  return found(context, context.workflows.closed, principal, permission, workflowId);
}

async function found(
  { identity }: Pick<WorkflowsContext, 'identity'>,
  workflows: Pick<Collection<WorkflowDocument>, 'get'>,
  principal: Principal,
  permission: Permission,
  workflowId: string,
): Promise<Read<WorkflowDocument>> {
  const workflow = await workflows.get(workflowId);
  if (!workflow) throw new NotFound('workflow', workflowId);
  await identity.authorize(principal, permission, workflowResource(workflow));
  return workflow;
}

/** A version of a workflow. Throws `NotFound`. */
export async function findWorkflowVersion(context: Pick<WorkflowsContext, 'versions'>, workflowId: string, version: string): Promise<WorkflowVersionDocument> {
  const found = await context.versions.get(workflowVersionId(workflowId, version));
  if (!found) throw new NotFound('version', version);
  return found;
}

/** A workflow as the audit log and the check of permissions name it. */
export function workflowResource({ id, workspaceId }: Pick<WorkflowDocument, 'id' | 'workspaceId'>): { type: string; id: string; workspaceId: string } {
  return { type: 'workflow', id, workspaceId };
}

/** Throws `NotFound` for a bot that the principal may not talk to, or that belongs to another workspace than what runs for it. */
export async function checkBot({ bots }: Pick<WorkflowsContext, 'bots'>, principal: Principal, botId: string, workspaceId: string): Promise<void> {
  if (botId === '') return;
  const bot = await bots.find(principal, 'bot.chat', botId);
  if (bot.workspaceId !== workspaceId) throw new NotFound('bot', botId);
}

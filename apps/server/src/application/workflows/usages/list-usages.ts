import type { workflowUsage } from '@buckle/contract';
import type { z } from 'zod';
import { BadRequest } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { findWorkflowEntry, type WorkflowEntry, type WorkflowsContext } from '../context.ts';
import type { TriggerCollections, TriggerDocument } from '../triggers/trigger-documents.ts';
import { refuseUsed, usersOf, type UsagesPage } from './users-of.ts';

/** Who uses a workflow, in the form of the management API. */
export type WorkflowUsage = z.input<typeof workflowUsage>;

/** What usages are read with. */
export type UsagesContext = Pick<WorkflowsContext, 'workflows' | 'bots' | 'identity' | 'references'> & Pick<TriggerCollections, 'triggers'>;

/** Reads users of one sort, from a place in their list on. */
type Source = (context: UsagesContext, workflow: Workflow, page: { readonly limit: number; readonly after?: string }) => Promise<UsagesPage<WorkflowUsage>>;
type Workflow = Pick<WorkflowEntry, 'id' | 'workspaceId'>;

/** One after the other; a place in the list is the number of its source and the place in that. */
const sources: readonly Source[] = [
  usersOf,
  (context, { id, workspaceId }, page) => triggersOf(context, workspaceId, { workflowId: id }, page),
  (context, { id, workspaceId }, page) => triggersOf(context, workspaceId, { sourceId: id }, page),
];

/** Who uses a workflow, as it stands now. */
export async function listUsages(context: UsagesContext, principal: Principal, workflowId: string, { after, limit }: { readonly after?: string | undefined; readonly limit: number }): Promise<UsagesPage<WorkflowUsage>> {
  return pageOf(context, await findWorkflowEntry(context, principal, 'workflow.read', workflowId), after, limit);
}

/** Throws a `Conflict` that names who uses a workflow, where somebody does. */
export async function checkUnused(context: UsagesContext, workflow: Workflow): Promise<void> {
  await refuseUsed({ what: 'workflow', address: `/api/workflows/${workflow.id}` }, (after) => pageOf(context, workflow, after, 100));
}

async function pageOf(context: UsagesContext, workflow: Workflow, from: string | undefined, limit: number): Promise<UsagesPage<WorkflowUsage>> {
  const { number, after } = placeOf(from);
  const page = await sources[number]?.(context, workflow, { limit, ...(after === '' ? {} : { after }) });
  if (page === undefined) throw new BadRequest('page_token: it is not one of this list.');
  if (page.next !== undefined) return { items: page.items, next: `${number}:${page.next}` };
  const left = limit - page.items.length;
  if (number + 1 === sources.length) return { items: page.items };
  if (left === 0) return { items: page.items, next: `${number + 1}:` };
  const rest = await pageOf(context, workflow, `${number + 1}:`, left);
  return { ...rest, items: [...page.items, ...rest.items] };
}

function placeOf(token = '0:'): { readonly number: number; readonly after: string } {
  const colon = token.indexOf(':');
  return { number: colon === 1 ? Number(token.slice(0, 1)) : -1, after: token.slice(colon + 1) };
}

async function triggersOf(
  { triggers }: UsagesContext,
  workspaceId: string,
  where: Partial<Pick<TriggerDocument, 'workflowId' | 'sourceId'>>,
  page: Parameters<Source>[2],
): Promise<UsagesPage<WorkflowUsage>> {
  const { items, next } = await triggers.closed.find({ where, ...page });
  const own = items.filter((trigger) => trigger.workspaceId === workspaceId);
  return { items: own.map(({ id, name, pausedBy, workflowId }) => ({ kind: 'trigger', id, name, version: '', online: pausedBy === undefined, workflow_id: workflowId })), next };
}

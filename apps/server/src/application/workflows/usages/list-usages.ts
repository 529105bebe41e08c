import type { workflowUsage } from '@buckle/contract';
import type { z } from 'zod';
import { BadRequest, Conflict } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { findWorkflowEntry, type WorkflowEntry, type WorkflowsContext } from '../context.ts';
import type { TriggerCollections, TriggerDocument } from '../triggers/trigger-documents.ts';
import { type ReferenceDocument, workflowsIn, workflowsOfBot } from './references.ts';

/** Who uses a workflow, in the form of the management API. */
export type WorkflowUsage = z.input<typeof workflowUsage>;

/** What usages are read with. */
export type UsagesContext = Pick<WorkflowsContext, 'workflows' | 'bots' | 'identity' | 'references'> & Pick<TriggerCollections, 'triggers'>;

/** A page of usages; `next` asks for the one after it. */
export interface UsagesPage {
  readonly items: readonly WorkflowUsage[];
  readonly next?: string | undefined;
}

/** Reads users of one sort, from a place in their list on. */
type Source = (context: UsagesContext, workflow: Workflow, page: { readonly limit: number; readonly after?: string }) => Promise<UsagesPage>;
type Workflow = Pick<WorkflowEntry, 'id' | 'workspaceId'>;

/** One after the other; a place in the list is the number of its source and the place in that. */
const sources: readonly Source[] = [
  usersOf,
  (context, { id, workspaceId }, page) => triggersOf(context, workspaceId, { workflowId: id }, page),
  (context, { id, workspaceId }, page) => triggersOf(context, workspaceId, { sourceId: id }, page),
];

/** Who uses a workflow, as it stands now. */
export async function listUsages(context: UsagesContext, principal: Principal, workflowId: string, { after, limit }: { readonly after?: string | undefined; readonly limit: number }): Promise<UsagesPage> {
  return pageOf(context, await findWorkflowEntry(context, principal, 'workflow.read', workflowId), after, limit);
}

/** Throws a `Conflict` that names who uses a workflow, where somebody does. */
export async function checkUnused(context: UsagesContext, workflow: Workflow): Promise<void> {
  let page: UsagesPage = { items: [], next: undefined };
  do page = await pageOf(context, workflow, page.next, 100);
  while (page.items.length === 0 && page.next !== undefined);
  if (page.items.length === 0) return;
  const users = [...new Set(page.items.map(({ kind, name }) => `the ${kind} ${JSON.stringify(name)}`))];
  const more = users.length > 5 || page.next !== undefined ? ' and others' : '';
  throw new Conflict(`The workflow is used by ${users.slice(0, 5).join(', ')}${more}: GET /api/workflows/${workflow.id}/usages names all. Take it out there, or delete it with force=true; what uses it fails then.`);
}

async function pageOf(context: UsagesContext, workflow: Workflow, from: string | undefined, limit: number): Promise<UsagesPage> {
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

/** Other workflows, and bots. Drafts are read again: they may have changed since they used it. */
async function usersOf(context: UsagesContext, { id: workflowId, workspaceId }: Workflow, page: Parameters<Source>[2]): Promise<UsagesPage> {
  const { items, next } = await context.references.find(workspaceId, workflowId, page);
  const idsOf = (kind: ReferenceDocument['userKind'], isDraft: boolean) => items.filter((one) => one.userKind === kind && (one.version === '') === isDraft).map(({ userId }) => userId);
  const [published, drafts, bots] = await Promise.all([
    context.workflows.closed.getMany([...new Set(idsOf('workflow', false))]),
    context.workflows.getMany([...new Set(idsOf('workflow', true))]),
    context.bots.byId([...idsOf('bot', false), ...idsOf('bot', true)]),
  ]);
  const entries = new Map(published.map((workflow) => [workflow.id, workflow]));
  const opened = new Map(drafts.map((workflow) => [workflow.id, workflow]));
  const usages = items.flatMap(({ userKind: kind, userId: id, version }): readonly WorkflowUsage[] => {
    if (kind === 'bot') {
      const bot = bots.get(id);
      if (bot === undefined || (version === '' && !workflowsOfBot(bot.definition).includes(workflowId))) return [];
      return [{ kind, id, name: bot.name, version, online: version !== '' && String(bot.onlineVersion) === version }];
    }
    const workflow = version === '' ? opened.get(id) : entries.get(id);
    if (workflow === undefined || id === workflowId || (version === '' && !workflowsIn(workflow.source).includes(workflowId))) return [];
    return [{ kind, id, name: workflow.name, version, online: version !== '' && workflow.onlineVersion === version }];
  });
  return { items: usages, next };
}

async function triggersOf(
  { triggers }: UsagesContext,
  workspaceId: string,
  where: Partial<Pick<TriggerDocument, 'workflowId' | 'sourceId'>>,
  page: Parameters<Source>[2],
): Promise<UsagesPage> {
  const { items, next } = await triggers.closed.find({ where, ...page });
  const own = items.filter((trigger) => trigger.workspaceId === workspaceId);
  return { items: own.map(({ id, name, pausedBy, workflowId }) => ({ kind: 'trigger', id, name, version: '', online: pausedBy === undefined, workflow_id: workflowId })), next };
}

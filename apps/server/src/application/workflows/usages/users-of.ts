import type { datasetUsage } from '@buckle/contract';
import type { z } from 'zod';
import { Conflict } from '#kernel/errors.ts';
import type { WorkflowsContext } from '../context.ts';
import { type ReferenceDocument, usedByBot, usedIn } from './references.ts';

/** A draft or a version of a workflow or a bot that uses something, in the form of the management API. */
export type Usage = z.input<typeof datasetUsage>;

/** A page of usages; `next` asks for the one after it. */
export interface UsagesPage<Item> {
  readonly items: readonly Item[];
  readonly next?: string | undefined;
}

/** What is used: a workflow or a data set. */
export interface Used {
  readonly id: string;
  readonly workspaceId: string;
}

/** Workflows other than the used one, and bots. Drafts are read again: they may have changed since they used it. */
export async function usersOf(
  context: Pick<WorkflowsContext, 'workflows' | 'bots' | 'references'>,
  { id: usedId, workspaceId }: Used,
  page: { readonly limit: number; readonly after?: string },
): Promise<UsagesPage<Usage>> {
  const { items, next } = await context.references.find(workspaceId, usedId, page);
  const idsOf = (kind: ReferenceDocument['userKind'], isDraft: boolean) => items.filter((one) => one.userKind === kind && (one.version === '') === isDraft).map(({ userId }) => userId);
  const [published, drafts, bots] = await Promise.all([
    context.workflows.closed.getMany([...new Set(idsOf('workflow', false))]),
    context.workflows.getMany([...new Set(idsOf('workflow', true))]),
    context.bots.byId([...idsOf('bot', false), ...idsOf('bot', true)]),
  ]);
  const entries = new Map(published.map((workflow) => [workflow.id, workflow]));
  const opened = new Map(drafts.map((workflow) => [workflow.id, workflow]));
  const usages = items.flatMap(({ userKind: kind, userId: id, version }): readonly Usage[] => {
    if (kind === 'bot') {
      const bot = bots.get(id);
      if (bot === undefined || (version === '' && !usedByBot(bot.definition).includes(usedId))) return [];
      return [{ kind, id, name: bot.name, version, online: version !== '' && String(bot.onlineVersion) === version }];
    }
    const workflow = version === '' ? opened.get(id) : entries.get(id);
    if (workflow === undefined || id === usedId || (version === '' && !usedIn(workflow.source).includes(usedId))) return [];
    return [{ kind, id, name: workflow.name, version, online: version !== '' && workflow.onlineVersion === version }];
  });
  return { items: usages, next };
}

/** Throws a `Conflict` that names who uses a thing, where somebody does: the first of those in its pages. */
export async function refuseUsed(
  { what, address }: { readonly what: string; readonly address: string },
  pageAfter: (after: string | undefined) => Promise<UsagesPage<{ readonly kind: string; readonly name: string }>>,
): Promise<void> {
  let page = await pageAfter(undefined);
  while (page.items.length === 0 && page.next !== undefined) page = await pageAfter(page.next);
  if (page.items.length === 0) return;
  const users = [...new Set(page.items.map(({ kind, name }) => `the ${kind} ${JSON.stringify(name)}`))];
  const more = users.length > 5 || page.next !== undefined ? ' and others' : '';
  throw new Conflict(`The ${what} is used by ${users.slice(0, 5).join(', ')}${more}: GET ${address}/usages names all. Take it out there, or delete it with force=true; what uses it fails then.`);
}

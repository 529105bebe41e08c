import type { BotDefinition } from '@buckle/contract';
import type { Read } from '#data/documents/port.ts';
import type { Principal } from '#kernel/principal.ts';
import type { BotDocument } from './bot-documents.ts';
import { type BotsContext, botResource, findBot } from './context.ts';

export interface NewBot {
  readonly workspaceId: string;
  readonly definition: BotDefinition;
  readonly idempotencyKey?: string | undefined;
}

/** Creates a bot as a draft. */
export async function createBot(context: BotsContext, principal: Principal, input: NewBot): Promise<Read<BotDocument>> {
  const { idempotencyKey, workspaceId, definition } = input;
  await context.identity.authorize(principal, 'bot.edit', { type: 'workspace', id: workspaceId, workspaceId });
  const call = { operation: 'createBot', key: idempotencyKey, body: { workspaceId, definition } };
  return context.idempotency.create(principal, call, () => context.ids.next(), {
    find: (id) => context.bots.get(id),
    async make(id) {
      const now = context.clock.now();
      const bot: BotDocument = {
        id,
        workspaceId,
        ownerId: principal.userId,
        name: definition.name,
        publishStatus: 'unpublished_draft',
        draftRevision: 1,
        definition,
        createdAt: now,
        updatedAt: now,
      };
      await context.skills.workflows.note(workspaceId, { botId: id, version: '', definition });
      const [made] = await context.audit.change(principal, 'bot.create', botResource(bot), [() => context.bots.insert(bot)]);
      return made;
    },
  });
}

/** Creates a bot in the workspace of another, with the draft of that and a name of its own. */
export async function duplicateBot(
  context: BotsContext,
  principal: Principal,
  botId: string,
  { name, idempotencyKey }: { readonly name: string; readonly idempotencyKey?: string | undefined },
): Promise<Read<BotDocument>> {
  const { workspaceId, definition } = await findBot(context, principal, 'bot.edit', botId);
  return createBot(context, principal, { workspaceId, definition: { ...definition, name }, idempotencyKey });
}

import type { BotDefinition } from '@buckle/contract';
import { DocumentMissing, type Read, RevisionConflict } from '#data/documents/port.ts';
import { Conflict, NotFound } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import type { BotDocument } from './bot-documents.ts';
import { type BotsContext, botResource, findBot } from './context.ts';

/** Replaces a bot's draft. Throws `Conflict` where it was saved since `draftRevision` was read. */
export async function saveDraft(
  context: BotsContext,
  principal: Principal,
  botId: string,
  draftRevision: number,
  definition: BotDefinition,
): Promise<Read<BotDocument>> {
  const bot = await findBot(context, principal, 'bot.edit', botId);
  if (bot.draftRevision !== draftRevision) throw changedMeanwhile(draftRevision, bot.draftRevision);
  return write(context, principal, bot, definition);
}

/**
 * Changes a part of a bot's draft, whatever its revision: `change` is given the draft as it stands
 * and returns it as it shall be.
 */
export async function changeDraft(
  context: BotsContext,
  principal: Principal,
  botId: string,
  change: (definition: BotDefinition) => BotDefinition,
): Promise<Read<BotDocument>> {
  for (;;) {
    const bot = await findBot(context, principal, 'bot.edit', botId);
    try {
      return await write(context, principal, bot, change(bot.definition));
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
    }
  }
}

async function write(
  context: BotsContext,
  principal: Principal,
  bot: Read<BotDocument>,
  definition: BotDefinition,
): Promise<Read<BotDocument>> {
  const set = {
    workspaceId: bot.workspaceId,
    name: definition.name,
    definition,
    publishStatus: bot.onlineVersion === undefined ? 'unpublished_draft' : 'published_draft',
    draftRevision: bot.draftRevision + 1,
    updatedAt: context.clock.now(),
  } as const;
  await context.skills.workflows.note(bot.workspaceId, { botId: bot.id, version: '', definition });
  try {
    const [saved] = await context.audit.change(principal, 'bot.update', botResource(bot), [
      () => context.bots.update(bot.id, { set }, { revision: bot.revision }),
    ]);
    return saved;
  } catch (error) {
    if (error instanceof DocumentMissing) throw new NotFound('bot', bot.id);
    if (error instanceof RevisionConflict) throw changedMeanwhile(bot.draftRevision);
    throw error;
  }
}

function changedMeanwhile(read: number, now?: number): Conflict {
  const by = now === undefined ? '' : ` (it is at ${now})`;
  return new Conflict(`The draft has changed since revision ${read} was read${by}: read it again, and put both together.`);
}

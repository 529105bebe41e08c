import type { BotDefinition } from '@buckle/contract';
import { eachOf } from '#data/documents/each-of.ts';
import type { BotCollections, BotDocument } from './bot-documents.ts';

/** A bot's draft, or one of its versions. */
export interface DefinitionOfBot {
  readonly botId: string;
  /** The version's number; empty for the draft. */
  readonly version: string;
  readonly definition: BotDefinition;
}

/** Visits the drafts of a workspace's bots and all of their versions, which may come back. */
export async function eachDefinition({ bots, versions }: BotCollections, workspaceId: string, visit: (definition: DefinitionOfBot) => Promise<void> | void): Promise<void> {
  for await (const { id: botId, definition } of eachOf(bots, { where: { workspaceId }, sort: 'updatedAt' })) {
    await visit({ botId, version: '', definition });
    for await (const { number, definition: published } of eachOf(versions, { where: { botId }, sort: 'number' })) {
      await visit({ botId, version: String(number), definition: published });
    }
  }
}

/** The files that the bots of a workspace show, in their drafts and in all versions. */
export async function filesOf(collections: BotCollections, workspaceId: string): Promise<Set<string>> {
  const files = new Set<string>();
  await eachDefinition(collections, workspaceId, ({ definition }) => void (definition.icon_file_id && files.add(definition.icon_file_id)));
  return files;
}

/** Bots by their ids, with their drafts; those that were deleted are missing. */
export async function botsById({ bots }: BotCollections, botIds: readonly string[]): Promise<ReadonlyMap<string, BotDocument>> {
  const found = botIds.length === 0 ? [] : await bots.getMany([...new Set(botIds)]);
  return new Map(found.map((bot) => [bot.id, bot]));
}

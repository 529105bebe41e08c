import type { BotDefinition, PublishStatus } from '@buckle/contract';
import type { Collection, Documents } from '#data/documents/port.ts';
import { type Keyring, type SealedCollection, sealedCollection } from '#services/storage/index.ts';

/** A bot: its draft, and which version of it is online. Times are in milliseconds. */
export interface BotDocument {
  readonly id: string;
  readonly workspaceId: string;
  readonly ownerId: string;
  /** The draft's name, in clear for lists. */
  readonly name: string;
  readonly publishStatus: PublishStatus;
  /** The number of the version that is online. */
  readonly onlineVersion?: number;
  readonly publishedAt?: number;
  /** Rises with every save of the draft. */
  readonly draftRevision: number;
  /** The draft. Sealed. */
  readonly definition: BotDefinition;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A version of a bot, as it was published; never changed. */
export interface BotVersionDocument {
  /** See `versionId`. */
  readonly id: string;
  readonly botId: string;
  readonly workspaceId: string;
  readonly number: number;
  readonly creatorId: string;
  readonly createdAt: number;
  /** Sealed. */
  readonly notes: string;
  /** Sealed. */
  readonly definition: BotDefinition;
}

/** What is remembered of the bot that a new instance begins with. */
export interface FirstBotDocument {
  /** There is one, `first`. */
  readonly id: string;
  readonly botId: string;
}

export interface BotCollections {
  readonly bots: SealedCollection<BotDocument>;
  readonly versions: SealedCollection<BotVersionDocument>;
  readonly firstBots: Collection<FirstBotDocument>;
}

export async function openBotCollections(documents: Documents, keyring: Keyring): Promise<BotCollections> {
  const bots = await sealedCollection<BotDocument>(documents, keyring, {
    name: 'bots',
    schemaVersion: 1,
    indexes: [{ fields: ['workspaceId', 'updatedAt'] }, { fields: ['workspaceId', 'publishStatus', 'updatedAt'] }],
    sealed: ['definition'],
    scopeOf: (bot) => bot.workspaceId,
  });
  const versions = await sealedCollection<BotVersionDocument>(documents, keyring, {
    name: 'bot_versions',
    schemaVersion: 1,
    indexes: [{ fields: ['botId', 'number'] }],
    sealed: ['notes', 'definition'],
    scopeOf: (version) => version.workspaceId,
  });
  const firstBots = await documents.collection<FirstBotDocument>({ name: 'first_bots', schemaVersion: 1, indexes: [] });
  return { bots, versions, firstBots };
}

/** The id of a bot's version. */
export function versionId(botId: string, number: number): string {
  return `${botId}-${number}`;
}

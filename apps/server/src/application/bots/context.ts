import type { BotDefinition, Permission } from '@buckle/contract';
import type { Audit } from '#application/audit/index.ts';
import type { Idempotency } from '#application/idempotency/index.ts';
import type { Identity } from '#application/identity/index.ts';
import type { Models } from '#application/models/index.ts';
import type { Documents, Read } from '#data/documents/port.ts';
import type { Clock } from '#kernel/clock.ts';
import { NotFound } from '#kernel/errors.ts';
import type { IdGenerator } from '#kernel/ids.ts';
import type { Principal } from '#kernel/principal.ts';
import type { Keyring } from '#services/storage/index.ts';
import type { Work, WorkKind } from '#services/work/index.ts';
import { type BotCollections, type BotDocument, type BotVersionDocument, versionId } from './bot-documents.ts';
import type { DefinitionOfBot } from './definitions.ts';
import type { BotDeletionInput } from './delete-bot.ts';

/** What the operations on bots are given when they are built. */
export interface BotsDependencies {
  readonly documents: Documents;
  readonly keyring: Keyring;
  readonly identity: Identity;
  readonly audit: Audit;
  readonly models: Models;
  readonly idempotency: Idempotency;
  readonly work: Pick<Work, 'start' | 'register'>;
  readonly clock: Clock;
  readonly ids: IdGenerator;
}

/** The workflows that bots use, which are another module's. */
export interface BotWorkflows {
  /**
   * A bot's definition with the versions of its workflows fixed, as they are now. Throws `BuckleError` for
   * one that the bot's workspace does not have, or that cannot be used.
   */
  pin(workspaceId: string, definition: BotDefinition): Promise<BotDefinition>;
  /** Notes what a bot uses, in its draft or in a version; to be called before that is saved. */
  note(workspaceId: string, bot: DefinitionOfBot): Promise<void>;
  /** The names of a workspace's workflows by their ids; those that it does not have have none. */
  namesOf(workspaceId: string, workflowIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

/** The data sets that bots use, which are another module's. */
export interface BotDatasets {
  /** Throws `NotFound` for a data set that a workspace does not have. */
  check(workspaceId: string, datasetIds: readonly string[]): Promise<void>;
  /** The names of a workspace's data sets by their ids; those that it does not have have none. */
  namesOf(workspaceId: string, datasetIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

/** What each operation works with. */
export interface BotsContext extends BotsDependencies, BotCollections {
  readonly deletionKind: WorkKind<BotDeletionInput, undefined>;
  /** What is known of the workflows and the data sets that bots use, all of it before the first call. */
  readonly skills: { workflows: BotWorkflows; datasets: BotDatasets };
}

/** A bot that the principal may use so. Throws `NotFound` or `PermissionDenied`. */
export async function findBot(
  context: BotsContext,
  principal: Principal,
  permission: Permission,
  botId: string,
): Promise<Read<BotDocument>> {
  const bot = await context.bots.get(botId);
  if (!bot) throw new NotFound('bot', botId);
  await context.identity.authorize(principal, permission, botResource(bot));
  return bot;
}

/** A version of a bot by its number, as callers write it. Throws `NotFound`. */
export async function findVersion(context: BotsContext, botId: string, version: string): Promise<BotVersionDocument> {
  const number = Number(version);
  const found = String(number) === version ? await context.versions.get(versionId(botId, number)) : undefined;
  if (!found) throw new NotFound('version', version);
  return found;
}

/** A bot as the audit log and the check of permissions name it. */
export function botResource(bot: BotDocument): { type: string; id: string; workspaceId: string } {
  return { type: 'bot', id: bot.id, workspaceId: bot.workspaceId };
}

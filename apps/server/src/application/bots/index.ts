import type { BotDefinition, Permission } from '@buckle/contract';
import type { RemovalWatch } from '#data/documents/remove-all.ts';
import type { Principal } from '#kernel/principal.ts';
import type { Route } from '#kernel/route.ts';
import { type BotDocument, openBotCollections } from './bot-documents.ts';
import { type BotsContext, type BotsDependencies, type BotDatasets, type BotWorkflows, findBot } from './context.ts';
import { createBot, type NewBot } from './create-bot.ts';
import { botsById, type DefinitionOfBot, eachDefinition, filesOf } from './definitions.ts';
import { botDeletionKind, removeBotsOf, type RemovesOfBot } from './delete-bot.ts';
import { ensureFirstBot } from './first-bot.ts';
import { OnlineBots } from './online-bots.ts';
import { botRoutes } from './routes.ts';

export type { BotDocument, BotVersionDocument } from './bot-documents.ts';
export { USUAL_CONTEXT_ROUNDS } from './bot-info.ts';
export type { BotsDependencies, BotDatasets, BotWorkflows } from './context.ts';
export type { BotPreview, OnlineBots } from './online-bots.ts';
export { API_CONNECTOR } from './publish-bot.ts';

/** Bots: their drafts, versions and publishing. */
export interface Bots {
  readonly routes: readonly Route[];
  /** The versions that chats run on. */
  readonly online: OnlineBots;
  /** A bot that the principal may use so. Throws `NotFound` or `PermissionDenied`. */
  find(principal: Principal, permission: Permission, botId: string): Promise<BotDocument>;
  /** Creates a bot as a draft. Throws `NotFound` or `PermissionDenied`. */
  create(principal: Principal, input: NewBot): Promise<BotDocument>;
  /** The names of bots by their ids; those that were deleted have none. */
  namesOf(botIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** The files that the bots of a workspace show, in their drafts and versions. */
  filesOf(workspaceId: string): Promise<ReadonlySet<string>>;
  /** Visits the drafts of a workspace's bots and all of their versions. */
  eachDefinition(workspaceId: string, visit: (definition: DefinitionOfBot) => Promise<void> | void): Promise<void>;
  /** Bots by their ids, with their drafts; those that were deleted are missing. */
  byId(botIds: readonly string[]): Promise<ReadonlyMap<string, BotDocument>>;
  /** Has what another module keeps for a bot removed when the bot is; to be called when that is opened. */
  alsoRemove(remove: RemovesOfBot): void;
  /** Lets bots use workflows; to be called when these are opened. */
  useWorkflows(workflows: BotWorkflows): void;
  /** Lets bots use data sets; to be called when these are opened. */
  useDatasets(datasets: BotDatasets): void;
  /** Removes all bots of a workspace with what belongs to them. */
  removeAllOf(workspaceId: string, watch: RemovalWatch): Promise<void>;
  /**
   * The bot that a new instance begins with: made and published in the administrator's workspace at the
   * first start, and only then. Returns its id as long as it is online.
   */
  ensureFirst(administrator: { readonly id: string; readonly personalWorkspaceId: string }, definition: BotDefinition): Promise<string | undefined>;
}

export async function openBots(dependencies: BotsDependencies): Promise<Bots> {
  const collections = await openBotCollections(dependencies.documents, dependencies.keyring);
  const others: RemovesOfBot[] = [];
  const context: BotsContext = {
    ...dependencies,
    ...collections,
    deletionKind: botDeletionKind(collections, others),
    skills: {
      workflows: { pin: (_, definition) => Promise.resolve(definition), note: () => Promise.resolve(), namesOf: () => Promise.resolve(new Map()) },
      datasets: { check: () => Promise.resolve(), namesOf: () => Promise.resolve(new Map()) },
    },
  };
  dependencies.work.register(context.deletionKind);
  return {
    routes: botRoutes(context),
    online: new OnlineBots(context),
    find: (principal, permission, botId) => findBot(context, principal, permission, botId),
    create: (principal, input) => createBot(context, principal, input),
    async namesOf(botIds) {
      const bots = await collections.bots.closed.getMany([...new Set(botIds)]);
      return new Map(bots.map(({ id, name }) => [id, name]));
    },
    filesOf: (workspaceId) => filesOf(collections, workspaceId),
    eachDefinition: (workspaceId, visit) => eachDefinition(collections, workspaceId, visit),
    byId: (botIds) => botsById(collections, botIds),
    alsoRemove: (remove) => void others.push(remove),
    useWorkflows(workflows) {
      context.skills.workflows = workflows;
    },
    useDatasets(datasets) {
      context.skills.datasets = datasets;
    },
    removeAllOf: (workspaceId, watch) => removeBotsOf(collections, others, workspaceId, watch),
    ensureFirst: (administrator, definition) => ensureFirstBot(context, administrator, definition),
  };
}

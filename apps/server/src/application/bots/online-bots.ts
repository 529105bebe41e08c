import type { BotDefinition } from '@buckle/contract';
import { BadRequest, NotFound } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { type BotVersionDocument, versionId } from './bot-documents.ts';
import type { BotsContext } from './context.ts';
import { botResource, findBot } from './context.ts';

const VERSIONS_KEPT = 1_000;

/** The draft of a bot as it stands, to be tried. */
export interface BotPreview {
  readonly botId: string;
  readonly workspaceId: string;
  /** Names the draft's revision where a chat names the version. */
  readonly id: string;
  readonly draft: BotDefinition;
}

/** The versions that chats run on. A version never changes, so those read lately are kept in memory. */
export class OnlineBots {
  readonly #context: BotsContext;
  readonly #versions = new Map<string, BotVersionDocument>();

  constructor(context: BotsContext) {
    this.#context = context;
  }

  /** The version to chat with now. Throws `NotFound`, `PermissionDenied`, or `BadRequest` where none is online. */
  async forChat(principal: Principal, botId: string): Promise<BotVersionDocument> {
    // The draft is not asked for, so it stays closed.
    const bot = await this.#context.bots.closed.get(botId);
    if (!bot) throw new NotFound('bot', botId);
    await this.#context.identity.authorize(principal, 'bot.chat', botResource(bot));
    if (bot.onlineVersion === undefined) {
      throw new BadRequest(`The bot ${botId} is not published: publish it, then chat with it.`, { code: 4015 });
    }
    return this.version(versionId(botId, bot.onlineVersion));
  }

  /** The version that is online, if one is; for callers that have checked who may talk to the bot. */
  async current(botId: string): Promise<BotVersionDocument | undefined> {
    const bot = await this.#context.bots.closed.get(botId);
    return bot?.onlineVersion === undefined ? undefined : this.version(versionId(botId, bot.onlineVersion));
  }

  /** The draft to try now. Throws `NotFound` and `PermissionDenied`. */
  async forPreview(principal: Principal, botId: string): Promise<BotPreview> {
    const bot = await findBot(this.#context, principal, 'bot.edit', botId);
    await this.#context.skills.datasets.check(bot.workspaceId, bot.definition.knowledge?.dataset_ids ?? []);
    return { botId, workspaceId: bot.workspaceId, id: `${botId}-draft ${bot.draftRevision}`, draft: await this.#context.skills.workflows.pin(bot.workspaceId, bot.definition) };
  }

  /** A version by its id: the one that a chat began with. Throws `NotFound` where it was deleted. */
  async version(id: string): Promise<BotVersionDocument> {
    const kept = this.#versions.get(id);
    if (kept) return kept;
    const version = await this.#context.versions.get(id);
    if (!version) throw new NotFound('version of the bot', id);
    if (this.#versions.size === VERSIONS_KEPT) this.#versions.clear();
    this.#versions.set(id, version);
    return version;
  }
}

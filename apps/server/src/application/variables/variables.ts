import { type Documents, DocumentMissing, UniqueConflict } from '#data/documents/port.ts';
import { removeAll, type RemovalWatch } from '#data/documents/remove-all.ts';
import type { Clock } from '#kernel/clock.ts';
import { type Keyring, type SealedCollection, sealedCollection } from '#services/storage/index.ts';

/** A value that a bot keeps for one of its users. */
export interface VariableDocument {
  readonly id: string;
  readonly workspaceId: string;
  readonly botId: string;
  /** The user, as chats name it in `user_id`. */
  readonly userId: string;
  readonly keyword: string;
  /** Sealed. */
  readonly value: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** Whose values. */
export interface VariableOwner {
  readonly workspaceId: string;
  readonly botId: string;
  readonly userId: string;
}

/** How many keywords one user of one bot can have. */
const KEYWORDS_AT_MOST = 1_000;

/** Values by keyword that bots keep for their users. Permissions are the callers' affair. */
export class VariableStore {
  readonly #values: SealedCollection<VariableDocument>;
  readonly #clock: Clock;

  private constructor(values: SealedCollection<VariableDocument>, clock: Clock) {
    this.#values = values;
    this.#clock = clock;
  }

  static async open(documents: Documents, keyring: Keyring, clock: Clock): Promise<VariableStore> {
    const values = await sealedCollection<VariableDocument>(documents, keyring, {
      name: 'variables',
      schemaVersion: 1,
      indexes: [{ fields: ['botId', 'userId', 'keyword'] }],
      sealed: ['value'],
      scopeOf: (variable) => variable.workspaceId,
    });
    return new VariableStore(values, clock);
  }

  /** All values of a user, in the order of their keywords. */
  async list(owner: VariableOwner): Promise<VariableDocument[]> {
    const { botId, userId } = owner;
    const { items } = await this.#values.find({ where: { botId, userId }, sort: 'keyword', limit: KEYWORDS_AT_MOST });
    return items;
  }

  /** Removes the values of all users of a bot. */
  removeOfBot(botId: string, watch: RemovalWatch): Promise<number> {
    return removeAll(this.#values.closed, { where: { botId }, sort: 'userId' }, watch);
  }

  /** Sets a value; the keyword need not have been declared by the bot. */
  async set(owner: VariableOwner, keyword: string, value: string): Promise<void> {
    const id = `${owner.botId}/${owner.userId}/${keyword}`;
    const now = this.#clock.now();
    try {
      await this.#values.update(id, { set: { workspaceId: owner.workspaceId, value, updatedAt: now } });
    } catch (error) {
      if (!(error instanceof DocumentMissing)) throw error;
      try {
        await this.#values.insert({ ...owner, id, keyword, value, createdAt: now, updatedAt: now });
      } catch (conflict) {
        if (!(conflict instanceof UniqueConflict)) throw conflict;
        await this.#values.update(id, { set: { workspaceId: owner.workspaceId, value, updatedAt: now } });
      }
    }
  }
}

import { createHmac } from 'node:crypto';
import { type Collection, type CollectionDefinition, DocumentMissing, type Documents, RevisionConflict, UniqueConflict } from '#data/documents/port.ts';
import type { Clock } from '#kernel/clock.ts';
import { BadRequest, Conflict, ConversationBusy } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import type { Keyring } from '#services/storage/index.ts';

/** How long a key is remembered, in milliseconds: 24 hours. */
const REMEMBERED = 24 * 3_600_000;

interface KeyDocument {
  readonly id: string;
  /** The id that the first call with this key gave to what it made. */
  readonly resourceId: string;
  /** A keyed hash of the first call's body, which may hold secrets and short texts. */
  readonly request: string;
  readonly createdAt: number;
}

export const keyCollection: CollectionDefinition<KeyDocument> = {
  name: 'idempotency_keys',
  schemaVersion: 1,
  indexes: [{ fields: ['createdAt'] }],
};

/** One creating call, as far as its repetition goes. */
export interface CreatingCall {
  /** The endpoint's name: a key means something for one endpoint only. */
  readonly operation: string;
  /** The `Idempotency-Key` header. */
  readonly key?: string | undefined;
  readonly body: unknown;
}

/** The id to create under; `repeated` where an earlier call has the same key, and may have created it. */
interface ReservedId {
  readonly id: string;
  readonly repeated: boolean;
}

/**
 * Idempotency keys of creating calls. A key is tied to the id of what the call makes, before it is
 * made: a repeated call finds it under that id, also where the first was killed half-way.
 */
export class Idempotency {
  readonly #keys: Collection<KeyDocument>;
  readonly #secret: Buffer;
  readonly #clock: Clock;

  private constructor(keys: Collection<KeyDocument>, secret: Buffer, clock: Clock) {
    this.#keys = keys;
    this.#secret = secret;
    this.#clock = clock;
  }

  static async open(documents: Documents, keyring: Pick<Keyring, 'secret'>, clock: Clock): Promise<Idempotency> {
    const keys = await documents.collection(keyCollection);
    return new Idempotency(keys, await keyring.secret('idempotency'), clock);
  }

  /**
   * Creates what a call asks for, or finds what an earlier call with its key has made: also one that is
   * still under way, which the maker then meets as `UniqueConflict` or `ConversationBusy`. Throws
   * `BadRequest` where the key came with another body before.
   */
  async create<T>(
    principal: Principal,
    call: CreatingCall,
    makeId: () => string,
    steps: { readonly find: (id: string) => Promise<T | undefined>; readonly make: (id: string) => Promise<T> },
  ): Promise<T> {
    const { id, repeated } = await this.#reserve(principal, call, makeId);
    const existing = repeated ? await steps.find(id) : undefined;
    if (existing) return existing;
    try {
      return await steps.make(id);
    } catch (error) {
      if (call.key === undefined || !(error instanceof UniqueConflict || error instanceof ConversationBusy)) throw error;
      const other = await steps.find(id);
      if (other) return other;
      if (error instanceof ConversationBusy) throw error;
      throw new Conflict('The first call with this Idempotency-Key is still under way: repeat it in a moment.');
    }
  }

  /** Reserves the id to create under. Throws `BadRequest` where the key came with another body before. */
  async #reserve(principal: Principal, call: CreatingCall, makeId: () => string): Promise<ReservedId> {
    if (call.key === undefined) return { id: makeId(), repeated: false };
    const id = this.#hash(principal.credentialId, call.operation, call.key);
    const request = this.#hash(JSON.stringify(call.body));
    const now = this.#clock.now();
    const known = await this.#keys.get(id);
    if (known && known.createdAt >= now - REMEMBERED) return repeatedCall(known, request, call.key);
    const reserved = { resourceId: makeId(), request, createdAt: now };
    try {
      if (known) await this.#keys.update(id, { set: reserved }, { revision: known.revision });
      else await this.#keys.insert({ id, ...reserved });
      return { id: reserved.resourceId, repeated: false };
    } catch (error) {
      const isOvertaken = error instanceof UniqueConflict || error instanceof RevisionConflict || error instanceof DocumentMissing;
      if (!isOvertaken) throw error;
      return this.#reserve(principal, call, makeId);
    }
  }

  #hash(...parts: readonly string[]): string {
    const digest = createHmac('sha256', this.#secret);
    for (const part of parts) digest.update(part).update('\0');
    return digest.digest('base64url');
  }

  /** Removes the keys that are no longer remembered. */
  async forget(): Promise<void> {
    for (let more = true; more; ) {
      const { items } = await this.#keys.find({
        where: { createdAt: { lt: this.#clock.now() - REMEMBERED } },
        sort: 'createdAt',
        limit: 500,
      });
      await Promise.all(items.map(({ id }) => this.#keys.delete(id)));
      more = items.length === 500;
    }
  }
}

function repeatedCall(known: KeyDocument, request: string, key: string): ReservedId {
  if (known.request !== request) {
    throw new BadRequest(`The Idempotency-Key ${JSON.stringify(key)} was used with another request: take a new one.`);
  }
  return { id: known.resourceId, repeated: true };
}

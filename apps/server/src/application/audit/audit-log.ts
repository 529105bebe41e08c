import type { KeyObject } from 'node:crypto';
import type { AuditOutcome } from '@buckle/contract';
import { UniqueConflict } from '#data/documents/port.ts';
import type { Clock } from '#kernel/clock.ts';
import type { IdGenerator } from '#kernel/ids.ts';
import type { Principal } from '#kernel/principal.ts';
import {
  type AuditDetails,
  type AuditEntry,
  type AuditFacts,
  type AuditStores,
  genesis,
  hashEntry,
  INSTANCE,
  signHead,
} from './entry.ts';

/** Who did something: a principal, or somebody at an address who is not signed in. */
export type Actor = Principal | { readonly userId?: undefined; readonly address?: string };

/** What something was done to; without a workspace it belongs to the instance. */
export interface AuditedResource {
  readonly type: string;
  readonly id: string;
  readonly workspaceId?: string;
}

interface Pending {
  readonly facts: AuditFacts;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

interface ChainEnd {
  readonly chain: number;
  readonly sequence: number;
  readonly hash: string;
}

/**
 * Writes the audit log of one process: a chain in which every entry holds the hash of the one
 * before. What is recorded together is written together: the entries in their order, then the chain's
 * head, and only then is it acknowledged. A kill in between leaves entries beyond the head, which is
 * no break; a failed write ends the chain, and the next entry begins another.
 */
export class AuditLog {
  readonly #stores: AuditStores;
  readonly #key: KeyObject;
  readonly #clock: Clock;
  readonly #ids: IdGenerator;
  #pending: Pending[] = [];
  #end: ChainEnd | undefined;
  #writing = false;

  constructor(stores: AuditStores, key: KeyObject, clock: Clock, ids: IdGenerator) {
    this.#stores = stores;
    this.#key = key;
    this.#clock = clock;
    this.#ids = ids;
  }

  /** Where this process's chain ends as far as it is acknowledged. */
  get end(): { readonly chain: number; readonly sequence: number } | undefined {
    return this.#end;
  }

  /**
   * Records an action; durable when it resolves. `action` is named `resource.verb`, like
   * `bot.publish`. `details` must hold no secret.
   */
  record(
    actor: Actor,
    action: string,
    resource: AuditedResource,
    outcome: AuditOutcome = 'done',
    details: AuditDetails = {},
  ): Promise<void> {
    const known = actor.userId === undefined ? undefined : actor;
    const facts: AuditFacts = {
      at: this.#clock.now(),
      workspaceId: resource.workspaceId ?? INSTANCE,
      actorId: known?.userId ?? '',
      via: known?.via ?? '',
      credentialId: known?.credentialId ?? '',
      address: actor.address ?? '',
      action,
      resourceType: resource.type,
      resourceId: resource.id,
      outcome,
      details,
    };
    return new Promise((resolve, reject) => {
      this.#pending.push({ facts, resolve, reject });
      if (!this.#writing) void this.#writeAll();
    });
  }

  /** Writes batch after batch. Never rejects: each record learns of its own batch's failure. */
  async #writeAll(): Promise<void> {
    this.#writing = true;
    while (this.#pending.length > 0) {
      const batch = this.#pending;
      this.#pending = [];
      try {
        await this.#write(batch.map((pending) => pending.facts));
        for (const pending of batch) pending.resolve();
      } catch (error) {
        this.#end = undefined;
        for (const pending of batch) pending.reject(error);
      }
    }
    this.#writing = false;
  }

  async #write(batch: readonly AuditFacts[]): Promise<void> {
    let end = this.#end ?? (await this.#begin());
    const entries: AuditEntry[] = [];
    for (const facts of batch) {
      const entry = { ...facts, id: this.#ids.next(), chain: end.chain, sequence: end.sequence + 1, previous: end.hash };
      const hash = hashEntry(this.#key, entry);
      entries.push({ ...entry, hash });
      end = { chain: end.chain, sequence: entry.sequence, hash };
    }
    const { id, ...head } = signHead(this.#key, end.chain, end.sequence, end.hash);
    await this.#stores.inOrder([
      ...entries.map((entry) => () => this.#stores.entries.insert(entry)),
      () => this.#stores.heads.update(id, { set: head }),
    ]);
    this.#end = end;
  }

  async #begin(): Promise<ChainEnd> {
    for (;;) {
      const { items } = await this.#stores.heads.find({ sort: 'chain', descending: true, limit: 1 });
      const chain = (items[0]?.chain ?? 0) + 1;
      try {
        await this.#stores.heads.insert(signHead(this.#key, chain, -1, genesis(chain)));
        return { chain, sequence: -1, hash: genesis(chain) };
      } catch (error) {
        // Another process took the number in the meantime.
        if (!(error instanceof UniqueConflict)) throw error;
      }
    }
  }
}

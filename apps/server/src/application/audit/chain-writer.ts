import type { KeyObject } from 'node:crypto';
import { UniqueConflict, type Write } from '#data/documents/port.ts';
import type { IdGenerator } from '#kernel/ids.ts';
import {
  type AuditEntry,
  type AuditFacts,
  type AuditStores,
  type ChainEnd,
  type Ending,
  genesis,
  hashEntry,
  signEnding,
  signHead,
} from './entry.ts';

/** An entry that is written, with what was begun together with it. */
export interface Appended {
  readonly entry: AuditEntry;
  /** The outcome of the writes that follow the entry; absent where they have not been begun. */
  readonly followed?: Promise<void>;
}

/** Writes that depend on an entry. */
type Following = (entry: AuditEntry) => readonly Write[];

interface Pending {
  readonly facts: AuditFacts;
  readonly following: Following;
  readonly resolve: (appended: Appended) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Writes the chain of one process, in which every entry holds the hash of the one before. Entries that
 * come together are written together: in their order, then the chain's head, and only then is any of
 * them acknowledged. A kill in between leaves entries beyond the head, which is no break; a failed write
 * ends the chain, and the next entry begins another.
 */
export class ChainWriter {
  readonly #stores: AuditStores;
  readonly #key: KeyObject;
  readonly #ids: IdGenerator;
  /** Sequence numbers of this chain's entries without an ending, by the entries' ids. */
  readonly #open = new Map<string, number>();
  #pending: Pending[] = [];
  #end: ChainEnd | undefined;
  #writing = false;

  constructor(stores: AuditStores, key: KeyObject, ids: IdGenerator) {
    this.#stores = stores;
    this.#key = key;
    this.#ids = ids;
  }

  /** Where this process's chain ends as far as it is acknowledged. */
  get end(): ChainEnd | undefined {
    return this.#end;
  }

  /**
   * Appends an entry; durable when it resolves. The writes that follow it are begun with it, so that they
   * can share its commit, where it comes alone; where others are being written, they are the caller's.
   */
  append(facts: AuditFacts, following: Following = () => []): Promise<Appended> {
    return new Promise((resolve, reject) => {
      this.#pending.push({ facts, following, resolve, reject });
      if (!this.#writing) void this.#writeAll();
    });
  }

  /** Writes what a change came to into its entry. */
  ending(entry: AuditEntry, outcome: Ending['outcome']): Write {
    return async () => {
      await this.#stores.entries.update(entry.id, { set: { ending: signEnding(this.#key, entry, outcome) } });
      this.#open.delete(entry.id);
    };
  }

  /** Writes batch after batch. Never rejects: whoever waits for an entry learns of its batch's failure. */
  async #writeAll(): Promise<void> {
    this.#writing = true;
    while (this.#pending.length > 0) {
      const batch = this.#pending;
      this.#pending = [];
      try {
        await this.#write(batch);
      } catch (error) {
        this.#end = undefined;
        for (const pending of batch) pending.reject(error);
      }
    }
    this.#writing = false;
  }

  /** Resolves when entries and head are written, whatever becomes of the writes that follow. */
  async #write(batch: readonly Pending[]): Promise<void> {
    let end = this.#end ?? (await this.#begin());
    const linked = batch.map((pending) => {
      const entry = this.#link(end, pending.facts);
      end = entry;
      return { pending, entry };
    });
    const { id, ...head } = signHead(this.#key, end, [...this.#open.values()]);
    const [alone] = linked.length === 1 ? linked : [];
    const { promise: written, resolve, reject } = Promise.withResolvers<void>();
    const followed = this.#stores.inOrder([
      ...linked.map(({ entry }) => () => this.#stores.entries.insert(entry)),
      async () => {
        await this.#stores.heads.update(id, { set: head });
        this.#end = end;
        resolve();
      },
      ...(alone?.pending.following(alone.entry) ?? []),
    ]);
    followed.catch(reject);
    await written;
    for (const { pending, entry } of linked) pending.resolve(alone ? { entry, followed } : { entry });
  }

  #link(end: ChainEnd, facts: AuditFacts): AuditEntry {
    const entry = { ...facts, id: this.#ids.next(), chain: end.chain, sequence: end.sequence + 1, previous: end.hash };
    if (facts.outcome === 'begun') this.#open.set(entry.id, entry.sequence);
    return { ...entry, hash: hashEntry(this.#key, entry) };
  }

  async #begin(): Promise<ChainEnd> {
    this.#open.clear();
    for (;;) {
      const { items } = await this.#stores.heads.find({ sort: 'chain', descending: true, limit: 1 });
      const chain = (items[0]?.chain ?? 0) + 1;
      const end = { chain, sequence: -1, hash: genesis(chain) };
      try {
        await this.#stores.heads.insert(signHead(this.#key, end, []));
        return end;
      } catch (error) {
        // Another process took the number in the meantime.
        if (!(error instanceof UniqueConflict)) throw error;
      }
    }
  }
}

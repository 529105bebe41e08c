import { type Documents, PositionTaken, type Write } from '#data/documents/port.ts';
import { type Keyring, SealBroken } from '#services/storage/index.ts';

/** One entry of a journal: what happened, and at which step (`path`), so that replay needs no order. */
export interface JournalEntry {
  /** Names that begin with `work/` are the service's own; every other type belongs to the kind of work. */
  readonly type: string;
  readonly path?: string;
  readonly [field: string]: unknown;
}

/** Somebody else has taken the work over: whoever gets this stops and writes nothing more. */
export class OwnershipLost extends Error {
  constructor(id: string, options?: ErrorOptions) {
    super(`The work ${id} is owned by another process by now.`, options);
    this.name = 'OwnershipLost';
  }
}

/**
 * The journal of one piece of work: an append stream, sealed under its workspace's key; what is
 * appended together is sealed together. Its position is what ownership comes down to: an owner that
 * was taken over finds its next position taken.
 */
export class Journal {
  readonly #documents: Documents;
  readonly #keyring: Keyring;
  readonly #workspaceId: string;
  readonly #workId: string;
  #entries: JournalEntry[] = [];
  /** How many appends the stream holds. */
  #position = 0;
  /** The append under way: a further one begins after it, since its position is not known before. */
  #appending: Promise<void> | undefined;

  private constructor(documents: Documents, keyring: Keyring, workspaceId: string, workId: string) {
    this.#documents = documents;
    this.#keyring = keyring;
    this.#workspaceId = workspaceId;
    this.#workId = workId;
  }

  /** A journal that is known to hold nothing yet. */
  static empty(documents: Documents, keyring: Keyring, workspaceId: string, workId: string): Journal {
    return new Journal(documents, keyring, workspaceId, workId);
  }

  /** Reads what a journal holds. */
  static async open(documents: Documents, keyring: Keyring, workspaceId: string, workId: string): Promise<Journal> {
    const journal = new Journal(documents, keyring, workspaceId, workId);
    for (const { entry } of await documents.read(streamOf(workId))) {
      if (typeof entry !== 'string') throw new SealBroken('an entry of the journal is not sealed');
      const plain = await keyring.open(workspaceId, Buffer.from(entry, 'base64'), streamOf(workId));
      // Only `#append` seals under this stream's name, and it seals lists of journal entries.
      journal.#entries.push(...(JSON.parse(plain.toString()) as JournalEntry[]));
      journal.#position += 1;
    }
    return journal;
  }

  get entries(): readonly JournalEntry[] {
    return this.#entries;
  }

  /** The last entry of a type, at a path where one is named. */
  find(type: string, path?: string): JournalEntry | undefined {
    return this.#entries.findLast((entry) => entry.type === type && (path === undefined || entry.path === path));
  }

  /** Begins the write of further entries; for `Documents.inOrder`. Throws `OwnershipLost`. */
  appending(entries: readonly JournalEntry[]): Write {
    return async () => {
      while (this.#appending) await this.#appending;
      const appending = this.#append(entries);
      // Whoever waits for its turn goes on, whether this append succeeds or fails.
      this.#appending = appending.then(nothing, nothing);
      try {
        await appending;
      } finally {
        this.#appending = undefined;
      }
    };
  }

  /** Appends entries, durable when it resolves. Throws `OwnershipLost`. */
  append(entries: readonly JournalEntry[]): Promise<unknown> {
    return this.appending(entries)();
  }

  async #append(entries: readonly JournalEntry[]): Promise<void> {
    const keys = this.#keyring.loaded(this.#workspaceId) ?? (await this.#keyring.keys(this.#workspaceId));
    const stream = streamOf(this.#workId);
    const sealed = keys.seal(JSON.stringify(entries), stream).toString('base64');
    try {
      this.#position = await this.#documents.append(stream, this.#position, [sealed]);
    } catch (error) {
      throw error instanceof PositionTaken ? new OwnershipLost(this.#workId, { cause: error }) : error;
    }
    this.#entries = [...this.#entries, ...entries];
  }

  /** Begins the removal of a work's journal. */
  static deleting(documents: Documents, workId: string): Write {
    return () => documents.deleteStream(streamOf(workId));
  }
}

function streamOf(workId: string): string {
  return `work/${workId}`;
}

function nothing(): void {}

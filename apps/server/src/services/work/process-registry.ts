import { randomUUID } from 'node:crypto';
import { type Collection, type Documents, UniqueConflict } from '#data/documents/port.ts';
import type { Clock } from '#kernel/clock.ts';
import { NODE_NUMBERS } from '#kernel/ids.ts';

/** How often a process says that it lives, in milliseconds. */
export const HEARTBEAT_INTERVAL = 5_000;
/** How long it may be silent before its work is taken over. */
const SILENCE_MEANS_DEATH = 20_000;
/**
 * How long until it is forgotten, so that it must end should it come back. Until it knows, it may even
 * take new work, which is looked for again and again.
 */
const SILENCE_UNTIL_FORGOTTEN = 60_000;

interface ProcessDocument {
  readonly id: string;
  /** The node number in the ids that it makes. */
  readonly node: number;
  readonly heartbeatAt: number;
}

/** A process whose work is taken over; one that is forgotten is removed after that. */
export interface DeadProcess {
  readonly id: string;
  readonly isForgotten: boolean;
}

/**
 * The processes of an installation: each leases a node number and says by heartbeat that it lives.
 * Where a process is known to be alone (its data folder is locked), all others are dead at once.
 */
export class ProcessRegistry {
  readonly id: string;
  readonly node: number;
  readonly #processes: Collection<ProcessDocument>;
  readonly #clock: Clock;
  readonly #alone: boolean;

  private constructor(processes: Collection<ProcessDocument>, clock: Clock, own: ProcessDocument, alone: boolean) {
    this.#processes = processes;
    this.#clock = clock;
    this.id = own.id;
    this.node = own.node;
    this.#alone = alone;
  }

  /** Joins the installation under a node number that nobody holds. */
  static async join(documents: Documents, clock: Clock, alone: boolean): Promise<ProcessRegistry> {
    const processes = await documents.collection<ProcessDocument>({
      name: 'processes',
      schemaVersion: 1,
      indexes: [{ fields: ['node'], unique: true }, { fields: ['heartbeatAt'] }],
    });
    const id = randomUUID();
    for (let node = 0; node < NODE_NUMBERS; node++) {
      try {
        const own = await processes.insert({ id, node, heartbeatAt: clock.now() });
        return new ProcessRegistry(processes, clock, own, alone);
      } catch (error) {
        if (!(error instanceof UniqueConflict)) throw error;
      }
    }
    throw new Error(`All ${NODE_NUMBERS} node numbers are taken: too many processes share these documents.`);
  }

  /** Says that this process lives. Throws `DocumentMissing` where others have forgotten it. */
  async heartbeat(): Promise<void> {
    await this.#processes.update(this.id, { set: { heartbeatAt: this.#clock.now() } });
  }

  /** When a process last said that it lives, by the clock of then; this one or another. */
  async newestHeartbeat(): Promise<number | undefined> {
    const { items } = await this.#processes.find({ sort: 'heartbeatAt', descending: true, limit: 1 });
    return items[0]?.heartbeatAt;
  }

  /** Processes that are dead, or that were silent for so long that they count as it. */
  async dead(): Promise<DeadProcess[]> {
    const now = this.#clock.now();
    const before = this.#alone ? Number.MAX_SAFE_INTEGER : now - SILENCE_MEANS_DEATH;
    const { items } = await this.#processes.find({ where: { heartbeatAt: { lt: before } }, sort: 'heartbeatAt', limit: 1000 });
    return items
      .filter(({ id }) => id !== this.id)
      .map(({ id, heartbeatAt }) => ({ id, isForgotten: this.#alone || heartbeatAt < now - SILENCE_UNTIL_FORGOTTEN }));
  }

  /** Those of some processes that are forgotten already. */
  async forgotten(ids: readonly string[]): Promise<string[]> {
    const known = new Set((await this.#processes.getMany(ids)).map(({ id }) => id));
    return ids.filter((id) => !known.has(id));
  }

  /** Removes a dead process, whose work is taken over, and so frees its node number. */
  async remove(id: string): Promise<void> {
    await this.#processes.delete(id);
  }
}

import { setTimeout as pause } from 'node:timers/promises';
import { type Collection, DocumentMissing, type Documents, RevisionConflict, UniqueConflict } from '#data/documents/port.ts';
import type { Clock } from '#kernel/clock.ts';
import type { Logger } from '#kernel/logger.ts';

/** How long a hold counts without being renewed, in milliseconds. */
const HOLD = 20_000;
const RENEW_EVERY = 5_000;
const RETRY_EVERY = 500;

interface HolderDocument {
  /** There is one, `holder`. */
  readonly id: string;
  /** The data folder of the process, with the machine that it is on. */
  readonly place: string;
  readonly until: number;
}

/** Documents on a shared server are in use by a process with another data folder. */
export class DocumentsInUse extends Error {
  constructor(place: string) {
    super(
      `The MongoDB of BUCKLE_MONGODB_URL is in use by the Buckle of ${place}: stop that one, or name another database. ` +
        'Several processes need a shared queue, search and file storage, which this version does not have yet.',
    );
    this.name = 'DocumentsInUse';
  }
}

/**
 * Holds documents on a shared server for one process, as the lock of the data folder holds those in
 * it. A holder with the same data folder is dead, since this process has the folder's lock; one of
 * another is waited for until its hold ends.
 */
export class SoleProcess {
  readonly #holders: Collection<HolderDocument>;
  readonly #place: string;
  readonly #clock: Clock;
  readonly #timer: NodeJS.Timeout;
  #renewing: Promise<void> = Promise.resolve();

  private constructor(holders: Collection<HolderDocument>, place: string, clock: Clock, onLost: (error: unknown) => void) {
    this.#holders = holders;
    this.#place = place;
    this.#clock = clock;
    this.#timer = setInterval(() => {
      this.#renewing = this.#renew().catch(onLost);
    }, RENEW_EVERY).unref();
  }

  /**
   * Takes the documents, waiting for up to `waitFor` milliseconds. `onLost` is called where another
   * process has taken them because this one was silent for too long. Throws `DocumentsInUse`.
   */
  static async take(
    documents: Documents,
    place: string,
    clock: Clock,
    options: { readonly logger: Logger; readonly onLost: () => void; readonly waitFor?: number },
  ): Promise<SoleProcess> {
    const { logger, onLost, waitFor = HOLD + RENEW_EVERY } = options;
    const holders = await documents.collection<HolderDocument>({ name: 'holders', schemaVersion: 1, indexes: [] });
    for (let waited = 0; ; waited += RETRY_EVERY) {
      const holder = await tryToTake(holders, place, clock.now());
      if (holder === undefined) break;
      if (waited >= waitFor) throw new DocumentsInUse(holder);
      if (waited === 0) logger.warn({}, `the documents are in use by the Buckle of ${holder}; waiting for it`);
      await pause(RETRY_EVERY);
    }
    return new SoleProcess(holders, place, clock, (error) => {
      const taken = error instanceof DocumentsInUse || error instanceof DocumentMissing;
      logger.error({ err: error }, taken ? 'another process has taken the documents' : 'the hold on the documents could not be renewed');
      if (taken) onLost();
    });
  }

  /** Lets the documents go. */
  async release(): Promise<void> {
    clearInterval(this.#timer);
    await this.#renewing;
    const holder = await this.#holders.get('holder');
    if (holder?.place === this.#place) await this.#holders.delete('holder', { revision: holder.revision });
  }

  async #renew(): Promise<void> {
    const holder = await tryToTake(this.#holders, this.#place, this.#clock.now());
    if (holder !== undefined) throw new DocumentsInUse(holder);
  }
}

/** Takes or renews the hold; else says who has it. */
async function tryToTake(holders: Collection<HolderDocument>, place: string, now: number): Promise<string | undefined> {
  const holder = await holders.get('holder');
  if (holder && holder.place !== place && holder.until > now) return holder.place;
  const taken = { place, until: now + HOLD };
  try {
    if (holder) await holders.update(holder.id, { set: taken }, { revision: holder.revision });
    else await holders.insert({ id: 'holder', ...taken });
    return undefined;
  } catch (error) {
    if (!(error instanceof RevisionConflict || error instanceof UniqueConflict)) throw error;
    return tryToTake(holders, place, now);
  }
}

import type { Collection } from 'mongodb';
import type { Entry, PositionedEntry } from '../port.ts';
import { PositionTaken } from '../port.ts';
import type { MongodbConnection } from './connection.ts';
import { takenFields, withRetry } from './connection.ts';
import { nameWrite } from './stored.ts';

/** One append. */
interface Append {
  /** The stream and the position of the first entry, padded so that the ids of a stream sort by it. */
  readonly _id: string;
  readonly stream: string;
  readonly position: number;
  /** The position behind the last entry. */
  readonly end: number;
  readonly entries: readonly Entry[];
  /** Names the write, so that one whose answer was lost is known again. */
  readonly _write: string;
}

const KNOWN_ENDS = 10_000;
const POSITION_DIGITS = 12;

/**
 * The append streams: a document an append. Every append of a stream begins where another ended, so
 * whoever knows an end of the stream needs only to insert there: a second one finds the id taken.
 */
export class MongodbStreams {
  readonly #connection: MongodbConnection;
  readonly #appends: Collection<Append>;
  /** The ends last seen, the stream used longest ago first. */
  readonly #ends = new Map<string, number>();

  constructor(connection: MongodbConnection) {
    this.#connection = connection;
    this.#appends = connection.database.collection<Append>('_streams');
  }

  append(stream: string, position: number, entries: readonly Entry[]): Promise<number> {
    return this.#connection.run(async () => {
      if (this.#ends.get(stream) !== position || entries.length === 0) {
        const end = await this.#readEnd(stream);
        if (end !== position) throw new PositionTaken(stream, position);
      }
      if (entries.length > 0) await this.#insert(stream, position, entries);
      this.#remember(stream, position + entries.length);
      return position + entries.length;
    });
  }

  async read(stream: string, from = 0): Promise<PositionedEntry[]> {
    const found = await this.#connection.run(() =>
      withRetry(() =>
        this.#appends
          .find({ ...appendsOf(stream), end: { $gt: from } })
          .sort({ _id: 1 })
          .toArray(),
      ),
    );
    return found.flatMap(({ position: first, entries }) =>
      entries.map((entry, place) => ({ position: first + place, entry })).filter(({ position }) => position >= from),
    );
  }

  /** A process that still writes to a deleted stream gets `PositionTaken` only at its first append there. */
  deleteStream(stream: string): Promise<void> {
    return this.#connection.run(async () => {
      this.#ends.delete(stream);
      await withRetry(() => this.#appends.deleteMany(appendsOf(stream)));
    });
  }

  async #insert(stream: string, position: number, entries: readonly Entry[]): Promise<void> {
    const write = nameWrite();
    const append: Append = {
      _id: appendId(stream, position),
      stream,
      position,
      end: position + entries.length,
      entries: JSON.parse(JSON.stringify(entries)) as Entry[],
      _write: write,
    };
    try {
      await withRetry(() => this.#appends.insertOne(append));
    } catch (error) {
      if (takenFields(error) === undefined) throw error;
      this.#ends.delete(stream);
      // Taken by this very write, if the answer to an earlier try was lost.
      const taken = await withRetry(() => this.#appends.findOne({ _id: append._id }));
      if (taken?._write !== write) throw new PositionTaken(stream, position);
    }
  }

  async #readEnd(stream: string): Promise<number> {
    const last = await withRetry(() => this.#appends.findOne(appendsOf(stream), { sort: { _id: -1 } }));
    return last?.end ?? 0;
  }

  #remember(stream: string, end: number): void {
    this.#ends.delete(stream);
    this.#ends.set(stream, end);
    if (this.#ends.size <= KNOWN_ENDS) return;
    for (const oldest of this.#ends.keys()) {
      this.#ends.delete(oldest);
      return;
    }
  }
}

function appendId(stream: string, position: number): string {
  return `${stream}/${String(position).padStart(POSITION_DIGITS, '0')}`;
}

/** The appends of a stream; by the range of their ids alone, those of a stream `a/1` would be among those of `a`. */
function appendsOf(stream: string) {
  return { _id: { $gte: `${stream}/`, $lt: `${stream}0` }, stream };
}

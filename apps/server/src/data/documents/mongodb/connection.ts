import { setTimeout as pause } from 'node:timers/promises';
import { MongoClient, MongoNetworkError, MongoServerError, MongoServerSelectionError } from 'mongodb';
import type { Db } from 'mongodb';
import { Unavailable } from '#kernel/errors.ts';

const DEFAULT_DATABASE = 'buckle';
const DUPLICATE_KEY = 11000;
const TYPE_MISMATCH = 14;

/** The pauses before an operation that lost its connection is tried again, in milliseconds. */
const PAUSES = [50, 500, 2000];

/** A connection to MongoDB that knows which operations are under way. */
export class MongodbConnection {
  readonly database: Db;
  readonly #client: MongoClient;
  readonly #running = new Set<Promise<unknown>>();
  #closed = false;

  private constructor(client: MongoClient, database: Db) {
    this.#client = client;
    this.database = database;
  }

  /** Connects; the database is the one that the address names, else `buckle`. Throws `Unavailable`. */
  static async open(url: string): Promise<MongodbConnection> {
    try {
      const client = await MongoClient.connect(url, {
        appName: 'buckle',
        // Acknowledged is what no failover takes back; read is only what was acknowledged so.
        writeConcern: { w: 'majority', journal: true },
        readConcern: { level: 'majority' },
        readPreference: 'primary',
        ignoreUndefined: true,
        ...(url.includes('serverSelectionTimeoutMS=') ? {} : { serverSelectionTimeoutMS: 10_000 }),
      });
      const isNamed = /^[^/]+\/\/[^/]+\/[^?]/.test(url);
      return new MongodbConnection(client, isNamed ? client.db() : client.db(DEFAULT_DATABASE));
    } catch (error) {
      throw asUnavailable(error);
    }
  }

  /** Runs a whole call of the port. Throws `Unavailable` where the server cannot be reached. */
  run<R>(operation: () => Promise<R>): Promise<R> {
    if (this.#closed) return Promise.reject(new Error('The documents are closed.'));
    const running = operation().catch((error: unknown) => {
      throw isConnectionError(error) ? asUnavailable(error) : error;
    });
    const settled = Promise.allSettled([running]).finally(() => this.#running.delete(settled));
    this.#running.add(settled);
    return running;
  }

  /** Waits for what is under way and disconnects. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#running);
    await this.#client.close();
  }
}

/**
 * Runs one command of the driver, again where the connection was lost under it: only for commands
 * that may be made twice. The driver itself tries again once, at once.
 */
export async function withRetry<R>(command: () => Promise<R>): Promise<R> {
  for (const wait of PAUSES) {
    try {
      return await command();
    } catch (error) {
      if (!(error instanceof MongoNetworkError)) throw error;
    }
    await pause(wait);
  }
  return command();
}

/** Whether it is unknown if the server has done what it was asked, or known that it cannot be asked. */
export function isConnectionError(error: unknown): boolean {
  return error instanceof MongoNetworkError || error instanceof MongoServerSelectionError;
}

/** The fields of the unique index whose values are taken; `undefined` for any other error. */
export function takenFields(error: unknown): string[] | undefined {
  if (!(error instanceof MongoServerError) || error.code !== DUPLICATE_KEY) return undefined;
  const pattern: unknown = error['keyPattern'];
  const fields = typeof pattern === 'object' && pattern !== null ? Object.keys(pattern) : [];
  return fields.map((field) => (field === '_id' ? 'id' : field));
}

/** Whether a number was to be added to what is none. */
export function isTypeMismatch(error: unknown): boolean {
  return error instanceof MongoServerError && error.code === TYPE_MISMATCH;
}

/** The error that callers get where the server cannot be reached. */
export function asUnavailable(error: unknown): Unavailable {
  const reason = error instanceof Error ? error.message : String(error);
  return new Unavailable(`MongoDB cannot be reached (${reason}). Check the server and BUCKLE_MONGODB_URL.`, {
    cause: error,
  });
}

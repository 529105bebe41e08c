import { SqliteDatabase } from '../sqlite/database.ts';
import { SqliteDocuments } from '../sqlite/documents.ts';
import type { StopOptions } from './documents.ts';
import { OneAtATimeDocuments } from './documents.ts';

/** A database that stays open when the documents on it are closed. */
class KeptDatabase extends SqliteDatabase {
  override close(): void {
    this.writer.flush();
  }
}

/**
 * What outlives a kill: opened again and again as one-at-a-time documents, the ones before being
 * dead from then on. For tests of recovery:
 *
 * ```ts
 * const disk = new Disk();
 * const before = await disk.open({ stopAfter: 3 });
 * startWork(before);
 * await before.stopped;
 * await recover(await disk.open());
 * ```
 */
export class Disk {
  readonly #database: KeptDatabase;
  #last: OneAtATimeDocuments | undefined;

  /** A disk in memory, or the SQLite file at `path`, for tests that kill whole processes. */
  constructor(path = ':memory:') {
    this.#database = new KeptDatabase(path);
  }

  /** Kills what was open before and opens what is on the disk. */
  async open(options: StopOptions = {}): Promise<OneAtATimeDocuments> {
    await this.#last?.kill();
    this.#last = new OneAtATimeDocuments(new SqliteDocuments(this.#database), options);
    return this.#last;
  }

  /** All that is on the disk, a line for each document, which begins with its collection and a colon. */
  dump(): string[] {
    const tables = this.#database.statement("SELECT name FROM sqlite_schema WHERE type = 'table'").all().map(({ name }) => String(name));
    return tables.flatMap((table) =>
      this.#database.statement(`SELECT * FROM "${table}"`).all().map((row) => `${table}: ${JSON.stringify(Object.values(row))}`),
    );
  }
}

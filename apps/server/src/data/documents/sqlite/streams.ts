import type { Entry, PositionedEntry } from '../port.ts';
import { PositionTaken } from '../port.ts';
import type { SqliteDatabase } from './database.ts';

/** The append streams: a row an append, keyed by its stream and the position of its first entry. */
export class SqliteStreams {
  readonly #database: SqliteDatabase;

  constructor(database: SqliteDatabase) {
    this.#database = database;
    database.transaction((execute) =>
      execute(`CREATE TABLE IF NOT EXISTS _streams (
        stream TEXT NOT NULL, position INTEGER NOT NULL, count INTEGER NOT NULL, entries TEXT NOT NULL,
        PRIMARY KEY (stream, position))`),
    );
  }

  async append(stream: string, position: number, entries: readonly Entry[]): Promise<number> {
    const body = JSON.stringify(entries);
    return this.#database.writer.write(() => {
      if (this.#end(stream) !== position) throw new PositionTaken(stream, position);
      if (entries.length > 0) {
        this.#database
          .statement('INSERT INTO _streams (stream, position, count, entries) VALUES (?, ?, ?, ?)')
          .run(stream, position, entries.length, body);
      }
      return position + entries.length;
    });
  }

  async read(stream: string, from = 0): Promise<PositionedEntry[]> {
    const rows = this.#database
      .statement(
        `SELECT position, entries FROM _streams WHERE stream = ?1 AND position >= coalesce(
          (SELECT max(position) FROM _streams WHERE stream = ?1 AND position <= ?2), 0) ORDER BY position`,
      )
      .all(stream, from);
    return rows.flatMap((row) => {
      const first = Number(row['position']);
      const entries = JSON.parse(String(row['entries'])) as Entry[];
      return entries.map((entry, place) => ({ position: first + place, entry })).filter(({ position }) => position >= from);
    });
  }

  async deleteStream(stream: string): Promise<void> {
    await this.#database.writer.write(() => {
      this.#database.statement('DELETE FROM _streams WHERE stream = ?').run(stream);
    });
  }

  #end(stream: string): number {
    const last = this.#database
      .statement('SELECT position + count AS end FROM _streams WHERE stream = ? ORDER BY position DESC LIMIT 1')
      .get(stream);
    return Number(last?.['end'] ?? 0);
  }
}

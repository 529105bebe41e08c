import { DatabaseSync } from 'node:sqlite';
import type { StatementSync } from 'node:sqlite';
import type { CopyOptions } from '../port.ts';
import { copyDatabase } from './copy-database.ts';
import { GroupCommit } from './group-commit.ts';
import { ReadDocuments } from './read-documents.ts';

const MIB = 1024 * 1024;

/**
 * An open database: its statements, each prepared once, and its writer. The file is this process's
 * alone while it is open, which spares every read and commit the locks that others would have to see.
 */
export class SqliteDatabase {
  readonly writer: GroupCommit;
  readonly read = new ReadDocuments();
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  /** Opens the file, which may be `:memory:`. */
  constructor(path: string) {
    this.#database = new DatabaseSync(path);
    this.#database.exec(`
      PRAGMA busy_timeout = 5000;
      PRAGMA locking_mode = EXCLUSIVE;
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA cache_size = -16384;
      PRAGMA mmap_size = ${256 * MIB};
      PRAGMA wal_autocheckpoint = 4000;
      PRAGMA journal_size_limit = ${64 * MIB};
      PRAGMA temp_store = MEMORY;
    `);
    this.writer = new GroupCommit(this.#database);
  }

  /** The prepared statement of this text. Throws when the database is closed. */
  statement(sql: string): StatementSync {
    if (!this.#database.isOpen) throw new Error('The documents are closed.');
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  /** Makes changes of the schema, all or none, outside of the shared commits. */
  transaction<R>(change: (execute: (sql: string) => void) => R): R {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const result = change((sql) => this.#database.exec(sql));
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  /** Copies the file while it is in use; see `Documents.copyTo`. */
  copyTo(path: string, options?: CopyOptions): Promise<void> {
    return copyDatabase(this.#database, this.writer, path, options);
  }

  /** Commits what is pending and closes the file; does nothing when it is closed. */
  close(): void {
    if (!this.#database.isOpen) return;
    this.writer.close();
    this.#statements.clear();
    this.#database.close();
  }
}

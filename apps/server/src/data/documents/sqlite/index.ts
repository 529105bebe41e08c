import type { Documents } from '../port.ts';
import { SqliteDatabase } from './database.ts';
import { SqliteDocuments } from './documents.ts';

/** Where the documents are. */
export interface SqliteOptions {
  /** The file of the database; it is created where it is missing. */
  readonly path: string;
}

/** Opens the documents kept in a SQLite file. The caller holds the lock of the data folder. */
export async function openSqliteDocuments(options: SqliteOptions): Promise<Documents> {
  return new SqliteDocuments(new SqliteDatabase(options.path));
}

/** Opens empty documents in memory, gone when they are closed: for tests. */
export function openMemoryDocuments(): Promise<Documents> {
  return openSqliteDocuments({ path: ':memory:' });
}

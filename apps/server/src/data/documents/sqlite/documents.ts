import type {
  Collection,
  CollectionDefinition,
  Documents,
  Entry,
  PositionedEntry,
  StoredDocument,
  Write,
} from '../port.ts';
import { checkDefinition } from '../definition.ts';
import { SqliteCollection } from './collection.ts';
import type { SqliteDatabase } from './database.ts';
import { SqliteStreams } from './streams.ts';
import { createIndexes, fitTable } from './table.ts';

/** The documents in one SQLite file that this process alone writes. */
export class SqliteDocuments implements Documents {
  readonly #database: SqliteDatabase;
  readonly #streams: SqliteStreams;
  readonly #names = new Set<string>();

  constructor(database: SqliteDatabase) {
    this.#database = database;
    this.#streams = new SqliteStreams(database);
  }

  async collection<T extends StoredDocument>(definition: CollectionDefinition<T>): Promise<Collection<T>> {
    checkDefinition(definition);
    if (this.#names.has(definition.name)) throw new TypeError(`${definition.name} is opened twice.`);
    this.#names.add(definition.name);
    fitTable(this.#database, definition);
    createIndexes(this.#database, definition);
    return new SqliteCollection(this.#database, definition);
  }

  append(stream: string, position: number, entries: readonly Entry[]): Promise<number> {
    return this.#streams.append(stream, position, entries);
  }

  read(stream: string, from?: number): Promise<PositionedEntry[]> {
    return this.#streams.read(stream, from);
  }

  deleteStream(stream: string): Promise<void> {
    return this.#streams.deleteStream(stream);
  }

  inOrder(writes: readonly Write[]): Promise<void> {
    return this.#database.writer.inOrder(writes);
  }

  async close(): Promise<void> {
    this.#database.close();
  }
}

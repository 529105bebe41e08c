import { checkDefinition } from '../definition.ts';
import type {
  Collection,
  CollectionDefinition,
  CommitListener,
  CopyOptions,
  Documents,
  Entry,
  PositionedEntry,
  StoredDocument,
  UpgradeProgress,
  Write,
} from '../port.ts';
import { NewerData } from '../port.ts';
import { nextState } from '../upgrade-pass.ts';
import { Upgrades } from '../upgrades.ts';
import { SqliteCollection } from './collection.ts';
import type { SqliteDatabase } from './database.ts';
import { SqliteStreams } from './streams.ts';
import { createIndexes, fitTable, hasIndexes } from './table.ts';
import { createStateTable, readState, saveState, upgradableTable } from './upgradable.ts';

/** The version of the tables around the documents, kept as the file's `user_version`. */
const FORMAT = 1;

/** The documents in one SQLite file that this process alone writes. */
export class SqliteDocuments implements Documents {
  readonly #database: SqliteDatabase;
  readonly #streams: SqliteStreams;
  readonly #names = new Set<string>();
  readonly #upgrades = new Upgrades();

  /** Throws `NewerData`. */
  constructor(database: SqliteDatabase) {
    const format = Number(database.statement('PRAGMA user_version').get()?.['user_version']);
    if (format > FORMAT) {
      throw new NewerData(`The data was written by a newer Buckle (format ${format}): start that one.`);
    }
    this.#database = database;
    this.#streams = new SqliteStreams(database);
    createStateTable(database);
    if (format < FORMAT) database.transaction((execute) => execute(`PRAGMA user_version = ${FORMAT}`));
  }

  async collection<T extends StoredDocument>(definition: CollectionDefinition<T>): Promise<Collection<T>> {
    checkDefinition(definition);
    const { name } = definition;
    if (this.#names.has(name)) throw new TypeError(`${name} is opened twice.`);
    this.#names.add(name);

    const stored = readState(this.#database, name);
    const state = nextState(definition, stored);
    fitTable(this.#database, definition);
    if (state !== stored) await saveState(this.#database, name, state);

    const collection = new SqliteCollection(this.#database, definition);
    const upgradable = upgradableTable(this.#database, definition, (id) => collection.rewrite(id));
    await this.#upgrades.run(upgradable, state, hasIndexes(this.#database, definition));
    createIndexes(this.#database, definition);
    return collection;
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

  onCommit(listener: CommitListener): void {
    this.#database.writer.listener = listener;
  }

  copyTo(path: string, options?: CopyOptions): Promise<void> {
    return this.#database.copyTo(path, options);
  }

  upgrades(): readonly UpgradeProgress[] {
    return this.#upgrades.progress();
  }

  async close(): Promise<void> {
    await this.#upgrades.stop();
    this.#database.close();
  }
}

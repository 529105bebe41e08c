import { checkDefinition } from '../definition.ts';
import type {
  Collection,
  CollectionDefinition,
  Documents,
  Entry,
  PositionedEntry,
  StoredDocument,
  UpgradeProgress,
  Write,
} from '../port.ts';
import { nextState } from '../upgrade-pass.ts';
import { Upgrades } from '../upgrades.ts';
import { MongodbCollection } from './collection.ts';
import type { MongodbConnection } from './connection.ts';
import { createIndexes, dropIndexes } from './indexes.ts';
import type { MongodbState } from './state.ts';
import type { Stored } from './stored.ts';
import { MongodbStreams } from './streams.ts';

/** The documents in a database of MongoDB, which any number of processes may write. */
export class MongodbDocuments implements Documents {
  readonly #connection: MongodbConnection;
  readonly #state: MongodbState;
  readonly #streams: MongodbStreams;
  readonly #names = new Set<string>();
  readonly #upgrades = new Upgrades();

  constructor(connection: MongodbConnection, state: MongodbState) {
    this.#connection = connection;
    this.#state = state;
    this.#streams = new MongodbStreams(connection);
  }

  async collection<T extends StoredDocument>(definition: CollectionDefinition<T>): Promise<Collection<T>> {
    checkDefinition(definition);
    const { name } = definition;
    if (this.#names.has(name)) throw new TypeError(`${name} is opened twice.`);
    this.#names.add(name);
    return this.#connection.run(async () => {
      const stored = await this.#state.read(name);
      const state = nextState(definition, stored);
      const driver = this.#connection.database.collection<Stored>(name);
      if (stored === undefined) await this.#connection.database.createCollection(name);
      const hasIndexes = await dropIndexes(driver, definition);
      if (state !== stored) await this.#state.save(name, state);

      const collection = new MongodbCollection(this.#connection, definition);
      const upgradable = this.#state.upgradable(definition, (id) => collection.rewrite(id));
      await this.#upgrades.run(upgradable, state, hasIndexes);
      if (!hasIndexes) await createIndexes(driver, definition);
      return collection;
    });
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

  async inOrder(writes: readonly Write[]): Promise<void> {
    for (const write of writes) await write();
  }

  upgrades(): readonly UpgradeProgress[] {
    return this.#upgrades.progress();
  }

  async close(): Promise<void> {
    await this.#upgrades.stop();
    await this.#connection.close();
  }
}

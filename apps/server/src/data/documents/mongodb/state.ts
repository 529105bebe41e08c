import type { Collection } from 'mongodb';
import { NewerData } from '../port.ts';
import type { CollectionState, Upgradable } from '../upgrade-pass.ts';
import type { AnyDefinition } from '../definition.ts';
import type { MongodbConnection } from './connection.ts';
import { withRetry } from './connection.ts';
import type { Stored } from './stored.ts';

/** The version of how documents are laid out in MongoDB. */
const FORMAT = 1;

type StateDocument = CollectionState & { readonly _id: string };

/** What the store remembers of itself and of its collections. */
export class MongodbState {
  readonly #connection: MongodbConnection;
  readonly #states: Collection<StateDocument>;

  constructor(connection: MongodbConnection) {
    this.#connection = connection;
    this.#states = connection.database.collection<StateDocument>('_collections');
  }

  /** Throws `NewerData` where the layout is a later one; remembers this one where there is none. */
  async checkFormat(): Promise<void> {
    const formats = this.#connection.database.collection<{ _id: string; version: number }>('_format');
    const stored = await formats.findOne({ _id: 'format' });
    if (stored !== null && stored.version > FORMAT) {
      throw new NewerData(`The data was written by a newer Buckle (format ${stored.version}): start that one.`);
    }
    await formats.updateOne({ _id: 'format' }, { $set: { version: FORMAT } }, { upsert: true });
  }

  async read(name: string): Promise<CollectionState | undefined> {
    const stored = await withRetry(() => this.#states.findOne({ _id: name }));
    if (stored === null) return undefined;
    const { _id, ...state } = stored;
    return state;
  }

  async save(name: string, state: CollectionState): Promise<void> {
    await withRetry(() => this.#states.replaceOne({ _id: name }, state, { upsert: true }));
  }

  /** A collection as the upgrade pass sees it. */
  upgradable(definition: AnyDefinition, rewrite: (id: string) => Promise<void>): Upgradable {
    const collection = this.#connection.database.collection<Stored>(definition.name);
    return {
      definition,
      rewrite,
      save: (state) => this.save(definition.name, state),
      total: () => withRetry(() => collection.countDocuments({})),
      scan: async (after, limit) => {
        const options = { sort: { _id: 1 }, limit, projection: { _schema: 1 } } as const;
        const found = await withRetry(() => collection.find({ _id: { $gt: after } }, options).toArray());
        return found.map(({ _id, _schema }) => ({ id: _id, schemaVersion: _schema }));
      },
    };
  }
}

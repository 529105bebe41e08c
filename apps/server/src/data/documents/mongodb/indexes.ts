import type { Collection } from 'mongodb';
import type { AnyDefinition } from '../definition.ts';
import { indexName, isPartial } from '../definition.ts';
import { UniqueConflict } from '../port.ts';
import { takenFields } from './connection.ts';
import type { Stored } from './stored.ts';

/** Drops the indexes that are declared no more; says whether all that are declared exist. */
export async function dropIndexes(collection: Collection<Stored>, definition: AnyDefinition): Promise<boolean> {
  const wanted = definition.indexes.map(indexName);
  const stored = (await collection.listIndexes().toArray()).map(({ name }) => String(name));
  for (const name of stored) {
    if (name !== '_id_' && !wanted.includes(name)) await collection.dropIndex(name);
  }
  return wanted.every((name) => stored.includes(name));
}

/** Creates the declared indexes that are missing. Throws `UniqueConflict`. */
export async function createIndexes(collection: Collection<Stored>, definition: AnyDefinition): Promise<void> {
  for (const index of definition.indexes) {
    const name = indexName(index);
    const keys = Object.fromEntries(index.fields.map((field) => [field, 1 as const]));
    try {
      const exist = Object.fromEntries(index.fields.map((field) => [field, { $exists: true }]));
      await collection.createIndex(
        // The id ends an index so that pages are read in its order; in a unique one it would void it.
        index.unique === true ? keys : { ...keys, _id: 1 },
        { name, unique: index.unique === true, ...(isPartial(index) ? { partialFilterExpression: exist } : {}) },
      );
    } catch (error) {
      throw takenFields(error) === undefined ? error : new UniqueConflict(definition.name, index.fields);
    }
  }
}

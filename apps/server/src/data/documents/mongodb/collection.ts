import type { Collection as DriverCollection, Document, UpdateFilter } from 'mongodb';
import { checkChanges } from '../changes.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { checkDocument, indexedFields, indexValue } from '../definition.ts';
import { planCount, planQuery } from '../plan-query.ts';
import type { Changes, Collection, CollectionDefinition, Page, Query, Read, StoredDocument, Where } from '../port.ts';
import { DocumentMissing, RevisionConflict, UniqueConflict } from '../port.ts';
import { upgradeDocument } from '../upgrade.ts';
import type { MongodbConnection } from './connection.ts';
import { asUnavailable, isConnectionError, isTypeMismatch, takenFields, withRetry } from './connection.ts';
import { conditions, page } from './query.ts';
import type { Stored } from './stored.ts';
import { asJson, fromStored, nameWrite, toStored } from './stored.ts';

interface Condition {
  readonly revision?: number;
}

/** A collection as one of MongoDB. */
export class MongodbCollection<T extends StoredDocument> implements Collection<T> {
  readonly definition: CollectionDefinition<T>;
  readonly #connection: MongodbConnection;
  readonly #collection: DriverCollection<Stored>;

  constructor(connection: MongodbConnection, definition: CollectionDefinition<T>) {
    this.definition = definition;
    this.#connection = connection;
    this.#collection = connection.database.collection<Stored>(definition.name);
  }

  async insert(document: T): Promise<Read<T>> {
    checkDocument(this.definition, document);
    this.#checkIndexed(document);
    const write = nameWrite();
    const kept = { revision: 1, _schema: this.definition.schemaVersion, _write: write };
    return this.#connection.run(async () => {
      try {
        await withRetry(() => this.#collection.insertOne(toStored(document, kept)));
      } catch (error) {
        // Taken by this very write, if the answer to an earlier try was lost.
        if (!(await this.#isLastWrite(document.id, write, error))) throw this.#translate(error);
      }
      return { ...document, revision: 1 };
    });
  }

  async ensure(document: T): Promise<void> {
    try {
      await this.insert(document);
    } catch (error) {
      if (!(error instanceof UniqueConflict) || error.fields[0] !== 'id') throw error;
    }
  }

  async get(id: string): Promise<Read<T> | undefined> {
    const stored = await this.#connection.run(() => this.#find(id));
    return stored === null ? undefined : this.#read(stored);
  }

  async getMany(ids: readonly string[]): Promise<Read<T>[]> {
    const found = await this.#connection.run(() =>
      withRetry(() => this.#collection.find({ _id: { $in: [...ids] } }).toArray()),
    );
    return found.map((stored) => this.#read(stored));
  }

  async find(query: Query<T>): Promise<Page<T>> {
    const { descending = false, limit, skip = 0 } = query;
    const plan = planQuery(this.definition, query);
    const { filter, sort } = page(plan, descending, query.after === undefined ? undefined : decodeCursor(query.after));
    // One more than asked for tells whether there is a next page.
    const options = { sort, skip, limit: limit + 1 };
    const found = await this.#connection.run(() => withRetry(() => this.#collection.find(filter, options).toArray()));
    const items = found.slice(0, limit).map((stored) => this.#read(stored));
    const last = items.at(-1);
    if (found.length <= limit || last === undefined) return { items };
    return { items, next: encodeCursor({ value: indexValue(this.definition, last, plan.sort) ?? last.id, id: last.id }) };
  }

  async count(where: Where<T>): Promise<number> {
    const filter = conditions(planCount(this.definition, where));
    return this.#connection.run(() => withRetry(() => this.#collection.countDocuments(filter)));
  }

  async update(id: string, changes: Changes<T>, condition: Condition = {}): Promise<Read<T>> {
    checkChanges(this.definition, changes);
    this.#checkIndexed(changes.set ?? {});
    const write = nameWrite();
    return this.#connection.run(async () => {
      for (;;) {
        const changed = await this.#change(id, write, changes, condition);
        if (changed !== undefined) return this.#read(changed);
      }
    });
  }

  async delete(id: string, { revision }: Condition = {}): Promise<boolean> {
    return this.#connection.run(async () => {
      let tries = 0;
      const { deletedCount } = await withRetry(() => {
        tries += 1;
        return this.#collection.deleteOne({ _id: id, ...(revision === undefined ? {} : { revision }) });
      });
      // Gone at the second try: the first one took it, and its answer was lost.
      if (deletedCount > 0 || (tries > 1 && (await this.#find(id)) === null)) return true;
      if (revision !== undefined && (await this.#find(id)) !== null) {
        throw new RevisionConflict(this.definition.name, id);
      }
      return false;
    });
  }

  /** Rewrites a document that was stored by an earlier schema version; its revision stays. */
  async rewrite(id: string): Promise<void> {
    const { schemaVersion } = this.definition;
    for (;;) {
      const stored = await this.#find(id);
      if (stored === null || stored._schema >= schemaVersion) return;
      const { _schema, _write, revision } = stored;
      const upgraded = upgradeDocument(this.definition, fromStored<T>(stored), _schema);
      const next = toStored(upgraded, { revision, _schema: schemaVersion, _write });
      try {
        const { matchedCount } = await withRetry(() => this.#collection.replaceOne({ _id: id, revision, _schema }, next));
        if (matchedCount > 0) return;
      } catch (error) {
        throw this.#translate(error);
      }
    }
  }

  /** Makes the changes and returns the document; `undefined` where it changed meanwhile: try again. */
  async #change(id: string, write: string, changes: Changes<T>, { revision }: Condition): Promise<Stored | undefined> {
    const filter = {
      _id: id,
      _schema: { $gte: this.definition.schemaVersion },
      // A try of the driver whose answer was lost must not be made again.
      _write: { $ne: write },
      ...(revision === undefined ? {} : { revision }),
    };
    const update = updateOf(changes, write);
    const command = () => this.#collection.findOneAndUpdate(filter, update, { returnDocument: 'after' });
    try {
      const isRepeatable = revision !== undefined || changes.increment === undefined;
      const changed = await (isRepeatable ? withRetry(command) : command());
      if (changed !== null) return changed;
    } catch (error) {
      if (!isConnectionError(error)) throw this.#translate(error);
      if (await this.#isLastWrite(id, write, error)) return (await this.#find(id)) ?? undefined;
      throw asUnavailable(error);
    }
    const stored = await this.#find(id);
    if (stored === null) throw new DocumentMissing(this.definition.name, id);
    if (stored._write === write) return stored;
    if (revision !== undefined && stored.revision !== revision) throw new RevisionConflict(this.definition.name, id);
    if (stored._schema < this.definition.schemaVersion) await this.rewrite(id);
    return undefined;
  }

  /** Whether a document's last write is this one, although it ended with a lost connection or a conflict. */
  async #isLastWrite(id: string, write: string, error: unknown): Promise<boolean> {
    if (!isConnectionError(error) && takenFields(error)?.[0] !== 'id') return false;
    return (await this.#find(id))?._write === write;
  }

  #find(id: string): Promise<Stored | null> {
    return withRetry(() => this.#collection.findOne({ _id: id }));
  }

  #read(stored: Stored): Read<T> {
    const document = upgradeDocument(this.definition, fromStored<T>(stored), stored._schema);
    return { ...document, revision: stored.revision };
  }

  #checkIndexed(fields: object): void {
    for (const field of indexedFields(this.definition)) indexValue(this.definition, fields, field);
  }

  #translate(error: unknown): unknown {
    const fields = takenFields(error);
    if (fields !== undefined) return new UniqueConflict(this.definition.name, fields);
    if (isTypeMismatch(error)) {
      return new TypeError(`${this.definition.name}: a field to add to is no number.`, { cause: error });
    }
    return error;
  }
}

function updateOf<T extends StoredDocument>(changes: Changes<T>, write: string): UpdateFilter<Stored> {
  const update: UpdateFilter<Document> = {
    $set: { ...asJson(changes.set ?? {}), _write: write },
    $inc: { ...changes.increment, revision: 1 },
  };
  if (changes.unset !== undefined && changes.unset.length > 0) {
    update.$unset = Object.fromEntries(changes.unset.map((field) => [field, '']));
  }
  // `Changes` allows only fields of the documents, which the driver's type does not know.
  return update as UpdateFilter<Stored>;
}

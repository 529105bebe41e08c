import type { SQLOutputValue } from 'node:sqlite';
import { applyChanges, checkChanges } from '../changes.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { checkDocument, indexedFields, indexValue } from '../definition.ts';
import { planCount, planQuery } from '../plan-query.ts';
import type { Changes, Collection, CollectionDefinition, Page, Query, Read, StoredDocument, Where } from '../port.ts';
import { DocumentMissing, RevisionConflict, UniqueConflict } from '../port.ts';
import { upgradeDocument } from '../upgrade.ts';
import type { SqliteDatabase } from './database.ts';
import { isConstraint } from './errors.ts';
import { from, page, sqliteValue } from './query.ts';
import { quote } from './table.ts';

/** What a document is read from. */
const SELECT = 'SELECT _revision, _schema, _body';

type Row = Record<string, SQLOutputValue>;

/** A collection as a table of SQLite. */
export class SqliteCollection<T extends StoredDocument> implements Collection<T> {
  readonly definition: CollectionDefinition<T>;
  readonly #database: SqliteDatabase;
  readonly #table: string;
  readonly #fields: readonly string[];
  readonly #insert: string;
  readonly #ensure: string;
  readonly #selectOne: string;
  /** The statements of updates by the columns that they change. */
  readonly #updates = new Map<string, string>();

  constructor(database: SqliteDatabase, definition: CollectionDefinition<T>) {
    this.definition = definition;
    this.#database = database;
    this.#table = quote(definition.name);
    this.#fields = indexedFields(definition);
    const columns = ['id', '_revision', '_schema', '_body', ...this.#fields].map(quote);
    this.#insert = `INSERT INTO ${this.#table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
    this.#ensure = `${this.#insert} ON CONFLICT (id) DO NOTHING`;
    this.#selectOne = `${SELECT} FROM ${this.#table} WHERE id = ?`;
  }

  async insert(document: T): Promise<Read<T>> {
    checkDocument(this.definition, document);
    const values = [document.id, 1, this.definition.schemaVersion, JSON.stringify(document), ...this.#columns(document)];
    return this.#database.writer.write(() => {
      this.#run(this.#insert, values);
      return { ...document, revision: 1 };
    });
  }

  async ensure(document: T): Promise<void> {
    checkDocument(this.definition, document);
    const values = [document.id, 1, this.definition.schemaVersion, JSON.stringify(document), ...this.#columns(document)];
    await this.#database.writer.write(() => this.#run(this.#ensure, values));
  }

  async get(id: string): Promise<Read<T> | undefined> {
    const statement = this.#database.statement(this.#selectOne);
    const key = this.#key(id);
    const known = this.#database.read.get(key);
    // Under the name of this collection only its own documents are kept.
    if (known !== undefined) return known as Read<T>;
    const row = statement.get(id);
    if (row === undefined) return undefined;
    const document = this.#read(row);
    this.#database.read.keep(key, document, String(row['_body']).length);
    return document;
  }

  async getMany(ids: readonly string[]): Promise<Read<T>[]> {
    const rows = this.#database
      .statement(`${SELECT} FROM ${this.#table} WHERE id IN (SELECT value FROM json_each(?))`)
      .all(JSON.stringify(ids));
    return rows.map((row) => this.#read(row));
  }

  async find(query: Query<T>): Promise<Page<T>> {
    const { descending = false, limit, skip = 0 } = query;
    const plan = planQuery(this.definition, query);
    const after = query.after === undefined ? undefined : decodeCursor(query.after);
    // One more than asked for tells whether there is a next page.
    const { text, values } = page(this.definition, plan, { descending, after, limit: limit + 1, skip });
    const rows = this.#database.statement(`${SELECT} ${text}`).all(...values);
    const items = rows.slice(0, limit).map((row) => this.#read(row));
    const last = items.at(-1);
    if (rows.length <= limit || last === undefined) return { items };
    return { items, next: encodeCursor({ value: indexValue(this.definition, last, plan.sort) ?? last.id, id: last.id }) };
  }

  async count(where: Where<T>): Promise<number> {
    const { text, values } = from(this.definition, planCount(this.definition, where));
    const row = this.#database.statement(`SELECT count(*) AS count ${text}`).get(...values);
    return Number(row?.['count']);
  }

  async update(id: string, changes: Changes<T>, options: { readonly revision?: number } = {}): Promise<Read<T>> {
    checkChanges(this.definition, changes);
    return this.#database.writer.write(() => {
      const row = this.#database.statement(this.#selectOne).get(id);
      if (row === undefined) throw new DocumentMissing(this.definition.name, id);
      const revision = Number(row['_revision']);
      if (options.revision !== undefined && options.revision !== revision) {
        throw new RevisionConflict(this.definition.name, id);
      }
      const before = this.#stored(row);
      const after = applyChanges(this.definition, before, changes);
      this.#write(after, revision + 1, this.#isOutdated(row) ? undefined : before);
      return Object.assign(after, { revision: revision + 1 });
    });
  }

  /** Rewrites a document that was stored by an earlier schema version; its revision stays. */
  rewrite(id: string): Promise<void> {
    return this.#database.writer.write(() => {
      const row = this.#database.statement(this.#selectOne).get(id);
      if (row !== undefined && this.#isOutdated(row)) this.#write(this.#stored(row), Number(row['_revision']), undefined);
    });
  }

  async delete(id: string, options: { readonly revision?: number } = {}): Promise<boolean> {
    return this.#database.writer.write(() => {
      if (options.revision !== undefined) {
        const row = this.#database.statement(`SELECT _revision FROM ${this.#table} WHERE id = ?`).get(id);
        if (row !== undefined && row['_revision'] !== options.revision) {
          throw new RevisionConflict(this.definition.name, id);
        }
      }
      this.#database.read.forget(this.#key(id));
      return this.#run(`DELETE FROM ${this.#table} WHERE id = ?`, [id]) > 0;
    });
  }

  #key(id: string): string {
    return `${this.definition.name}/${id}`;
  }

  #isOutdated(row: Row): boolean {
    return Number(row['_schema']) < this.definition.schemaVersion;
  }

  #read(row: Row): Read<T> {
    return Object.assign(this.#stored(row), { revision: Number(row['_revision']) });
  }

  #stored(row: Row): T {
    return upgradeDocument(this.definition, JSON.parse(String(row['_body'])) as T, Number(row['_schema']));
  }

  /**
   * Writes a changed document; of its columns only those that differ from what was stored `before`,
   * to spare the other indexes, or all of them where it was stored by an earlier schema version.
   */
  #write(after: T, revision: number, before: T | undefined): void {
    const values: (string | number | null)[] = [revision, this.definition.schemaVersion, JSON.stringify(after)];
    const changed: string[] = [];
    for (const field of this.#fields) {
      const value = this.#column(after, field);
      if (before !== undefined && value === this.#column(before, field)) continue;
      changed.push(field);
      values.push(value);
    }
    values.push(after.id);
    this.#database.read.forget(this.#key(after.id));
    this.#run(this.#update(changed), values);
  }

  #update(fields: readonly string[]): string {
    const key = fields.join();
    let sql = this.#updates.get(key);
    if (sql === undefined) {
      const set = ['_revision', '_schema', '_body', ...fields].map((column) => `${quote(column)} = ?`);
      this.#updates.set(key, (sql = `UPDATE ${this.#table} SET ${set.join(', ')} WHERE id = ?`));
    }
    return sql;
  }

  #columns(document: T): (string | number | null)[] {
    return this.#fields.map((field) => this.#column(document, field));
  }

  #column(document: T, field: string): string | number | null {
    const value = indexValue(this.definition, document, field);
    return value === undefined ? null : sqliteValue(value);
  }

  /** Runs a write and returns how many rows it changed. Throws `UniqueConflict`. */
  #run(sql: string, values: readonly (string | number | null)[]): number {
    try {
      return Number(this.#database.statement(sql).run(...values).changes);
    } catch (error) {
      if (!isConstraint(error)) throw error;
      // "UNIQUE constraint failed: table.column, table.column"
      const fields = error.message.slice(error.message.indexOf(': ') + 2).split(', ');
      throw new UniqueConflict(
        this.definition.name,
        fields.map((field) => field.slice(field.lastIndexOf('.') + 1)),
      );
    }
  }
}

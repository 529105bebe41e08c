import type { AnyDefinition, AnyIndex } from '../definition.ts';
import { indexedFields, indexName } from '../definition.ts';
import { UniqueConflict } from '../port.ts';
import type { SqliteDatabase } from './database.ts';
import { isConstraint } from './errors.ts';

/** A name as SQLite takes it. Names are checked by `checkDefinition`. */
export function quote(name: string): string {
  return `"${name}"`;
}

/**
 * Makes the table of a collection and its columns fit the definition: the document as JSON in
 * `_body`, beside it the fields that are indexed. A column that comes new is filled from the bodies.
 */
export function fitTable(database: SqliteDatabase, definition: AnyDefinition): void {
  const table = quote(definition.name);
  const fields = indexedFields(definition);
  database.transaction((execute) => {
    execute(`CREATE TABLE IF NOT EXISTS ${table} (
      id TEXT PRIMARY KEY NOT NULL, _revision INTEGER NOT NULL, _schema INTEGER NOT NULL, _body TEXT NOT NULL)`);
    const columns = database
      .statement('SELECT name FROM pragma_table_info(?)')
      .all(definition.name)
      .map((row) => String(row['name']));
    const missing = fields.filter((field) => !columns.includes(field));
    for (const field of missing) execute(`ALTER TABLE ${table} ADD COLUMN ${quote(field)}`);
    if (missing.length > 0) {
      const values = missing.map((field) => `${quote(field)} = json_extract(_body, '$.${field}')`);
      execute(`UPDATE ${table} SET ${values.join(', ')}`);
    }
    for (const name of storedIndexes(database, definition)) {
      if (!wantedIndexes(definition).has(name)) execute(`DROP INDEX ${quote(name)}`);
    }
    // A column left behind would go stale and be trusted if its field were declared again.
    const kept = ['id', '_revision', '_schema', '_body', ...fields];
    for (const column of columns) {
      if (!kept.includes(column)) execute(`ALTER TABLE ${table} DROP COLUMN ${quote(column)}`);
    }
  });
}

/** Whether every declared index is there. */
export function hasIndexes(database: SqliteDatabase, definition: AnyDefinition): boolean {
  const stored = storedIndexes(database, definition);
  return [...wantedIndexes(definition).keys()].every((name) => stored.includes(name));
}

/** Creates the declared indexes that are missing. Throws `UniqueConflict`. */
export function createIndexes(database: SqliteDatabase, definition: AnyDefinition): void {
  if (hasIndexes(database, definition)) return;
  database.transaction((execute) => {
    for (const [name, index] of wantedIndexes(definition)) {
      // The id ends an index so that pages are read in its order; in a unique one it would void it.
      const columns = index.unique === true ? index.fields : [...index.fields, 'id'];
      const kind = index.unique === true ? 'UNIQUE INDEX' : 'INDEX';
      // A unique index lets documents pass that lack a field, as it is.
      const whole = index.fields.map((field) => `${quote(field)} IS NOT NULL`).join(' AND ');
      try {
        execute(
          `CREATE ${kind} IF NOT EXISTS ${quote(name)} ON ${quote(definition.name)} (${columns.map(quote).join(', ')})` +
            (index.sparse === true ? ` WHERE ${whole}` : ''),
        );
      } catch (error) {
        throw isConstraint(error) ? new UniqueConflict(definition.name, index.fields) : error;
      }
    }
  });
}

/** The name of an index of a collection; in SQLite they are of the whole file. */
export function indexNameIn(definition: AnyDefinition, index: AnyIndex): string {
  return `${definition.name}.${indexName(index)}`;
}

function wantedIndexes(definition: AnyDefinition): Map<string, AnyIndex> {
  return new Map(definition.indexes.map((index) => [indexNameIn(definition, index), index]));
}

/** The indexes of the table that we made; SQLite's own have no definition. */
function storedIndexes(database: SqliteDatabase, definition: AnyDefinition): string[] {
  return database
    .statement("SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL")
    .all(definition.name)
    .map((row) => String(row['name']));
}

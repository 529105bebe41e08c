import type { AnyDefinition } from '../definition.ts';
import type { CollectionState, Upgradable } from '../upgrade-pass.ts';
import type { SqliteDatabase } from './database.ts';
import { quote } from './table.ts';

/** Creates the table of what the store remembers of its collections. */
export function createStateTable(database: SqliteDatabase): void {
  database.transaction((execute) =>
    execute(`CREATE TABLE IF NOT EXISTS _collections (
      name TEXT PRIMARY KEY NOT NULL, schema_version INTEGER NOT NULL, upgraded_to TEXT, upgraded INTEGER)`),
  );
}

/** What the store remembers of a collection. */
export function readState(database: SqliteDatabase, name: string): CollectionState | undefined {
  const row = database
    .statement('SELECT schema_version, upgraded_to, upgraded FROM _collections WHERE name = ?')
    .get(name);
  if (row === undefined) return undefined;
  const schemaVersion = Number(row['schema_version']);
  if (row['upgraded_to'] === null) return { schemaVersion };
  return { schemaVersion, position: { after: String(row['upgraded_to']), done: Number(row['upgraded']) } };
}

/** Remembers the state of a collection. */
export function saveState(database: SqliteDatabase, name: string, state: CollectionState): Promise<void> {
  return database.writer.write(() => {
    database
      .statement('INSERT OR REPLACE INTO _collections (name, schema_version, upgraded_to, upgraded) VALUES (?, ?, ?, ?)')
      .run(name, state.schemaVersion, state.position?.after ?? null, state.position?.done ?? null);
  });
}

/** A table as the upgrade pass sees it. */
export function upgradableTable(
  database: SqliteDatabase,
  definition: AnyDefinition,
  rewrite: (id: string) => Promise<void>,
): Upgradable {
  const table = quote(definition.name);
  return {
    definition,
    rewrite,
    save: (state) => saveState(database, definition.name, state),
    total: async () => Number(database.statement(`SELECT count(*) AS count FROM ${table}`).get()?.['count']),
    scan: async (after, limit) =>
      database
        .statement(`SELECT id, _schema FROM ${table} WHERE id > ? ORDER BY id LIMIT ?`)
        .all(after, limit)
        .map((row) => ({ id: String(row['id']), schemaVersion: Number(row['_schema']) })),
  };
}

import type { CollectionDefinition, StoredDocument } from './port.ts';

/**
 * A stored document as the definition's schema version has it. A document of a later version, as
 * another process of a newer release may write while this one still runs, is read as it is.
 */
export function upgradeDocument<T extends StoredDocument>(
  definition: CollectionDefinition<T>,
  stored: T,
  version: number,
): T {
  if (version >= definition.schemaVersion) return stored;
  let document: Record<string, unknown> = Object.fromEntries(Object.entries(stored));
  for (const upgrade of (definition.upgrades ?? []).slice(version - 1)) document = upgrade(document);
  if (document['id'] !== stored.id) {
    throw new TypeError(`${definition.name}: an upgrade must keep the document's id.`);
  }
  // The last upgrade makes what the definition's type says; no type can show it.
  return document as unknown as T;
}

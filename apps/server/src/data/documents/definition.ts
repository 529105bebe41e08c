import type { CollectionDefinition, Index, IndexValue, StoredDocument } from './port.ts';

/** What the adapters read of an index, whatever its documents are. */
export type AnyIndex = Pick<Index<StoredDocument>, 'unique' | 'sparse'> & { readonly fields: readonly string[] };

/** What the adapters read of a definition, whatever its documents are. */
export type AnyDefinition = Pick<CollectionDefinition<StoredDocument>, 'name' | 'schemaVersion' | 'upgrades'> & {
  readonly indexes: readonly AnyIndex[];
};

const COLLECTION_NAME = /^[a-z][A-Za-z0-9_-]{0,59}$/;
const FIELD_NAME = /^[a-z][A-Za-z0-9]{0,59}$/;

/** Throws a `TypeError` where a definition cannot be kept by every adapter. */
export function checkDefinition(definition: AnyDefinition): void {
  const { name, schemaVersion, indexes, upgrades = [] } = definition;
  if (!COLLECTION_NAME.test(name) || name.startsWith('sqlite')) {
    throw new TypeError(`${JSON.stringify(name)} is no name for a collection.`);
  }
  if (!Number.isInteger(schemaVersion) || schemaVersion < 1 || upgrades.length !== schemaVersion - 1) {
    throw new TypeError(`${name}: schema version ${schemaVersion} needs ${schemaVersion - 1} upgrades.`);
  }
  for (const { fields } of indexes) {
    const wrong = fields.find((field) => !FIELD_NAME.test(field) || field === 'id' || field === 'revision');
    if (fields.length === 0 || wrong !== undefined || new Set(fields).size !== fields.length) {
      throw new TypeError(`${name}: [${fields.join(', ')}] cannot be an index.`);
    }
  }
}

/** The fields that stand in any index of a collection, each once. */
export function indexedFields(definition: AnyDefinition): string[] {
  return [...new Set(definition.indexes.flatMap((index) => index.fields))];
}

/** The name of an index in the store; another list of fields or another kind has another name. */
export function indexName(index: AnyIndex): string {
  const kind = index.unique === true ? 'unique' : index.sparse === true ? 'sparse' : 'by';
  return `${kind}_${index.fields.join('_')}`;
}

/** Whether documents that lack one of its fields are not in an index. */
export function isPartial(index: AnyIndex): boolean {
  return index.unique === true || index.sparse === true;
}

/** Whether a value can stand in an index. */
export function isIndexValue(value: unknown): value is IndexValue {
  return typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
}

/**
 * The value of an indexed field of a document; `undefined` where the document lacks it. Throws a
 * `TypeError` for any value that an index cannot hold, `null` included: such a field is left out.
 */
export function indexValue(definition: AnyDefinition, document: object, field: string): IndexValue | undefined {
  const value: unknown = Reflect.get(document, field);
  if (value === undefined || isIndexValue(value)) return value;
  throw new TypeError(`${definition.name}: ${field} is indexed and must be a string, a number or a boolean, or absent.`);
}

/** Throws a `TypeError` for a document without an id, or with a field that the store itself keeps. */
export function checkDocument(definition: AnyDefinition, document: StoredDocument): void {
  if (typeof document.id !== 'string' || document.id === '') {
    throw new TypeError(`${definition.name}: a document needs an id.`);
  }
  if ('revision' in document) {
    throw new TypeError(`${definition.name}: the store keeps the revision; a new document brings none.`);
  }
}

import type {
  Changes,
  Collection,
  CollectionDefinition,
  Documents,
  Page,
  Query,
  Read,
  StoredDocument,
  Where,
} from '#data/documents/port.ts';
import type { Keyring, ScopeKeys } from './keyring.ts';
import { SealBroken } from './seal.ts';

/** Fields that an index may hold cannot be sealed, nor can the id. */
type SealableField<T extends StoredDocument> = keyof Omit<T, 'id'> & string;

/** A document, or the fields of it that are being set. */
type Fields<T extends StoredDocument> = Partial<Omit<T, 'id'>>;

/** A collection some of whose fields are encrypted at rest. */
export interface SealedCollectionDefinition<T extends StoredDocument> extends CollectionDefinition<T> {
  /** Top-level fields to seal. None of them may stand in an index. */
  readonly sealed: readonly SealableField<T>[];
  /** The scope whose key seals a document: its workspace, or the instance. */
  readonly scopeOf: (document: Fields<T>) => string | undefined;
}

/**
 * Opens a collection whose `sealed` fields are encrypted under the data key of the document's scope,
 * each bound to its collection, document and field. To its users it is like any other.
 */
export async function sealedCollection<T extends StoredDocument>(
  documents: Documents,
  keyring: Keyring,
  definition: SealedCollectionDefinition<T>,
): Promise<SealedCollection<T>> {
  const { sealed, scopeOf, ...plain } = definition;
  const indexed = sealed.find((field) => definition.indexes.some((index) => holds(index.fields, field)));
  if (indexed) throw new Error(`${definition.name}: the sealed field ${indexed} cannot be indexed.`);
  return new SealedCollection(await documents.collection<T>(plain), keyring, sealed, scopeOf);
}

/** See `sealedCollection`, which makes it. */
export class SealedCollection<T extends StoredDocument> implements Collection<T> {
  readonly definition: CollectionDefinition<T>;
  /**
   * The same documents as they are stored, their sealed fields unreadable: for those who need the
   * other fields only, and must get them of a damaged document too. It must not set a sealed field.
   */
  readonly closed: Collection<T>;
  readonly #keyring: Keyring;
  readonly #sealed: readonly SealableField<T>[];
  readonly #scopeOf: (document: Fields<T>) => string | undefined;

  constructor(
    inner: Collection<T>,
    keyring: Keyring,
    sealed: readonly SealableField<T>[],
    scopeOf: (document: Fields<T>) => string | undefined,
  ) {
    this.definition = inner.definition;
    this.closed = inner;
    this.#keyring = keyring;
    this.#sealed = sealed;
    this.#scopeOf = scopeOf;
  }

  async insert(document: T): Promise<Read<T>> {
    const scope = this.#scope(document);
    const keys = this.#keyring.loaded(scope) ?? (await this.#keyring.keys(scope));
    const written = await this.closed.insert(this.#sealFields(document, document.id, keys));
    return { ...document, revision: written.revision };
  }

  async ensure(document: T): Promise<void> {
    const scope = this.#scope(document);
    const keys = this.#keyring.loaded(scope) ?? (await this.#keyring.keys(scope));
    await this.closed.ensure(this.#sealFields(document, document.id, keys));
  }

  async get(id: string): Promise<Read<T> | undefined> {
    const document = await this.closed.get(id);
    return document && this.#open(document);
  }

  async getMany(ids: readonly string[]): Promise<Read<T>[]> {
    return Promise.all((await this.closed.getMany(ids)).map((document) => this.#open(document)));
  }

  async find(query: Query<T>): Promise<Page<T>> {
    const page = await this.closed.find(query);
    const items = await Promise.all(page.items.map((document) => this.#open(document)));
    return page.next === undefined ? { items } : { items, next: page.next };
  }

  count(where: Where<T>): Promise<number> {
    return this.closed.count(where);
  }

  async update(id: string, changes: Changes<T>, options?: { readonly revision?: number }): Promise<Read<T>> {
    return this.#open(await this.#update(id, changes, options));
  }

  /** Changes a document as `update` does, for those who do not look at what it then is: nothing sealed is opened. */
  async change(id: string, changes: Changes<T>, options?: { readonly revision?: number }): Promise<void> {
    await this.#update(id, changes, options);
  }

  async #update(id: string, changes: Changes<T>, options: { readonly revision?: number } | undefined): Promise<Read<T>> {
    const { set } = changes;
    if (!set || !this.#sealed.some((field) => holds(Object.keys(set), field))) return this.closed.update(id, changes, options);
    const scope = this.#scopeOf(set) ?? (await this.#storedScope(id));
    // Without a document there is no scope, and the port's own error says so.
    if (scope === undefined) return this.closed.update(id, changes, options);
    const keys = this.#keyring.loaded(scope) ?? (await this.#keyring.keys(scope));
    return this.closed.update(id, { ...changes, set: this.#sealFields(set, id, keys) }, options);
  }

  delete(id: string, options?: { readonly revision?: number }): Promise<boolean> {
    return this.closed.delete(id, options);
  }

  async #storedScope(id: string): Promise<string | undefined> {
    const document = await this.closed.get(id);
    return document && this.#scope(document);
  }

  #scope(document: Fields<T>): string {
    const scope = this.#scopeOf(document);
    if (scope === undefined) throw new Error(`${this.definition.name}: a document to seal must name its scope.`);
    return scope;
  }

  #sealFields<F extends Fields<T>>(fields: F, id: string, keys: ScopeKeys): F {
    const sealed: Record<string, string> = {};
    for (const field of this.#sealed) {
      const value = fields[field];
      if (value === undefined) continue;
      sealed[field] = keys.seal(JSON.stringify(value), this.#place(id, field)).toString('base64');
    }
    return { ...fields, ...sealed };
  }

  async #open(document: Read<T>): Promise<Read<T>> {
    const scope = this.#scope(document);
    const keys = this.#keyring.loaded(scope);
    const opened: Fields<T> = {};
    for (const field of this.#sealed) {
      const value: unknown = document[field];
      if (value === undefined) continue;
      if (typeof value !== 'string') throw new SealBroken(`${this.#place(document.id, field)} is not sealed`);
      const sealed = Buffer.from(value, 'base64');
      const place = this.#place(document.id, field);
      const opener = keys?.openerOf(sealed);
      const plain = opener ? opener.open(sealed, place) : await this.#keyring.open(scope, sealed, place);
      // What was sealed under this field is a value of its type.
      opened[field] = JSON.parse(plain.toString()) as T[typeof field];
    }
    return { ...document, ...opened };
  }

  #place(id: string, field: string): string {
    return `${this.definition.name}/${id}/${field}`;
  }
}

function holds(fields: readonly string[], field: string): boolean {
  return fields.includes(field);
}

/**
 * The documents port: the truth of an installation. Typed collections with declared indexes, and
 * append streams. Every adapter passes the shared cases in `cases.ts`; what is not described here
 * is an error in each of them.
 */

/** A value that can stand in a declared index. */
export type IndexValue = string | number | boolean;

/** What every stored document has. */
export interface StoredDocument {
  /** Unique in its collection. */
  readonly id: string;
}

/** A document as it is read: with its revision, which rises by one with every write. */
export type Read<T extends StoredDocument> = T & { readonly revision: number };

/** Top-level fields of `T` whose values can be indexed. */
export type IndexField<T> = {
  [K in keyof T & string]: NonNullable<T[K]> extends IndexValue ? K : never;
}[keyof T & string];

/**
 * An index over top-level fields; none of them may be `null`. A document that lacks one of the fields
 * is not in a unique or sparse index, which therefore serves only queries that speak of all of its
 * fields. A sparse one spares the writes of documents that nobody looks for by these fields.
 */
export interface Index<T> {
  readonly fields: readonly IndexField<T>[];
  readonly unique?: boolean;
  readonly sparse?: boolean;
}

/** Turns a document of one schema version into the next. Pure. */
export type Upgrade = (document: Record<string, unknown>) => Record<string, unknown>;

/**
 * A collection: its name, its indexes and the version of its schema. `upgrades[n]` turns version
 * n + 1 into n + 2, so a collection of schema version v has v - 1 of them.
 */
export interface CollectionDefinition<T extends StoredDocument> {
  readonly name: string;
  readonly schemaVersion: number;
  readonly indexes: readonly Index<T>[];
  readonly upgrades?: readonly Upgrade[];
}

/** Bounds of a range; strings compare by code point. */
export interface Range {
  readonly gt?: string | number;
  readonly gte?: string | number;
  readonly lt?: string | number;
  readonly lte?: string | number;
}

/** A condition on one field: equal to a value, one of several values, or in a range. */
export type Condition<V> = V | { readonly in: readonly V[] } | Range;

/**
 * Conditions that all hold. Together with the sort field they must be served by one declared index:
 * its first fields are those with equality or `in`, in any order; at most one more field, the next
 * in the index, may have the range, the sort, or both. The field `id` ends every index implicitly
 * and is an index by itself.
 */
export type Where<T extends StoredDocument> = {
  readonly [K in IndexField<T>]?: Condition<NonNullable<T[K]> & IndexValue>;
};

/** A page of a collection. Equal sort values are ordered by id, in the same direction. */
export interface Query<T extends StoredDocument> {
  readonly where?: Where<T>;
  /** The field to sort by; `id` where absent. Documents that lack the field are not found. */
  readonly sort?: IndexField<T>;
  readonly descending?: boolean;
  /** At most this many documents, 1 to 1,000. */
  readonly limit: number;
  /** `next` of the page before. */
  readonly after?: string;
  /** For pages by number: how many documents to pass over. Its cost grows with the number. */
  readonly skip?: number;
}

/** One page, and the cursor of the next where there may be one. */
export interface Page<T extends StoredDocument> {
  readonly items: Read<T>[];
  readonly next?: string;
}

/**
 * Changes of a document: fields to set (`undefined` leaves one as it is), to remove, and numbers to
 * add to (absent counts as 0). No field stands in two of them.
 */
export interface Changes<T extends StoredDocument> {
  readonly set?: Partial<Omit<T, 'id'>>;
  readonly unset?: readonly (keyof T & string)[];
  readonly increment?: { readonly [K in keyof T & string]?: number };
}

/** A typed collection. Every write is durable when its promise resolves. */
export interface Collection<T extends StoredDocument> {
  readonly definition: CollectionDefinition<T>;

  /** Adds a document, at revision 1. Throws `UniqueConflict` if its id or a unique index's value is taken. */
  insert(document: T): Promise<Read<T>>;

  /**
   * Adds a document unless one with its id is there, which then stays as it is: for writes that may be
   * done again after a kill. Throws `UniqueConflict` if a unique index's value is taken.
   */
  ensure(document: T): Promise<void>;

  get(id: string): Promise<Read<T> | undefined>;

  /** Documents by id, in no particular order; unknown ids are left out. */
  getMany(ids: readonly string[]): Promise<Read<T>[]>;

  /** Throws `UnindexedQuery` where no declared index serves the query. */
  find(query: Query<T>): Promise<Page<T>>;

  /** How many documents match. Throws `UnindexedQuery`. */
  count(where: Where<T>): Promise<number>;

  /**
   * Changes a document and returns it as it then is. With `revision`, only if the document still has
   * it (compare-and-set). Throws `DocumentMissing`, `RevisionConflict` or `UniqueConflict`.
   */
  update(id: string, changes: Changes<T>, options?: { readonly revision?: number }): Promise<Read<T>>;

  /** Removes a document; says whether there was one. With `revision`, throws `RevisionConflict`. */
  delete(id: string, options?: { readonly revision?: number }): Promise<boolean>;
}

/** One piece of a stream, any JSON value. */
export type Entry = { readonly [key: string]: unknown } | string;

/** An entry and its place in its stream, counted from 0. */
export interface PositionedEntry {
  readonly position: number;
  readonly entry: Entry;
}

/** How far a collection's documents have been brought to the schema version of its definition. */
export interface UpgradeProgress {
  readonly collection: string;
  readonly toVersion: number;
  /** Documents looked at, of `total`. */
  readonly done: number;
  readonly total: number;
  readonly state: 'running' | 'done' | 'failed';
  /** Why it failed; it is tried again at the next start. */
  readonly reason?: string;
}

/**
 * Begins one write, before it returns where it can: one that begins later cannot share the commit of
 * those after it. See `Documents.inOrder`.
 */
export type Write = () => Promise<unknown>;

/** Hears of every commit: how many writes it held, and how long it took in milliseconds. */
export type CommitListener = (writes: number, milliseconds: number) => void;

/** How a copy of the documents is made. */
export interface CopyOptions {
  /** Ends the copying, which then throws the signal's reason. */
  readonly signal?: AbortSignal;
  /**
   * Told how much is done, from 0 to 1: at the beginning and after every step. What was acknowledged
   * before it is called for the last time is in the copy.
   */
  readonly onProgress?: (done: number) => void;
}

/** The documents of an installation. */
export interface Documents {
  /**
   * Opens a collection: creates it and its indexes where they are missing. One definition a name.
   *
   * Documents of an earlier schema version are upgraded as they are read, and by a pass in the
   * background that goes on after a kill. Until the pass has ended, queries find them by the indexed
   * values they were stored with; so an upgrade that changes such a value writes it to a new indexed
   * field, and this waits for the pass before it creates a new index. Throws `NewerData`.
   */
  collection<T extends StoredDocument>(definition: CollectionDefinition<T>): Promise<Collection<T>>;

  /**
   * Appends entries to a stream, all or nothing. `position` is the number of entries that the caller
   * knows the stream to hold; if it holds another number, `PositionTaken` is thrown and nothing is
   * written. Returns the new number.
   */
  append(stream: string, position: number, entries: readonly Entry[]): Promise<number>;

  /** The entries of a stream from `from` on, in order. */
  read(stream: string, from?: number): Promise<PositionedEntry[]>;

  /** Removes a stream whole. */
  deleteStream(stream: string): Promise<void>;

  /**
   * Writes that depend on each other: each takes effect only after those before it, the first that
   * fails stops the rest and is thrown, and a kill leaves a beginning of them. Each function begins
   * one write of these documents and returns its promise; an adapter that can puts all of them into
   * one commit.
   */
  inOrder(writes: readonly Write[]): Promise<void>;

  /** Tells of every commit from now on; absent where writes have no commits of their own to speak of. */
  readonly onCommit?: (listener: CommitListener) => void;

  /** The upgrades that were needed since these documents were opened. */
  upgrades(): readonly UpgradeProgress[];

  /**
   * Copies the documents, as they were at one moment, into a new file for its owner alone, while they
   * are read and written. Where it fails it leaves no file. Absent where the documents are on a
   * server, which has tools of its own for that.
   */
  readonly copyTo?: (path: string, options?: CopyOptions) => Promise<void>;

  /** Resolves when every write begun is durable, and releases what is held. Later calls throw. */
  close(): Promise<void>;
}

/** The id, or the values of a unique index, are taken. */
export class UniqueConflict extends Error {
  /** `['id']`, or the fields of the index. */
  readonly fields: readonly string[];

  constructor(collection: string, fields: readonly string[]) {
    super(`${collection}: a document with the same ${fields.join(' and ')} exists.`);
    this.name = 'UniqueConflict';
    this.fields = fields;
  }
}

/** The document is no longer at the revision that the caller read. */
export class RevisionConflict extends Error {
  constructor(collection: string, id: string) {
    super(`${collection}: document ${id} has changed since it was read.`);
    this.name = 'RevisionConflict';
  }
}

/** There is no such document to change. */
export class DocumentMissing extends Error {
  constructor(collection: string, id: string) {
    super(`${collection}: there is no document ${id}.`);
    this.name = 'DocumentMissing';
  }
}

/** The stream does not end where the caller believes. */
export class PositionTaken extends Error {
  constructor(stream: string, position: number) {
    super(`Stream ${stream} does not end at position ${position}.`);
    this.name = 'PositionTaken';
  }
}

/** No declared index serves the query: a mistake in the program, not in the data. */
export class UnindexedQuery extends Error {
  constructor(collection: string, message: string) {
    super(`${collection}: ${message}`);
    this.name = 'UnindexedQuery';
  }
}

/** The data was written by a newer Buckle. */
export class NewerData extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NewerData';
  }
}

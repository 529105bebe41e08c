/**
 * The search port: passages of the knowledge base, found by their words and by their vectors. It is a copy of what the
 * documents hold, and can be lost and built again without a wrong answer; so hits are checked against the documents.
 * Every adapter passes the shared cases in `cases.ts`.
 */

/** A value that passages can be filtered by; of a list, any one of its values. */
export type FieldValue = string | number | boolean | readonly string[];
export type Fields = Readonly<Record<string, FieldValue>>;

/** A passage as it is indexed. */
export interface IndexedPassage {
  readonly id: string;
  /** Words that count for the passage beside its own, such as the headings that it stands under. */
  readonly title: string;
  readonly content: string;
  /** Of length 1. All vectors of an index have the dimensions of its first; others are left out, and the passage is found by its words. */
  readonly vector?: Float32Array;
  /** What only this passage can be filtered by, such as the columns of a row. */
  readonly fields?: Fields;
}

/** A reading of a document. While a new one is indexed, the one that is shown stays to be found. */
export interface DocumentReading {
  readonly documentId: string;
  readonly generation: number;
}

/** A condition on one field, of the passage or else of its document. */
export type FieldCondition =
  | { readonly field: string; readonly in: readonly (string | number | boolean)[] }
  | { readonly field: string; readonly gt?: string | number; readonly gte?: string | number; readonly lt?: string | number; readonly lte?: string | number };

/** What is looked for: by words, by a vector, or by both. */
export interface SearchQuery {
  readonly text?: string;
  /** Of length 1. */
  readonly vector?: Float32Array;
  /** How many hits of each way are wanted. */
  readonly limit: number;
  /** Only passages of these documents. */
  readonly documentIds?: readonly string[];
  /** Conditions that all hold. */
  readonly conditions?: readonly FieldCondition[];
}

/** A passage that was found, with its score of each way that it has one of. */
export interface SearchHit {
  readonly id: string;
  readonly documentId: string;
  /**
   * By its words: BM25 as a part of what the query's words weigh together, so that a passage of middling length which has each
   * of them once scores 1; over 0, and absent where it has none of them.
   */
  readonly keyword?: number;
  /** The cosine of its vector and the query's. */
  readonly vector?: number;
}

/** What was found: the best of each way, in no particular order. */
export interface SearchResult {
  readonly hits: readonly SearchHit[];
  /** The terms that the query's text was cut into. */
  readonly terms: readonly string[];
  /** How many dimensions the vectors of the index have, where the query's has others, so that nothing was found by it. */
  readonly otherDimensions?: number;
}

/** What an index holds. */
export interface IndexDescription {
  /** Passages of all readings. */
  readonly passages: number;
  /** How its terms were cut; passages have to be indexed anew where it is not `Search.analyser`. */
  readonly analyser: string;
}

/** A field that passages of an index can be filtered by. */
export interface FieldDescription {
  readonly field: string;
  /** What its values are; a list is one whatever is in it. */
  readonly kinds: readonly ('text' | 'number' | 'boolean' | 'list')[];
  /** The most frequent of them first, of lists each value; long texts are left out. */
  readonly values: readonly (string | number | boolean)[];
}

/** Passages in indexes, each of which is found by its name: 1 to 100 characters of `a-z A-Z 0-9 -`. */
export interface Search {
  /** How terms are cut, with its version. */
  readonly analyser: string;

  /** Makes an empty index, unless there is one with this name. */
  create(index: string): Promise<void>;

  /** Adds passages to a reading of a document, or replaces those with the same id. They are found when the reading is shown. Throws `IndexMissing`, as all further writes do. */
  put(index: string, reading: DocumentReading, passages: readonly IndexedPassage[]): Promise<void>;

  /** Makes what was put durable. */
  flush(index: string): Promise<void>;

  /** Removes passages. */
  remove(index: string, passageIds: readonly string[]): Promise<void>;

  /**
   * Shows a reading of a document, at once and whole, in the place of an earlier one that was shown, and forgets the earlier
   * ones; where a later one is shown it stays. `fields` are what the passages can be filtered by. Durable, with what was put before, when it resolves.
   */
  show(index: string, reading: DocumentReading, fields: Fields): Promise<void>;

  /** Hides a document, with its readings, until one of them is shown. */
  hide(index: string, documentId: string): Promise<void>;

  /** Removes a document with all of its readings. */
  removeDocument(index: string, documentId: string): Promise<void>;

  /** Removes an index with all that it holds, if there is one. */
  drop(index: string): Promise<void>;

  /** `undefined` where there is no such index. */
  describe(index: string): Promise<IndexDescription | undefined>;

  /** The fields of passages and documents that are shown, the most frequent first; of a large index as a sample of it has them. Throws `IndexMissing`. */
  fields(index: string): Promise<readonly FieldDescription[]>;

  /** Finds passages that are shown. Throws `IndexMissing`. */
  search(index: string, query: SearchQuery): Promise<SearchResult>;

  close(): Promise<void>;
}

/** There is no such index, or it cannot be read: it has to be built again. */
export class IndexMissing extends Error {
  constructor(index: string, options?: ErrorOptions) {
    super(`There is no search index ${index}.`, options);
    this.name = 'IndexMissing';
  }
}

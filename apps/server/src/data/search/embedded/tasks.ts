import type { DocumentReading, FieldDescription, Fields, IndexDescription, IndexedPassage, SearchQuery, SearchResult } from '../port.ts';
import type { CutPassage } from './index-writer.ts';
import type { CountedTerms } from './term-counter.ts';

/** What a thread can be asked to do, and what comes of it. */
export interface Tasks {
  readonly cut: { readonly given: readonly Pick<IndexedPassage, 'title' | 'content'>[]; readonly result: readonly CountedTerms[] };
  readonly create: { readonly given: { readonly index: string }; readonly result: void };
  readonly put: { readonly given: { readonly index: string; readonly reading: DocumentReading; readonly passages: readonly CutPassage[] }; readonly result: void };
  readonly flush: { readonly given: { readonly index: string }; readonly result: void };
  readonly remove: { readonly given: { readonly index: string; readonly passageIds: readonly string[] }; readonly result: void };
  readonly show: { readonly given: { readonly index: string; readonly reading: DocumentReading; readonly fields: Fields }; readonly result: void };
  readonly hide: { readonly given: { readonly index: string; readonly documentId: string }; readonly result: void };
  /** The following two do a part of it, and say whether they are to be asked once more. */
  readonly removeEarlier: { readonly given: { readonly index: string; readonly documentId: string }; readonly result: boolean };
  readonly removeDocument: { readonly given: { readonly index: string; readonly documentId: string }; readonly result: boolean };
  readonly drop: { readonly given: { readonly index: string }; readonly result: void };
  readonly describe: { readonly given: { readonly index: string }; readonly result: IndexDescription };
  readonly fields: { readonly given: { readonly index: string }; readonly result: readonly FieldDescription[] };
  readonly search: { readonly given: { readonly index: string; readonly query: SearchQuery }; readonly result: SearchResult };
  /** Closes what is open of an index for reading. */
  readonly release: { readonly given: { readonly index: string }; readonly result: void };
}

/** What a thread is started with. */
export interface ThreadData {
  /** Where the indexes are. */
  readonly folder: string;
  /** Whether all others have the processor first; see `yieldProcessor`. */
  readonly yields: boolean;
}

export interface Task {
  readonly id: number;
  readonly name: keyof Tasks;
  readonly given: unknown;
}

/** Why an index cannot be used: it is not there, or its file is damaged. */
export type IndexFault = 'missing' | 'damaged';

/** What came of a task: its result, or the error and what it says of the index. */
export type Answer = { readonly id: number; readonly result: unknown } | { readonly id: number; readonly error: unknown; readonly fault: IndexFault | undefined };

import type { DatasetFormat, DocumentReason, ReadingStage, SplitRules } from '@buckle/contract';
import type { Documents } from '#data/documents/port.ts';
import type { Fields } from '#data/search/port.ts';
import { type Keyring, type SealedCollection, sealedCollection } from '#services/storage/index.ts';
import type { ReadColumn } from './tables/table-columns.ts';

/** A data set. Times are in milliseconds. */
export interface DatasetDocument {
  readonly id: string;
  readonly workspaceId: string;
  readonly ownerId: string;
  /** In clear for lists. */
  readonly name: string;
  /** The name as lists look for its beginning. */
  readonly nameKey: string;
  readonly format: DatasetFormat;
  /** Sealed. */
  readonly description: string;
  readonly iconFileId?: string;
  readonly splitting: SplitRules;
  /** The model whose vectors its passages have; absent where words alone are searched. */
  readonly embeddingModelId?: string;
  /** The search index that is asked. */
  readonly index: string;
  /** The one that is being built to take its place: what is written goes into both. */
  readonly nextIndex?: string;
  /** The model whose vectors that one has where it is another: empty for none. New passages get its vectors alone. */
  readonly nextEmbeddingModelId?: string;
  /** The work that last changed, or changes, the embedding model. */
  readonly embeddingWorkId?: string;
  /** Why that failed. Sealed. */
  readonly embeddingFailure?: string;
  /** The same for programs, where it has a code. Sealed. */
  readonly embeddingFailureCode?: DocumentReason;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** Where a document's content comes from. */
export type Source =
  | { readonly type: 'file'; readonly fileId: string }
  | { readonly type: 'text'; readonly fileId: string }
  | { readonly type: 'web'; readonly url: string; readonly fileId?: string };

export type ReadingState = 'queued' | 'reading' | 'ready' | 'failed' | 'canceled';


/** How far a reading has come. Times are in milliseconds. */
export interface ReadingProgress {
  readonly stage: ReadingStage;
  /** Of the source, from 0 to 1. */
  readonly done: number;
  /** When the part that is counted began, and how much of the source was done then. */
  readonly since: number;
  readonly doneBefore: number;
  readonly at: number;
}

/** A document of a data set. */
export interface KnowledgeDocument {
  readonly id: string;
  readonly workspaceId: string;
  readonly datasetId: string;
  readonly ownerId: string;
  /** Sealed. */
  readonly name: string;
  /** Sealed. */
  readonly source: Source;
  /** Keyed to the workspace, so that it tells nobody who knows the content: the same source has the same. */
  readonly fingerprint: string;
  readonly bytes: number;
  /** The reading whose passages are found; 0 before the first. */
  readonly generation: number;
  /** The newest reading, and the work that it is. */
  readonly reading: number;
  readonly workId: string;
  readonly state: ReadingState;
  readonly progress?: ReadingProgress;
  /** Why the newest reading failed. Sealed. */
  readonly reason?: string;
  /** The same for programs; absent where nobody has put it into a code. Sealed. */
  readonly reasonCode?: DocumentReason;
  readonly enabled: boolean;
  readonly splitting: SplitRules;
  /** After how many hours its page is fetched again by itself, and when that is next. */
  readonly refreshHours?: number;
  readonly refreshAt?: number;
  /** Of a table that was read. Sealed. */
  readonly columns?: readonly ReadColumn[];
  /** What it can be filtered by. Sealed. */
  readonly fields: Fields;
  readonly passages: number;
  readonly characters: number;
  readonly hits: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A passage of a reading, or a larger one around some of them (`isParent`), which is shown but not searched. */
export interface PassageDocument {
  readonly id: string;
  readonly workspaceId: string;
  readonly datasetId: string;
  readonly documentId: string;
  readonly generation: number;
  /** Its place in the document. */
  readonly position: number;
  readonly isParent: boolean;
  readonly parentId?: string;
  readonly page?: number;
  readonly enabled: boolean;
  readonly edited: boolean;
  /** Rises with every change of its text by hand; absent before the first. */
  readonly textRevision?: number;
  /** Sealed. */
  readonly content: string;
  /** What of the content is searched, where that is not all. Sealed. */
  readonly searched?: string;
  /** Sealed. */
  readonly headings: readonly string[];
  /** Of a row: its columns that can be filtered by. Sealed. */
  readonly fields?: Fields;
  /** Float32 numbers in base64, as the model made them that `embeddedBy` names. Sealed. */
  readonly vector?: string;
  readonly embeddedBy?: string;
}

export interface KnowledgeCollections {
  readonly datasets: SealedCollection<DatasetDocument>;
  readonly documents: SealedCollection<KnowledgeDocument>;
  readonly passages: SealedCollection<PassageDocument>;
}

export async function openKnowledgeCollections(documents: Documents, keyring: Keyring): Promise<KnowledgeCollections> {
  const scopeOf = ({ workspaceId }: { readonly workspaceId?: string }) => workspaceId;
  return {
    datasets: await sealedCollection<DatasetDocument>(documents, keyring, {
      name: 'datasets',
      schemaVersion: 1,
      indexes: [{ fields: ['workspaceId', 'createdAt'] }, { fields: ['workspaceId', 'format', 'createdAt'] }, { fields: ['workspaceId', 'nameKey'] }],
      sealed: ['description', 'embeddingFailure', 'embeddingFailureCode'],
      scopeOf,
    }),
    documents: await sealedCollection<KnowledgeDocument>(documents, keyring, {
      name: 'knowledge_documents',
      schemaVersion: 1,
      indexes: [{ fields: ['datasetId', 'createdAt'] }, { fields: ['datasetId', 'state', 'createdAt'] }, { fields: ['datasetId', 'passages', 'createdAt'] }, { fields: ['datasetId', 'hits'] }, { fields: ['datasetId', 'fingerprint'] }, { fields: ['workId'] }, { fields: ['workspaceId'] }, { fields: ['refreshAt'], sparse: true }],
      sealed: ['name', 'source', 'reason', 'reasonCode', 'columns', 'fields'],
      scopeOf,
    }),
    passages: await sealedCollection<PassageDocument>(documents, keyring, {
      name: 'passages',
      schemaVersion: 1,
      indexes: [{ fields: ['documentId', 'isParent', 'generation', 'position'] }],
      sealed: ['content', 'searched', 'headings', 'fields', 'vector'],
      scopeOf,
    }),
  };
}

/** The model whose vectors an index of a data set has, if any. */
export function modelOfIndex({ nextIndex, nextEmbeddingModelId, embeddingModelId }: DatasetDocument, index: string): string | undefined {
  return index === nextIndex && nextEmbeddingModelId !== undefined ? nextEmbeddingModelId || undefined : embeddingModelId;
}

/** The model that new passages of a data set get their vectors from, if any: of the index that is being built where there is one. */
export function modelOfPassages(dataset: DatasetDocument): string | undefined {
  return modelOfIndex(dataset, dataset.nextIndex ?? dataset.index);
}

/** How often the text of a passage was changed by hand; 0 where there is none. */
export function textRevisionOf(passage: Pick<PassageDocument, 'textRevision'> | undefined): number {
  return passage?.textRevision ?? 0;
}

/** What changes with every change of a picture's caption: of another reading it is another one. */
export function captionRevision({ generation }: Pick<KnowledgeDocument, 'generation'>, caption: Pick<PassageDocument, 'textRevision'> | undefined): string {
  return `${generation}-${textRevisionOf(caption)}`;
}

/** The id of a passage that a reading made: a batch that is stored again after a kill is the same. */
export function passageId(documentId: string, generation: number, position: number): string {
  return `${documentId}-${generation}-${position}`;
}

/** The id of the larger passage around some others. */
export function parentPassageId(documentId: string, generation: number, index: number): string {
  return `${documentId}-${generation}-around-${index}`;
}

/** A name as it is looked for. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase().slice(0, 100);
}

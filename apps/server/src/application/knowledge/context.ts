import type { datasetUsage, Permission } from '@buckle/contract';
import type { z } from 'zod';
import type { Audit, AuditedResource } from '#application/audit/index.ts';
import type { Files } from '#application/files/index.ts';
import type { Idempotency } from '#application/idempotency/index.ts';
import type { Identity } from '#application/identity/index.ts';
import type { WorkspaceLimits } from '#application/limits/index.ts';
import type { Models } from '#application/models/index.ts';
import type { Collection, Documents, Read, Write } from '#data/documents/port.ts';
import type { Search } from '#data/search/port.ts';
import type { Clock } from '#kernel/clock.ts';
import { NotFound } from '#kernel/errors.ts';
import type { IdGenerator } from '#kernel/ids.ts';
import type { Logger } from '#kernel/logger.ts';
import type { Principal } from '#kernel/principal.ts';
import type { Outbound } from '#services/outbound/index.ts';
import type { Reader } from '#services/reading/index.ts';
import type { Keyring } from '#services/storage/index.ts';
import type { Work, WorkKind } from '#services/work/index.ts';
import type { EvaluationCollections, EvaluationDocument } from './evaluation/evaluation-documents.ts';
import type { Evaluated } from './evaluation/evaluation-kind.ts';
import type { DatasetDocument, KnowledgeCollections, KnowledgeDocument, PassageDocument } from './knowledge-documents.ts';
import type { DatasetDay } from './statistics/dataset-days.ts';
import type { Hits } from './statistics/hits.ts';

/** Who uses data sets, which is another module's. */
export interface DatasetUsers {
  /** A page of the bots and workflows that use a data set, in drafts and versions. */
  list(dataset: Pick<DatasetDocument, 'id' | 'workspaceId'>, page: { readonly limit: number; readonly after?: string | undefined }): Promise<{ readonly items: readonly z.input<typeof datasetUsage>[]; readonly next?: string | undefined }>;
  /** Throws a `Conflict` that names who uses a data set, where somebody does. */
  checkUnused(dataset: Pick<DatasetDocument, 'id' | 'workspaceId'>): Promise<void>;
}

/** What the operations on knowledge are given when they are built. */
export interface KnowledgeDependencies {
  readonly documents: Documents;
  readonly keyring: Keyring;
  readonly search: Search;
  readonly reader: Reader;
  readonly outbound: Outbound;
  readonly identity: Identity;
  readonly audit: Audit;
  readonly idempotency: Idempotency;
  readonly files: Files;
  readonly limits: WorkspaceLimits;
  readonly models: Models;
  readonly work: Work;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly logger: Logger;
}

/** What the work on knowledge is given besides. */
export interface ReadingContext extends KnowledgeDependencies {
  readonly stored: KnowledgeCollections;
  readonly evaluations: EvaluationCollections;
  readonly hits: Hits;
  readonly datasetDays: Collection<DatasetDay>;
  /** Has the index of a data set built anew. */
  readonly rebuild: (dataset: DatasetDocument) => Promise<void>;
  /** As `rebuild`, where the index is lost: another one may have taken its place in this moment, which is returned then. */
  readonly rebuildMissing: (datasetId: string) => Promise<DatasetDocument | undefined>;
  /** See `startEmbeddingChange`. */
  readonly changeEmbedding: (dataset: DatasetDocument, embeddingModelId: string) => Promise<void>;
}

/** What each operation works with. */
export interface KnowledgeContext extends ReadingContext {
  readonly ingestion: WorkKind<IngestionInput, undefined>;
  readonly indexing: WorkKind<IndexingInput, undefined>;
  readonly evaluating: WorkKind<EvaluationDocument, Evaluated>;
  readonly datasetRemoval: WorkKind<DatasetRemovalInput, undefined>;
  readonly documentRemoval: WorkKind<DocumentRemovalInput, undefined>;
  /** What is known of the users of data sets, all of it before the first call. */
  readonly known: { users: DatasetUsers };
}

/** What the reading of a document is started with. */
export interface IngestionInput {
  readonly documentId: string;
  readonly reading: number;
  /** Whether all that is found is of the page as it was fetched last, so that there is nothing to read where it has not changed. */
  readonly unlessUnchanged?: boolean;
  /** What somebody has written of a picture that could not be described. */
  readonly caption?: string;
}

/** What was changed by hand: a passage of a document, or its name, or else its fields. */
export interface IndexingInput {
  readonly documentId: string;
  readonly passageId?: string;
  /** The name stands in the title of every passage. */
  readonly isRenamed?: true;
}

export interface DatasetRemovalInput {
  readonly datasetId: string;
  readonly indexes: readonly string[];
}

export interface DocumentRemovalInput {
  readonly documentId: string;
  /** Its indexes are those that there are when the document is gone: one that is built meanwhile may have seen it. */
  readonly datasetId: string;
  /** The work that reads it. */
  readonly readingId: string;
  /** The stored file that was made for the document alone. */
  readonly ownFileId?: string;
}

/** A data set that the principal may use so. Throws `NotFound` and `PermissionDenied`. */
export async function findDataset(context: Pick<KnowledgeContext, 'stored' | 'identity'>, principal: Principal, permission: Permission, datasetId: string): Promise<Read<DatasetDocument>> {
  const dataset = await context.stored.datasets.get(datasetId);
  if (!dataset) throw new NotFound('data set', datasetId);
  await context.identity.authorize(principal, permission, datasetResource(dataset));
  return dataset;
}

/** A document of a data set, and the data set. Throws `NotFound` and `PermissionDenied`. */
export async function findDocument(
  context: Pick<KnowledgeContext, 'stored' | 'identity'>,
  principal: Principal,
  permission: Permission,
  documentId: string,
): Promise<{ readonly document: Read<KnowledgeDocument>; readonly dataset: Read<DatasetDocument> }> {
  const document = await context.stored.documents.get(documentId);
  if (!document) throw new NotFound('document', documentId);
  await context.identity.authorize(principal, permission, documentResource(document));
  const dataset = await context.stored.datasets.get(document.datasetId);
  // It is being deleted.
  if (!dataset) throw new NotFound('document', documentId);
  return { document, dataset };
}

/** A passage with its document and data set. Throws `NotFound` and `PermissionDenied`. */
export async function findPassage(
  context: Pick<KnowledgeContext, 'stored' | 'identity'>,
  principal: Principal,
  permission: Permission,
  passageId: string,
): Promise<{ readonly passage: Read<PassageDocument>; readonly document: Read<KnowledgeDocument>; readonly dataset: Read<DatasetDocument> }> {
  const passage = await context.stored.passages.get(passageId);
  if (!passage || passage.isParent) throw new NotFound('passage', passageId);
  await context.identity.authorize(principal, permission, { type: 'passage', id: passage.id, workspaceId: passage.workspaceId });
  const found = await findDocument(context, principal, permission, passage.documentId);
  if (found.document.generation !== passage.generation) throw new NotFound('passage', passageId);
  return { passage, ...found };
}

export function datasetResource({ id, workspaceId }: Pick<DatasetDocument, 'id' | 'workspaceId'>): AuditedResource & { readonly workspaceId: string } {
  return { type: 'dataset', id, workspaceId };
}

export function documentResource({ id, workspaceId }: Pick<KnowledgeDocument, 'id' | 'workspaceId'>): AuditedResource & { readonly workspaceId: string } {
  return { type: 'document', id, workspaceId };
}

/** The indexes that a change of a data set's passages goes into. */
export function indexesOf({ index, nextIndex }: Pick<DatasetDocument, 'index' | 'nextIndex'>): string[] {
  return nextIndex === undefined ? [index] : [index, nextIndex];
}

/** Makes a change by hand of a document and brings it into the indexes; what cannot be indexed at once is tried again, and nobody waits for a new name to be in all passages. */
export async function changeIndexed({ work, ids, indexing }: KnowledgeContext, { workspaceId }: Pick<KnowledgeDocument, 'workspaceId'>, input: IndexingInput, writes: readonly Write[]): Promise<void> {
  const started = await work.start(indexing, { id: ids.next(), workspaceId, input, writes, here: true });
  if (!input.isRenamed) await started.finished;
}

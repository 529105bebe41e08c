import { createHash, createHmac } from 'node:crypto';
import { Readable } from 'node:stream';
import type { SplitRules } from '@buckle/contract';
import { cleanName } from '@buckle/contract';
import type { Read } from '#data/documents/port.ts';
import type { Fields } from '#data/search/port.ts';
import { BadRequest, Conflict } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { refreshFields } from './refresh-fields.ts';
import { checkSplitting } from '../datasets/create-dataset.ts';
import { checkPicture } from './check-picture.ts';
import { documentResource, findDataset, type KnowledgeContext } from '../context.ts';
import type { DatasetDocument, KnowledgeDocument, Source } from '../knowledge-documents.ts';

/** Where a new document's content comes from; the bytes of one that is no stored file yet. */
export type NewSource =
  | { readonly type: 'file'; readonly fileId: string }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'bytes'; readonly bytes: Uint8Array; readonly extension: string }
  | { readonly type: 'web'; readonly url: string };

export interface NewDocument {
  readonly datasetId: string;
  readonly name?: string | undefined;
  readonly source: NewSource;
  /** The data set's where absent. */
  readonly splitting?: SplitRules | undefined;
  readonly fields?: Fields | undefined;
  /** See `refreshFields`. */
  readonly refreshHours?: number | undefined;
  /** Whether a source that the data set has already may come once more. */
  readonly allowDuplicate?: boolean | undefined;
  readonly idempotencyKey?: string | undefined;
}

const UNNAMED = 'Untitled';
const NAME_CHARACTERS = 255;

/**
 * Adds a document and begins to read it. Throws `NotFound`, `PermissionDenied`, `BadRequest`, and `Conflict` where the data
 * set has a document of the same content.
 */
export async function addDocument(context: KnowledgeContext, principal: Principal, input: NewDocument): Promise<Read<KnowledgeDocument>> {
  const { datasetId, idempotencyKey } = input;
  const dataset = await findDataset(context, principal, 'knowledge.edit', datasetId);
  checkSplitting(dataset.format, input.splitting ?? dataset.splitting);
  const call = { operation: 'addDocument', key: idempotencyKey, body: { datasetId, name: input.name, source: withoutContent(input.source) } };
  return context.idempotency.create(principal, call, () => context.ids.next(), {
    find: (id) => context.stored.documents.get(id),
    make: (id) => makeDocument(context, principal, dataset, id, input),
  });
}

/**
 * Adds a document with this id to a data set that the caller may edit, and begins to read it. Throws `BadRequest`, `NotFound`
 * for a file that the principal may not read, and `Conflict` where the data set has a document of the same content.
 */
export async function makeDocument(context: KnowledgeContext, principal: Principal, dataset: DatasetDocument, id: string, input: Omit<NewDocument, 'datasetId'>): Promise<Read<KnowledgeDocument>> {
  const { id: datasetId, workspaceId } = dataset;
  const { splitting = dataset.splitting, fields = {}, allowDuplicate = false, refreshHours = 0 } = input;
  const refreshed = refreshFields(context, input.source, refreshHours);
  checkSplitting(dataset.format, input.splitting ?? dataset.splitting);
  const kept = await keep(context, principal, workspaceId, input, splitting.mode);
  const fingerprint = createHmac('sha256', await context.keyring.secret('knowledge')).update(`${workspaceId}\n${kept.identity}`).digest('base64url');
  if (!allowDuplicate) await refuseDuplicate(context, datasetId, fingerprint);
  const now = context.clock.now();
  const document: KnowledgeDocument = {
    id, workspaceId, datasetId, ownerId: principal.userId,
    name: input.name ?? kept.name, source: kept.source, fingerprint, bytes: kept.bytes,
    generation: 0, reading: 1, workId: context.ids.next(), state: 'queued',
    enabled: true, splitting, ...refreshed, fields, passages: 0, characters: 0, hits: 0, createdAt: now, updatedAt: now,
  };
  const { work, ingestion, stored, audit } = context;
  const reading = work.starting(ingestion, { id: document.workId, workspaceId, input: { documentId: id, reading: 1 } });
  // The reading first, since it waits for its document: a document without one would be queued for ever.
  const [, made] = await audit.change(principal, 'document.create', documentResource(document), [reading, () => stored.documents.insert(document)], { dataset: datasetId });
  return made;
}

/** A source with a hash in the place of its content. */
function withoutContent(source: NewSource): Readonly<Record<string, string>> {
  if (source.type === 'file' || source.type === 'web') return source;
  return { type: source.type, hash: createHash('sha256').update(source.type === 'text' ? source.text : source.bytes).digest('base64url') };
}

interface KeptSource {
  readonly source: Source;
  readonly name: string;
  readonly bytes: number;
  /** What another source of the same content has, too. */
  readonly identity: string;
}

/** A name that says how the text is written. */
const NAMED_TEXT = /\.(txt|md|markdown|html?|csv|tsv|json)$/i;

/** Stores a source that is no stored file yet. */
async function keep(context: KnowledgeContext, principal: Principal, workspaceId: string, { source, name = '' }: Pick<NewDocument, 'source' | 'name'>, mode: SplitRules['mode']): Promise<KeptSource> {
  const isPicture = mode === 'caption';
  switch (source.type) {
    case 'file': {
      const file = await context.files.find(principal, source.fileId);
      if (isPicture) checkPicture(file);
      if (file.workspaceId !== workspaceId) throw new BadRequest('source.file_id: the file belongs to another workspace: upload it to the one of the data set.');
      return { source: { type: 'file', fileId: file.id }, name: file.name, bytes: file.size, identity: file.hash };
    }
    case 'web':
      return { source: { type: 'web', url: source.url }, name: source.url.slice(0, NAME_CHARACTERS), bytes: 0, identity: source.url };
    case 'text':
    case 'bytes': {
      if (isPicture && source.type === 'text') throw new BadRequest('source: a text is no picture: give a file, or the address of one.');
      const bytes = source.type === 'text' ? Buffer.from(source.text) : source.bytes;
      const extension = source.type === 'bytes' ? source.extension : NAMED_TEXT.test(name) ? '' : mode === 'rows' ? 'csv' : 'txt';
      const fileName = fileNameOf(name, extension);
      const file = await context.files.store(principal, { workspaceId, file: { fileName, body: Readable.from([bytes]) } });
      return { source: { type: 'text', fileId: file.id }, name: name || fileName, bytes: file.size, identity: file.hash };
    }
  }
}

/** The name of a stored file, with the extension of what it holds. */
function fileNameOf(name: string, extension: string): string {
  const clean = cleanName(name.slice(0, NAME_CHARACTERS - 20)) || UNNAMED;
  return extension === '' || clean.toLowerCase().endsWith(`.${extension.toLowerCase()}`) ? clean : `${clean}.${extension}`;
}

async function refuseDuplicate({ stored }: KnowledgeContext, datasetId: string, fingerprint: string): Promise<void> {
  const { items: [same] } = await stored.documents.find({ where: { datasetId, fingerprint }, limit: 1 });
  if (same) throw new Conflict(`The data set has this already, as the document ${same.id} (${same.name}): read that anew, delete it first, or say allow_duplicate.`);
}

import { type Read, RevisionConflict } from '#data/documents/port.ts';
import { BadRequest, Conflict, NotFound } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { documentResource, findDocument, findPassage, indexesOf, type KnowledgeContext } from '../context.ts';
import { embeddedText, indexedPassage, storedVector } from '../ingestion/index-passages.ts';
import type { DatasetDocument, KnowledgeDocument, PassageDocument } from '../knowledge-documents.ts';
import { embedPassages } from '../retrieval/embed.ts';

const EMBEDDING_TIME = 60_000;

export interface NewPassage {
  readonly documentId: string;
  readonly content: string;
  /** The passage that it comes after; the document's last one where absent. */
  readonly after?: string | undefined;
  readonly idempotencyKey?: string | undefined;
}

/** Adds a passage by hand. Throws `NotFound`, `PermissionDenied`, and `Conflict` where the document was not read yet. */
export async function addPassage(context: KnowledgeContext, principal: Principal, input: NewPassage): Promise<Read<PassageDocument>> {
  const { documentId, content, after, idempotencyKey } = input;
  const { document, dataset } = await findDocument(context, principal, 'knowledge.edit', documentId);
  if (document.generation === 0) throw new Conflict('The document has no passages yet: wait until it is read.');
  const call = { operation: 'addPassage', key: idempotencyKey, body: { documentId, content, after } };
  return context.idempotency.create(principal, call, () => context.ids.next(), {
    find: (id) => context.stored.passages.get(id),
    async make(id) {
      const { workspaceId, datasetId, generation } = document;
      const before = after === undefined ? await lastOf(context, document) : await placeAfter(context, document, after);
      const passage: PassageDocument = {
        id, workspaceId, datasetId, documentId, generation, position: before.position, isParent: false, enabled: true, edited: true, content, headings: before.headings,
      };
      const embedded = await withVector(context, document, dataset, passage);
      const { stored, audit } = context;
      const [made] = await audit.change(principal, 'passage.create', documentResource(document), [
        () => stored.passages.insert(embedded),
        () => stored.documents.update(documentId, { increment: { passages: 1 } }),
      ]);
      await index(context, document, embedded);
      return made;
    },
  });
}

/** Changes a passage, or hides it from searches. Throws `NotFound` and `PermissionDenied`. */
export async function updatePassage(
  context: KnowledgeContext,
  principal: Principal,
  passageId: string,
  { content, enabled }: { readonly content?: string | undefined; readonly enabled?: boolean | undefined },
): Promise<Read<PassageDocument>> {
  const { passage, document, dataset } = await findPassage(context, principal, 'knowledge.edit', passageId);
  const changed = { ...passage, ...(content === undefined ? {} : { content, edited: true }), ...(enabled === undefined ? {} : { enabled }) };
  const { vector, embeddedBy } = content === undefined ? passage : await withVector(context, document, dataset, changed);
  const set = {
    workspaceId: passage.workspaceId,
    content: changed.content, edited: changed.edited, enabled: changed.enabled,
    ...(vector === undefined || embeddedBy === undefined ? {} : { vector, embeddedBy }),
  };
  const { stored, audit } = context;
  const update = () => stored.passages.update(passageId, { set }, { revision: passage.revision });
  const [written] = await audit.change(principal, 'passage.update', documentResource(document), [update]).catch(inWords);
  if (written.enabled) await index(context, document, written);
  else await unindex(context, written);
  return written;
}

/** Deletes a passage. Throws `NotFound` and `PermissionDenied`. */
export async function deletePassage(context: KnowledgeContext, principal: Principal, passageId: string): Promise<void> {
  const { passage, document } = await findPassage(context, principal, 'knowledge.edit', passageId);
  const { stored, audit } = context;
  await audit.change(principal, 'passage.delete', documentResource(document), [
    () => stored.passages.delete(passageId, { revision: passage.revision }),
    () => stored.documents.update(document.id, { increment: { passages: -1 } }),
  ]).catch(inWords);
  await unindex(context, passage);
}

/** Says of a change by somebody else in the same moment what it is. */
function inWords(error: unknown): never {
  if (error instanceof RevisionConflict) throw new Conflict('The passage has changed in this moment: look at it again.');
  throw error;
}

/** Where a passage stands that comes after the last one. */
async function lastOf({ stored }: KnowledgeContext, { id: documentId, generation }: KnowledgeDocument) {
  const { items: [last] } = await stored.passages.find({ where: { documentId, isParent: false, generation }, sort: 'position', descending: true, limit: 1 });
  return { position: (last?.position ?? -1) + 1, headings: last?.headings ?? [] };
}

/** Where a passage stands that comes after a certain one: between that and the next. */
async function placeAfter({ stored }: KnowledgeContext, { id: documentId, generation }: KnowledgeDocument, passageId: string) {
  const before = await stored.passages.get(passageId);
  if (!before || before.documentId !== documentId || before.generation !== generation || before.isParent) throw new NotFound('passage', passageId);
  const { items: [next] } = await stored.passages.find({ where: { documentId, isParent: false, generation, position: { gt: before.position } }, sort: 'position', limit: 1 });
  const position = next === undefined ? before.position + 1 : (before.position + next.position) / 2;
  if (position === before.position || position === next?.position) throw new BadRequest('after: too many passages were added at this place; add it after another one.');
  return { position, headings: before.headings };
}

async function withVector(context: KnowledgeContext, document: KnowledgeDocument, dataset: DatasetDocument, passage: PassageDocument): Promise<PassageDocument> {
  const [vector] = (await embedPassages(context, dataset, [embeddedText(document, passage)], AbortSignal.timeout(EMBEDDING_TIME))) ?? [];
  return vector === undefined || dataset.embeddingModelId === undefined ? passage : { ...passage, vector: storedVector(vector), embeddedBy: dataset.embeddingModelId };
}

/** The data set is read after the passage was written: an index that is built meanwhile has seen it, or is named here. */
async function index(context: KnowledgeContext, document: KnowledgeDocument, passage: PassageDocument): Promise<void> {
  const reading = { documentId: document.id, generation: passage.generation };
  for (const name of await indexesNow(context, passage)) {
    await context.search.put(name, reading, [indexedPassage(document, passage)]);
    await context.search.flush(name);
  }
}

async function unindex(context: KnowledgeContext, passage: PassageDocument): Promise<void> {
  for (const name of await indexesNow(context, passage)) await context.search.remove(name, [passage.id]);
}

async function indexesNow({ stored }: KnowledgeContext, { datasetId }: PassageDocument): Promise<string[]> {
  const dataset = await stored.datasets.closed.get(datasetId);
  return dataset ? indexesOf(dataset) : [];
}

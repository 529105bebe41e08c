import { type Read, RevisionConflict, type Write } from '#data/documents/port.ts';
import { BadRequest, Conflict, NotFound } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { changeIndexed, documentResource, findDocument, findPassage, type KnowledgeContext } from '../context.ts';
import { isUnderWay, readWithCaption } from '../documents/update-document.ts';
import { embeddedText } from '../ingestion/index-passages.ts';
import { storedVector } from '../ingestion/passage-vectors.ts';
import { unlessMissing } from '../unless-missing.ts';
import { captionRevision, type DatasetDocument, type KnowledgeDocument, modelOfPassages, type PassageDocument, passageId, textRevisionOf } from '../knowledge-documents.ts';
import { embedPassages } from '../retrieval/embed.ts';
import { changedText, type RowChange } from './changed-text.ts';

const EMBEDDING_TIME = 60_000;

export interface NewPassage {
  readonly documentId: string;
  /** Either this or, in a table, a row. */
  readonly content?: string | undefined;
  readonly row?: RowChange | undefined;
  /** The passage that it comes after; the document's last one where absent. */
  readonly after?: string | undefined;
  readonly idempotencyKey?: string | undefined;
}

/** Adds a passage by hand. Throws `NotFound`, `PermissionDenied`, and `Conflict` where the document was not read yet. */
export async function addPassage(context: KnowledgeContext, principal: Principal, input: NewPassage): Promise<Read<PassageDocument>> {
  const { documentId, after, idempotencyKey } = input;
  const { document, dataset } = await findDocument(context, principal, 'knowledge.edit', documentId);
  if (document.splitting.mode === 'caption') throw new BadRequest('A picture has one passage, its caption: change that.');
  if (document.generation === 0) throw notReadYet();
  const text = changedText(document, undefined, input);
  const call = { operation: 'addPassage', key: idempotencyKey, body: { documentId, content: text.content, after } };
  return context.idempotency.create(principal, call, () => context.ids.next(), {
    find: (id) => context.stored.passages.get(id),
    async make(id) {
      const { workspaceId, datasetId, generation } = document;
      const before = after === undefined ? await lastOf(context, document) : await placeAfter(context, document, after);
      await insert(context, principal, document, dataset, {
        id, workspaceId, datasetId, documentId, generation, position: before.position, isParent: false, enabled: true, edited: true, ...text, headings: before.headings,
      });
      return written(context, id);
    },
  });
}

/**
 * Writes the caption of a picture, or takes it away where it is empty; one that could not be described is read with it. Throws
 * `NotFound`, `PermissionDenied`, `BadRequest`, and `Conflict` while the picture is read for the first time, or where the caption
 * was changed since `revision` of it was read.
 */
export async function setCaption(context: KnowledgeContext, principal: Principal, documentId: string, caption: string, revision?: string): Promise<void> {
  const { document, dataset } = await findDocument(context, principal, 'knowledge.edit', documentId);
  if (document.splitting.mode !== 'caption') throw new BadRequest('The document is no picture: change its passages.');
  const { workspaceId, datasetId, generation } = document;
  if (generation === 0) {
    if (isUnderWay(document)) throw notReadYet();
    if (caption !== '') await readWithCaption(context, principal, document, caption);
    return;
  }
  const id = passageId(documentId, generation, 0);
  const known = await context.stored.passages.closed.get(id);
  checkUnchanged(revision, captionRevision(document, known));
  if (known && caption === '') await deletePassage(context, principal, id);
  else if (known) await updatePassage(context, principal, id, { content: caption, ...(revision === undefined ? {} : { revision: textRevisionOf(known) }) });
  else if (caption !== '') {
    await insert(context, principal, document, dataset, {
      id, workspaceId, datasetId, documentId, generation, position: 0, isParent: false, enabled: true, edited: true, textRevision: 1, content: caption, headings: [],
    });
  }
}

async function insert(context: KnowledgeContext, principal: Principal, document: KnowledgeDocument, dataset: DatasetDocument, passage: PassageDocument): Promise<void> {
  const { stored, audit } = context;
  const embedded = await withVector(context, document, dataset, passage);
  const writes = [() => stored.passages.insert(embedded), () => stored.documents.update(document.id, { increment: { passages: 1 } })];
  await audit.attempt(principal, 'passage.create', documentResource(document), () => changeIndexed(context, document, { documentId: document.id, passageId: passage.id }, writes));
}

function notReadYet(): Conflict {
  return new Conflict('The document has no passages yet: wait until it is read.');
}

/** What is changed of a passage. */
interface PassageChange {
  readonly content?: string | undefined;
  readonly row?: RowChange | undefined;
  readonly enabled?: boolean | undefined;
  /** What its text was read at. */
  readonly revision?: number | undefined;
}

/**
 * Changes a passage, or hides it from searches. Throws `NotFound`, `PermissionDenied`, `BadRequest` for a row that it is not or
 * that is empty, and `Conflict` where its text was changed since the revision that is given was read.
 */
export async function updatePassage(
  context: KnowledgeContext,
  principal: Principal,
  passageId: string,
  { content, row, enabled, revision }: PassageChange,
): Promise<Read<PassageDocument>> {
  const { passage, document, dataset } = await findPassage(context, principal, 'knowledge.edit', passageId);
  checkUnchanged(revision, textRevisionOf(passage));
  const text = content === undefined && row === undefined ? undefined : changedText(document, passage, { content, row });
  const { searched: _, ...bare } = passage;
  const changed = { ...(text ? { ...bare, ...text, edited: true } : passage), ...(enabled === undefined ? {} : { enabled }) };
  const { vector, embeddedBy } = text === undefined ? passage : await withVector(context, document, dataset, changed);
  const set = {
    workspaceId: passage.workspaceId,
    content: changed.content, edited: changed.edited, enabled: changed.enabled,
    ...(changed.searched === undefined ? {} : { searched: changed.searched }),
    ...(changed.fields === undefined ? {} : { fields: changed.fields }),
    ...(vector === undefined || embeddedBy === undefined ? {} : { vector, embeddedBy }),
  };
  const { stored, audit } = context;
  // The vector of what it said before is none of what it says now.
  const unset = [...(vector === undefined ? (['vector', 'embeddedBy'] as const) : []), ...(changed.searched === undefined ? (['searched'] as const) : [])];
  const update = () => stored.passages.update(passageId, { set, unset, ...(text && { increment: { textRevision: 1 } }) }, { revision: passage.revision });
  await audit.attempt(principal, 'passage.update', documentResource(document), () => changeIndexed(context, document, { documentId: document.id, passageId }, [update, ...markingParent(context, passage)])).catch(inWords);
  return written(context, passageId);
}

/** Deletes a passage. Throws `NotFound` and `PermissionDenied`. */
export async function deletePassage(context: KnowledgeContext, principal: Principal, passageId: string): Promise<void> {
  const { passage, document } = await findPassage(context, principal, 'knowledge.edit', passageId);
  const { stored, audit } = context;
  const writes = [
    () => stored.passages.delete(passageId, { revision: passage.revision }),
    () => stored.documents.update(document.id, { increment: { passages: -1 } }),
    ...markingParent(context, passage),
  ];
  await audit.attempt(principal, 'passage.delete', documentResource(document), () => changeIndexed(context, document, { documentId: document.id, passageId }, writes)).catch(inWords);
}

/** Marks the larger passage around one that is changed by hand: it says still what the part does not, so the part is shown alone. */
function markingParent({ stored }: KnowledgeContext, { parentId }: PassageDocument): Write[] {
  return parentId === undefined ? [] : [() => unlessMissing(stored.passages.closed.update(parentId, { set: { edited: true } }))];
}

/** Throws `Conflict` where a text is not the one that was read any more. */
function checkUnchanged<Revision extends string | number>(read: Revision | undefined, now: Revision): void {
  if (read !== undefined && read !== now) throw new Conflict(`The text has changed since revision ${read} was read (it is at ${now}): read it again, and put both together.`);
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
  const modelId = modelOfPassages(dataset);
  const [vector] = (await embedPassages(context, document.workspaceId, modelId, [embeddedText(document, passage)], AbortSignal.timeout(EMBEDDING_TIME))) ?? [];
  const { vector: _, embeddedBy: __, ...bare } = passage;
  return vector === undefined || modelId === undefined ? bare : { ...bare, vector: storedVector(vector), embeddedBy: modelId };
}

/** A passage that was written a moment ago. */
async function written({ stored }: KnowledgeContext, passageId: string): Promise<Read<PassageDocument>> {
  const passage = await stored.passages.get(passageId);
  if (!passage) throw new NotFound('passage', passageId);
  return passage;
}

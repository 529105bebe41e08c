import type { SplitRules } from '@buckle/contract';
import { isDeepStrictEqual } from 'node:util';
import type { Read, Write } from '#data/documents/port.ts';
import type { Fields } from '#data/search/port.ts';
import { Conflict } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { checkSplitting } from '../datasets/create-dataset.ts';
import { documentResource, findDocument, indexesOf, type KnowledgeContext } from '../context.ts';
import type { KnowledgeDocument } from '../knowledge-documents.ts';

export interface DocumentChanges {
  readonly name?: string | undefined;
  readonly fields?: Fields | undefined;
  readonly enabled?: boolean | undefined;
  readonly splitting?: SplitRules | undefined;
}

/** Changes a document; other rules of splitting have it read anew. Throws `NotFound`, `PermissionDenied`, `BadRequest`, and `Conflict` while it is read by others. */
export async function updateDocument(context: KnowledgeContext, principal: Principal, documentId: string, changes: DocumentChanges): Promise<Read<KnowledgeDocument>> {
  const { document, dataset } = await findDocument(context, principal, 'knowledge.edit', documentId);
  const { splitting, name, fields, enabled } = changes;
  if (splitting) checkSplitting(dataset.format, splitting);
  const isCutAnew = splitting !== undefined && !isDeepStrictEqual(splitting, document.splitting);
  const reading = isCutAnew ? nextReading(context, document) : undefined;
  const set = {
    updatedAt: context.clock.now(),
    ...(name === undefined ? {} : { name }),
    ...(fields === undefined ? {} : { fields }),
    ...(enabled === undefined ? {} : { enabled }),
    ...(isCutAnew ? { splitting } : {}),
    ...reading?.set,
  };
  const update = () => context.stored.documents.update(document.id, { set, ...(reading ? { unset: ['progress', 'reason'] } : {}) }, { revision: document.revision });
  const writes: [typeof update, ...Write[]] = reading ? [update, reading.write] : [update];
  const [changed] = await context.audit.change(principal, 'document.update', documentResource(document), writes);
  if (fields !== undefined && document.generation > 0) {
    for (const index of indexesOf(dataset)) await context.search.show(index, { documentId, generation: document.generation }, fields);
  }
  return changed;
}

/** Reads a document anew, beside what is found of it. Throws `NotFound`, `PermissionDenied`, and `Conflict` while it is read. */
export async function readAgain(context: KnowledgeContext, principal: Principal, documentId: string): Promise<Read<KnowledgeDocument>> {
  const { document } = await findDocument(context, principal, 'knowledge.edit', documentId);
  const { set, write } = nextReading(context, document);
  const update = () => context.stored.documents.update(document.id, { set, unset: ['progress', 'reason'] }, { revision: document.revision });
  const [changed] = await context.audit.change(principal, 'document.read', documentResource(document), [update, write]);
  return changed;
}

/** What begins a further reading. Throws `Conflict` while one goes on. */
function nextReading({ work, ingestion, ids, clock }: KnowledgeContext, document: KnowledgeDocument): { readonly set: Partial<KnowledgeDocument>; readonly write: Write } {
  if (document.state === 'queued' || document.state === 'reading') throw new Conflict(`The document is being read: wait until that has ended, or cancel the work ${document.workId}.`);
  const workId = ids.next();
  const reading = document.reading + 1;
  return {
    set: { reading, workId, state: 'queued', updatedAt: clock.now() },
    write: work.starting(ingestion, { id: workId, workspaceId: document.workspaceId, input: { documentId: document.id, reading } }),
  };
}

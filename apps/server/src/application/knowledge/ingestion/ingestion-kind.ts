import { availableParallelism } from 'node:os';
import { type DocumentReason, documentReasonInWords } from '@buckle/contract';
import { IndexMissing } from '#data/search/port.ts';
import type { Write } from '#data/documents/port.ts';
import { BuckleError } from '#kernel/errors.ts';
import { Unreadable } from '#services/reading/index.ts';
import type { EndedWork, WorkContext, WorkKind } from '#services/work/index.ts';
import type { IngestionInput, ReadingContext } from '../context.ts';
import type { ReadingState } from '../knowledge-documents.ts';
import { reasonOf } from '../reading-failure.ts';
import { removeStalePages } from './fetch-page.ts';
import { ingest } from './ingest.ts';
import { isFinal } from './is-final.ts';
import { unlessMissing } from '../unless-missing.ts';

/** How long a reading waits for its document, and after what time it looks again, in milliseconds. */
const WRITTEN_WITHIN = 30_000;
const LOOK_AGAIN = 1_000;

/** The reading of a document as durable work. Workspaces get their turns: one with thousands of documents does not keep another from reading its first. */
export function ingestionKind(context: ReadingContext): WorkKind<IngestionInput, undefined> {
  return {
    kind: 'document.read',
    atOnce: availableParallelism(),
    retry: { retries: 4, firstDelay: 2_000, longestDelay: 60_000 },
    reasonOf,
    async run(work) {
      if (await isAhead(context, work)) return { state: 'waiting', until: context.clock.now() + LOOK_AGAIN, entries: [], writes: [] };
      try {
        await ingest(context, work);
        return { state: 'completed' };
      } catch (error) {
        if (work.signal.aborted) throw error;
        const code = reasonOf(error);
        if (error instanceof Unreadable || isFinal(error)) return { state: 'failed', reason: code ? documentReasonInWords(code) : error.message, reasonCode: code };
        if (error instanceof IndexMissing) await rebuildFor(context, work.input.documentId);
        if (error instanceof BuckleError) await noteTrouble(context, work, error.message, code);
        throw error;
      }
    },
    async conclude(work, { state, reason, reasonCode }) {
      await removeStalePages(context, work);
      return concluding(context, work, state === 'completed' ? 'ready' : state, reason, reasonCode);
    },
    giveUp: (work, reason) => concluding(context, work, 'failed', reason, undefined),
  };
}

/** Whether the document is yet to be written that a reading was begun for, where documents do not share a commit. */
async function isAhead({ stored, clock }: ReadingContext, { input: { documentId, reading }, createdAt }: WorkContext<IngestionInput>): Promise<boolean> {
  if (clock.now() - createdAt > WRITTEN_WITHIN) return false;
  const document = await stored.documents.closed.get(documentId);
  return document === undefined || document.reading < reading;
}

/** Has a lost index built anew; the reading is tried again meanwhile. */
async function rebuildFor({ stored, rebuildMissing }: ReadingContext, documentId: string): Promise<void> {
  const document = await stored.documents.closed.get(documentId);
  if (document) await rebuildMissing(document.datasetId);
}

/** Says in the document why its reading has to be tried again, until it gets further or ends. */
async function noteTrouble({ stored }: ReadingContext, { id: workId, input: { documentId } }: WorkContext<IngestionInput>, reason: string, reasonCode: DocumentReason | undefined): Promise<void> {
  const document = await stored.documents.closed.get(documentId);
  if (document?.workId !== workId) return;
  const set = { workspaceId: document.workspaceId, reason, ...(reasonCode && { reasonCode }) };
  await unlessMissing(stored.documents.update(documentId, { set, unset: reasonCode ? [] : ['reasonCode'] }));
}

/** Says in the document how its reading ended, unless another one has begun. */
async function concluding({ stored, clock }: ReadingContext, { id: workId }: Pick<EndedWork<IngestionInput>, 'id'>, state: ReadingState, reason: string | undefined, code: DocumentReason | undefined): Promise<Write[]> {
  const { items: [document] } = await stored.documents.closed.find({ where: { workId }, limit: 1 });
  if (!document) return [];
  const set = { state, updatedAt: clock.now(), ...(reason === undefined ? {} : { reason }), ...(code && { reasonCode: code }) };
  const unset = (['progress', 'reason', 'reasonCode'] as const).filter((field) => !(field in set));
  return [() => unlessMissing(stored.documents.update(document.id, { set, unset }))];
}

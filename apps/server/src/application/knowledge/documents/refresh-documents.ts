import { DocumentMissing, type Read, RevisionConflict } from '#data/documents/port.ts';
import type { KnowledgeContext } from '../context.ts';
import type { KnowledgeDocument } from '../knowledge-documents.ts';
import { HOUR } from './refresh-fields.ts';
import { isUnderWay, nextReading } from './update-document.ts';

const AT_ONCE = 100;

/**
 * Fetches the pages again that are due, and has those read that have changed. To be called every minute or so; several
 * processes may, each page is fetched once. What was found before stays until a reading is whole, and where it fails.
 */
export async function refreshDue(context: KnowledgeContext): Promise<void> {
  const { stored, clock, logger } = context;
  for (;;) {
    const { items } = await stored.documents.closed.find({ where: { refreshAt: { lte: clock.now() } }, sort: 'refreshAt', limit: AT_ONCE });
    const outcomes = await Promise.allSettled(items.map((document) => refresh(context, document)));
    outcomes.forEach((outcome, at) => {
      if (outcome.status === 'rejected') logger.error({ err: outcome.reason as unknown, document: items[at]?.id }, 'a page that is due could not be fetched again');
    });
    // One that fails comes again with the next look.
    if (items.length < AT_ONCE || outcomes.some(({ status }) => status === 'rejected')) return;
  }
}

/** Begins the reading of a document whose page is due, and says when it is due next; while it is being read, only that. */
async function refresh(context: KnowledgeContext, document: Read<KnowledgeDocument>): Promise<void> {
  const { documents, stored, clock } = context;
  const { id, state, revision, refreshHours = 0 } = document;
  // After a reading that failed, what was fetched last is not what is found.
  const reading = isUnderWay(document) ? undefined : nextReading(context, document, { unlessUnchanged: state === 'ready' });
  const refreshAt = clock.now() + Math.max(1, refreshHours) * HOUR;
  const unset = reading ? (['progress', 'reason', 'reasonCode'] as const) : [];
  try {
    // The reading first, since it waits for its document: see `addDocument`. One that was begun for nothing ends by itself.
    await documents.inOrder([...(reading ? [reading.write] : []), () => stored.documents.closed.update(id, { set: { ...reading?.set, refreshAt }, unset }, { revision })]);
  } catch (error) {
    // Changed or deleted meanwhile, or another process has done the same.
    if (!(error instanceof RevisionConflict) && !(error instanceof DocumentMissing)) throw error;
  }
}

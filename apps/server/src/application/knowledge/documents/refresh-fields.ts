import { BadRequest } from '#kernel/errors.ts';
import type { KnowledgeContext } from '../context.ts';
import type { KnowledgeDocument } from '../knowledge-documents.ts';

export const HOUR = 3_600_000;

/** What a document has that is fetched again after so many hours; none at 0. Throws `BadRequest` where there is no page to fetch. */
export function refreshFields({ clock }: Pick<KnowledgeContext, 'clock'>, { type }: { readonly type: string }, refreshHours: number): Pick<KnowledgeDocument, 'refreshHours' | 'refreshAt'> {
  if (refreshHours === 0) return {};
  if (type !== 'web') throw new BadRequest('refresh_hours: only a web page can be fetched again; this document has a content of its own.');
  return { refreshHours, refreshAt: clock.now() + refreshHours * HOUR };
}

import { documentReason, type DocumentReason, documentReasonInWords } from '@buckle/contract';
import type { EndedWork, WorkContext } from '#services/work/index.ts';
import { reasonOf } from '../reading-failure.ts';

/** An entry of the journal: why a run has failed, for programs. */
const REASON = 'knowledge/reason';

/** Notes in the journal why a run fails, so that the end of the work can say it, also after a kill; returns it where it is known. */
export async function noteReason({ journal }: Pick<WorkContext<unknown>, 'journal'>, error: unknown): Promise<DocumentReason | undefined> {
  const code = reasonOf(error);
  if (code) await journal.append([{ type: REASON, code }]);
  return code;
}

/** What was noted of the reason with which the work has ended, where it is that very one. */
export function notedReason({ journal }: Pick<EndedWork<unknown>, 'journal'>, reason: string | undefined): DocumentReason | undefined {
  const noted = documentReason.safeParse(journal.find(REASON)?.['code']);
  return noted.success && documentReasonInWords(noted.data) === reason ? noted.data : undefined;
}

import type { DocumentReasonGap, KnowledgeDocument } from '@buckle/contract';
import type { TFunction } from 'i18next';

/** The gaps that the words have; a reason fills those of its code. */
const gaps: Readonly<Record<DocumentReasonGap, string>> = {
  address: '', agent: '', allowed: '', character: '', characters: '', column: '', columns: '', depth: '', file: '', files: '',
  format: '', host: '', megabytes: '', message: '', model: '', name: '', near: '', origin: '', page: '', row: '',
  seconds: '', sheet: '', sheets: '', status: '', type: '', url: '', values: '',
};

/** Why a reading failed, or is tried again, in the reader's language; in the server's words where it has no code. */
export function reasonText({ reason, reason_code: known }: Pick<KnowledgeDocument, 'reason' | 'reason_code'>, t: TFunction<'knowledgeDocuments'>): string | undefined {
  return known === undefined ? reason : t(`reasons.${known.code}`, { ...gaps, ...known.parameters });
}

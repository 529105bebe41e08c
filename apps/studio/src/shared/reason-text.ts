import type { DocumentReason, DocumentReasonGap } from '@buckle/contract';
import type { TFunction } from 'i18next';
import { isApiFailure } from '../api/failure.ts';

/** The gaps that the words have; a reason fills those of its code. */
const gaps: Readonly<Record<DocumentReasonGap, string>> = {
  address: '', agent: '', allowed: '', character: '', characters: '', column: '', columns: '', depth: '', evaluation: '', file: '', files: '',
  format: '', host: '', megabytes: '', message: '', model: '', name: '', near: '', origin: '', page: '', reading: '', row: '',
  seconds: '', sheet: '', sheets: '', status: '', type: '', url: '', values: '',
};

/** Why a reading failed, or is tried again, in the reader's language; in the server's words where the reason has no code. */
export function reasonText(reason: string, known: DocumentReason | undefined, t: TFunction<'knowledge'>): string {
  return known === undefined ? reason : t(`reasons.${known.code}`, { ...gaps, ...known.parameters });
}

/** The failure of a call that says why a document cannot be read, with that in the reader's language; any other as it is. */
export function failureInWords(failure: unknown, t: TFunction<'knowledge'>): unknown {
  return isApiFailure(failure) && failure.reasonCode ? { ...failure, message: reasonText(failure.message, failure.reasonCode, t) } : failure;
}

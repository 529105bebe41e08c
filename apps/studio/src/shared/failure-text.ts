import type { TFunction } from 'i18next';
import { type ApiFailure, isApiFailure } from '../api/failure.ts';

/** A failure in words: what it is, why, and how its line in the server's log is called. */
export interface FailureText {
  readonly title: string;
  readonly reason: string;
  readonly logId: string;
}

/** What the server answers where it has a defect: what is wrong stands in its log alone. */
const DEFECT = 5000;

/** Puts whatever a call was rejected with into words. The reason is the server's own, where it says one. */
export function failureText(error: unknown, t: TFunction<'common'>): FailureText {
  if (!isApiFailure(error)) return { title: t('failure.defect'), reason: messageOf(error), logId: '' };
  return { title: title(error, t), reason: reason(error, t), logId: error.logId };
}

function title({ status }: ApiFailure, t: TFunction<'common'>): string {
  if (status === 0) return t('failure.unreachable');
  if (status === 401) return t('failure.unauthenticated');
  if (status === 403) return t('failure.forbidden');
  if (status === 404) return t('failure.missing');
  if (status === 409) return t('failure.conflict');
  if (status === 429) return t('failure.tooMany');
  return status >= 500 ? t('failure.defect') : t('failure.invalid');
}

function reason({ status, code, message }: ApiFailure, t: TFunction<'common'>): string {
  if (status === 0) return t('failure.checkConnection');
  return code === DEFECT ? t('failure.askAdministrator') : message;
}

function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message;
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
}

import { type DocumentReason, type DocumentReasonCode, documentReasonInWords, documentReasonOf, type DocumentReasonValues } from '@buckle/contract';
import { BuckleError, NotFound, TooManyRequests, Unavailable } from '#kernel/errors.ts';
import { ModelError, type ModelErrorKind } from '#services/models/index.ts';
import { ResponseTooLarge } from '#services/outbound/index.ts';
import { Unreadable } from '#services/reading/index.ts';

/** A document cannot be read, for a reason that programs know. 400, code 4000; 503, code 5003 where it may go better the next time. */
export class ReadingFailure<Code extends DocumentReasonCode = DocumentReasonCode> extends BuckleError {
  override readonly reasonCode: DocumentReason;

  constructor(code: Code, values: DocumentReasonValues<Code>, { isPassing = false, cause }: { readonly isPassing?: boolean; readonly cause?: unknown } = {}) {
    const reason = documentReasonOf(code, values);
    super(isPassing ? 503 : 400, isPassing ? 5003 : 4000, documentReasonInWords(reason), { cause });
    this.reasonCode = reason;
  }
}

/** What is to be removed is worked on by another process: it is tried again. */
export function stillUnderWay(reasonCode: DocumentReason): Unavailable {
  return new Unavailable(documentReasonInWords(reasonCode), { reasonCode });
}

const ofModels = {
  authentication: 'model_authentication',
  'not-found': 'model_not_found',
  'rate-limited': 'model_rate_limited',
  'quota-exhausted': 'model_quota_exhausted',
  'context-too-long': 'model_context_too_long',
  'content-filtered': 'model_content_filtered',
  timeout: 'model_timeout',
  connection: 'model_connection',
  'address-refused': 'model_address_refused',
  'vendor-error': 'model_vendor_error',
  'bad-request': 'model_bad_request',
} as const satisfies Record<ModelErrorKind, DocumentReasonCode>;

/** Why the reading of a document failed, for programs, where that is known. */
export function reasonOf(error: unknown): DocumentReason | undefined {
  if (error instanceof Unreadable) return error.reason;
  if (error instanceof ReadingFailure) return error.reasonCode;
  if (error instanceof ModelError) return documentReasonOf(ofModels[error.kind], { message: error.message });
  // Models that are gone have a reason of their own.
  if (error instanceof NotFound) return documentReasonOf('file_missing', {});
  if (error instanceof TooManyRequests) return documentReasonOf('limit_reached', { message: error.message });
  if (error instanceof ResponseTooLarge) return documentReasonOf('page_too_large', { message: error.message });
  return error instanceof BuckleError ? undefined : documentReasonOf('reading_broken', {});
}

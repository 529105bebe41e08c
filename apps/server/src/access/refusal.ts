import type { DocumentReason, OAuthError } from '@buckle/contract';
import { BuckleError, OAuthRefusal, TooManyRequests } from '#kernel/errors.ts';

/** What a caller is told when a request does not succeed. */
export interface Refusal {
  readonly status: number;
  readonly code: number;
  readonly message: string;
  /** Seconds. */
  readonly retryAfter?: number;
  /** For programs: why a document cannot be read. */
  readonly reasonCode?: DocumentReason;
}

/** The answer to a defect of ours: what went wrong stays in the log. */
export const defect: Refusal = {
  status: 500,
  code: 5000,
  message: 'The server could not complete this request; its log says why, under the log id of this answer.',
};

/** How to answer what was thrown; `defect` for anything that no caller is to blame for or may see. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof BuckleError) {
    return {
      status: error.status,
      code: error.code,
      message: error.message,
      ...(error instanceof TooManyRequests && { retryAfter: error.retryAfter }),
      ...(error.reasonCode && { reasonCode: error.reasonCode }),
    };
  }
  const status = clientErrorStatus(error);
  if (status === undefined || !(error instanceof Error)) return defect;
  return { status, code: status === 404 ? 4200 : 4000, message: error.message };
}

/** What OAuth calls a refusal, also one that other parts of the server have made. */
export function oauthErrorOf(error: unknown, { status }: Refusal): OAuthError {
  if (error instanceof OAuthRefusal) return error.error;
  if (status >= 500) return status === 503 ? 'temporarily_unavailable' : 'server_error';
  return status === 429 ? 'temporarily_unavailable' : 'invalid_request';
}

/**
 * The statuses that a refusal keeps on a call that asked for a stream. With any other, an official
 * client cannot read the body, so the refusal goes out as 200 and its code tells.
 */
const kept = new Set([401, 403, 404, 429]);

/** The status of a refusal before the first event of a stream. */
export function statusBeforeStream(refusal: Refusal): number {
  return kept.has(refusal.status) ? refusal.status : 200;
}

/** The 4xx status that the HTTP framework attached to an error of its own. */
function clientErrorStatus(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return undefined;
  const { statusCode } = error;
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500 ? statusCode : undefined;
}

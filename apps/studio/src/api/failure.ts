import type { DocumentReason } from '@buckle/contract';

/** Why a call failed, in the form in which every part of the studio meets it. */
export interface ApiFailure {
  /** The HTTP status; 0 where the server could not be reached. */
  readonly status: number;
  /** The stable code of the refusal. */
  readonly code: number;
  /** What the server said. */
  readonly message: string;
  /** Names the request in the server's log; empty where it never got there. */
  readonly logId: string;
  /** After how many seconds it may be tried again, where the server says so. */
  readonly retryAfter?: number;
  /** Why a document cannot be read, where that is why. */
  readonly reasonCode?: DocumentReason;
}

/** The same to be thrown. */
export class CallFailed extends Error implements ApiFailure {
  readonly status: number;
  readonly code: number;
  readonly logId: string;
  readonly retryAfter?: number;

  constructor({ status, code, message, logId, retryAfter }: ApiFailure) {
    super(message);
    this.name = 'CallFailed';
    this.status = status;
    this.code = code;
    this.logId = logId;
    if (retryAfter !== undefined) this.retryAfter = retryAfter;
  }
}

/** Says whether something thrown or rejected is the failure of a call. */
export function isApiFailure(error: unknown): error is ApiFailure {
  return typeof error === 'object' && error !== null && 'logId' in error && 'status' in error && 'code' in error;
}

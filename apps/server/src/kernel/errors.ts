import type { DocumentReason, OAuthError } from '@buckle/contract';

/**
 * The tree of errors that a caller may be shown. Each has a stable `code` (Coze's, where Coze has
 * one) and the HTTP status that goes with it; its message says what is wrong and what to do.
 * Anything else that is thrown is a defect: it is logged in full and answered as 5000.
 */
export class BuckleError extends Error {
  readonly code: number;
  readonly status: number;
  /** The same for programs, where it is why a document cannot be read. */
  readonly reasonCode?: DocumentReason;

  constructor(status: number, code: number, message: string, { reasonCode, ...options }: ErrorOptions & { readonly reasonCode?: DocumentReason } = {}) {
    super(message, options);
    if (reasonCode) this.reasonCode = reasonCode;
    this.name = new.target.name;
    this.status = status;
    this.code = code;
  }
}

/** The request is malformed or asks for something that cannot be. 400, code 4000. */
export class BadRequest extends BuckleError {
  constructor(message: string, options?: ErrorOptions & { code?: number; status?: number; reasonCode?: DocumentReason }) {
    super(options?.status ?? 400, options?.code ?? 4000, message, options);
  }
}

/** Nobody is signed in, or the token is unknown, expired or revoked. 401, code 4100. */
export class Unauthenticated extends BuckleError {
  constructor(message = 'Authentication is required: send "Authorization: Bearer <token>".') {
    super(401, 4100, message);
  }
}

/** The caller is known and may not do this. 403, code 4101. */
export class PermissionDenied extends BuckleError {
  constructor(message: string) {
    super(403, 4101, message);
  }
}

/** A client of OAuth does not get what it asks for; `error` says so in OAuth's words. 401 for `invalid_client`, else 400. */
export class OAuthRefusal extends BuckleError {
  readonly error: OAuthError;

  constructor(error: OAuthError, message: string) {
    super(error === 'invalid_client' ? 401 : 400, error === 'invalid_client' ? 4100 : 4000, message);
    this.error = error;
  }
}

/** The thing does not exist, or the caller may not know that it does. 404, code 4200. */
export class NotFound extends BuckleError {
  constructor(what: string, id: string) {
    super(404, 4200, `The ${what} ${JSON.stringify(id)} does not exist, or you have no access to it.`);
  }
}

/** What the caller started from has changed in the meantime. 409, code 4009. */
export class Conflict extends BuckleError {
  constructor(message: string) {
    super(409, 4009, message);
  }
}

/** A limit is reached; `retryAfter` is in seconds and becomes the `Retry-After` header. 429, code 4013. */
export class TooManyRequests extends BuckleError {
  readonly retryAfter: number;

  constructor(message: string, retryAfter: number) {
    super(429, 4013, message);
    this.retryAfter = retryAfter;
  }
}

/** A conversation already holds a chat that has not ended. 409, code 4016. */
export class ConversationBusy extends BuckleError {
  constructor(conversationId: string) {
    super(
      409,
      4016,
      `Conversation ${conversationId} already has a running chat: wait until it ends, answer it, or cancel it.`,
    );
  }
}

/** This process is ending or a part of it is not ready. 503, code 5003. */
export class Unavailable extends BuckleError {
  constructor(message: string, options?: ErrorOptions & { readonly reasonCode?: DocumentReason }) {
    super(503, 5003, message, options);
  }
}

import { BuckleError } from '#kernel/errors.ts';

/** Why a model gave no reply. */
export type ModelErrorKind =
  /** The key is missing, wrong or not allowed to do this. */
  | 'authentication'
  /** The vendor knows no such model, or the address is not that of a model. */
  | 'not-found'
  /** Too many calls at once; goes away by itself. */
  | 'rate-limited'
  /** The account has no credit left; does not go away by itself. */
  | 'quota-exhausted'
  | 'context-too-long'
  | 'content-filtered'
  | 'timeout'
  /** The vendor could not be reached, or the connection broke. */
  | 'connection'
  /** The address may not be reached from here. */
  | 'address-refused'
  /** The vendor failed. */
  | 'vendor-error'
  /** The vendor refused the request as malformed. */
  | 'bad-request';

/**
 * A model gave no reply, or only the beginning of one. The message tells a user what is wrong and what
 * to do, and never holds the key. Code 5100 and status 502, unless the kind says better.
 */
export class ModelError extends BuckleError {
  readonly kind: ModelErrorKind;
  /** How long the vendor asks to wait, in milliseconds. */
  readonly retryAfter: number | undefined;

  constructor(kind: ModelErrorKind, message: string, options: ErrorOptions & { readonly retryAfter?: number | undefined } = {}) {
    super(STATUS[kind], 5100, message, options);
    this.kind = kind;
    this.retryAfter = options.retryAfter;
  }

  /** Whether the same call may succeed when it is made again. */
  get retryable(): boolean {
    return RETRYABLE.has(this.kind);
  }
}

const RETRYABLE: ReadonlySet<ModelErrorKind> = new Set(['rate-limited', 'timeout', 'connection', 'vendor-error']);

const STATUS: Readonly<Record<ModelErrorKind, number>> = {
  authentication: 502,
  'not-found': 502,
  'rate-limited': 429,
  'quota-exhausted': 502,
  'context-too-long': 400,
  'content-filtered': 400,
  timeout: 504,
  connection: 502,
  'address-refused': 400,
  'vendor-error': 502,
  'bad-request': 400,
};

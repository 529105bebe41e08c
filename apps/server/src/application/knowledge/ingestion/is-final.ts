import { BuckleError } from '#kernel/errors.ts';
import { ModelError } from '#services/models/index.ts';

const TOO_MANY_REQUESTS = 429;

/** Whether it would be the same the next time: not where a server or a model has no time now. */
export function isFinal(error: unknown): error is BuckleError | ModelError {
  if (error instanceof ModelError) return !error.retryable;
  return error instanceof BuckleError && error.status < 500 && error.status !== TOO_MANY_REQUESTS;
}

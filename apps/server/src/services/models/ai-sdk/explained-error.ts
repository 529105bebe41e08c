import { APICallError } from '@ai-sdk/provider';
import { ModelError } from '../model-error.ts';
import { transportError } from '../transport-error.ts';
import { errorInStream, vendorError, type CallSubject } from '../vendor-error.ts';

/** Says what it means that a call by AI SDK failed. */
export function explainedError(error: unknown, subject: CallSubject): ModelError {
  if (error instanceof ModelError) return error;
  if (APICallError.isInstance(error) && error.statusCode !== undefined && error.statusCode !== 200) {
    const { statusCode: status, responseBody: body = '', responseHeaders } = error;
    return vendorError({ status, body, retryAfter: responseHeaders?.['retry-after'] }, subject);
  }
  if (error instanceof Error) return transportError(error, subject);
  return errorInStream(error, subject);
}

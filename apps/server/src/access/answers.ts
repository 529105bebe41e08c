import type { DocumentReason, OAuthError } from '@buckle/contract';

/** The type of every JSON answer. */
export const JSON_TYPE = 'application/json; charset=utf-8';

/** The headers that every answer of the API carries beside its log id. */
export const apiHeaders = {
  'content-type': JSON_TYPE,
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

/** A successful answer whose value stands in `data`. */
export function dataAnswer(data: unknown, logId: string): string {
  const json: string | undefined = JSON.stringify(data);
  return `{"code":0,"msg":"","data":${json ?? 'null'},"detail":{"logid":"${logId}"}}`;
}

/** A successful answer whose fields stand beside `code` and `msg`. */
export function fieldsAnswer(fields: object, logId: string): string {
  return JSON.stringify({ code: 0, msg: '', ...fields, detail: { logid: logId } });
}

/** A successful answer without content. */
export function emptyAnswer(logId: string): string {
  return `{"code":0,"msg":"","detail":{"logid":"${logId}"}}`;
}

/** How a device learns whether it goes on waiting. Coze's clients read a `code` as another kind of failure, so these have none. */
const deviceStates: ReadonlySet<OAuthError> = new Set(['authorization_pending', 'slow_down', 'access_denied', 'expired_token']);

/** A refusal or a failure in the form of OAuth. */
export function oauthFailureAnswer(error: OAuthError, code: number, message: string, logId: string): string {
  return JSON.stringify({
    error,
    error_description: message,
    error_code: error,
    error_message: message,
    ...(deviceStates.has(error) ? {} : { code, msg: message }),
    detail: { logid: logId },
  });
}

/** A refusal or a failure. */
export function failureAnswer(code: number, message: string, logId: string, reasonCode?: DocumentReason): string {
  return JSON.stringify({ code, msg: message, detail: { logid: logId, ...(reasonCode && { reason_code: reasonCode }) } });
}

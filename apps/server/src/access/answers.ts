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

/** A refusal or a failure. */
export function failureAnswer(code: number, message: string, logId: string): string {
  return JSON.stringify({ code, msg: message, detail: { logid: logId } });
}

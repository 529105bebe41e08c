import { ModelError, type ModelErrorKind } from './model-error.ts';
import type { ModelType } from './model-type.ts';

/** What an error's message needs to know of the call. */
export interface CallSubject {
  /** The model as the vendor names it. */
  readonly modelName: string;
  /** Where it was sought. */
  readonly baseUrl: string;
  /** Kept out of every message. */
  readonly apiKey?: string | undefined;
  /** `chat` where absent. */
  readonly type?: ModelType | undefined;
}

/** A refusal of a vendor. */
export interface VendorAnswer {
  readonly status: number;
  readonly body: string;
  readonly retryAfter?: string | undefined;
}

/** What vendors write, in codes and in words, about one and the same thing. */
const CONTEXT = anyOf(
  'context.?length', 'context.?window', 'maximum context', 'too many tokens', 'token limit', 'prompt is too long',
  'input is too long', 'range of input length', 'maximum number of tokens', 'max.{0,10}input tokens',
  'batch.?size', 'must have less than \\d+ tokens', 'max.{0,10}tokens per request',
);
const FILTERED = anyOf(
  'content.?filter', 'content_policy', 'data_inspection', 'inappropriate content', 'responsibleai',
  'sensitive.?(?:content|information|words?)', 'safety (?:system|filters?|reasons)', '"1301"',
);
const QUOTA = anyOf('insufficient.?(?:quota|balance|credits?|funds)', 'credit balance', 'arrearage', 'overdue', '余额不足', '欠费');
const NO_SUCH_MODEL = anyOf(
  'model.{0,80}(?:not.?found|does not exist|not exist|unknown|not supported)',
  '(?:no such|unknown|unsupported|invalid) model', 'model_not_found', '"1211"',
);

function anyOf(...patterns: readonly string[]): RegExp {
  return new RegExp(patterns.join('|'), 'i');
}

/** Says what a vendor's refusal means. */
export function vendorError(answer: VendorAnswer, subject: CallSubject): ModelError {
  const said = withoutSecrets(messageOf(answer.body), subject.apiKey);
  const kind = kindOf(answer.status, answer.body);
  return new ModelError(kind, explain(kind, answer.status, said, subject), { retryAfter: milliseconds(answer.retryAfter) });
}

/** As `vendorError`, for an error object that came inside a stream that had begun with 200. */
export function errorInStream(error: unknown, subject: CallSubject): ModelError {
  const body = JSON.stringify({ error });
  const code = field(error, 'code') ?? field(error, 'status');
  const status = typeof code === 'number' && code >= 400 && code < 600 ? code : statusOfType(body);
  return vendorError({ status, body }, subject);
}

function statusOfType(body: string): number {
  if (/overloaded|internal|server_error|unavailable/i.test(body)) return 503;
  if (/rate.?limit|too many requests/i.test(body)) return 429;
  if (/authentication|invalid.?api.?key|unauthorized/i.test(body)) return 401;
  return /invalid_request|bad.?request/i.test(body) ? 400 : 500;
}

function kindOf(status: number, body: string): ModelErrorKind {
  if (status === 402 || ((status === 429 || status < 404) && QUOTA.test(body))) return 'quota-exhausted';
  if (status === 429) return 'rate-limited';
  if (status === 401 || status === 403) return 'authentication';
  if (status === 400 && /api.?key not valid|invalid.?api.?key/i.test(body)) return 'authentication';
  if (status === 413 || (status < 500 && CONTEXT.test(body))) return 'context-too-long';
  if (status < 500 && FILTERED.test(body)) return 'content-filtered';
  if (status === 404 || (status < 500 && NO_SUCH_MODEL.test(body))) return 'not-found';
  if (status === 408 || status === 504) return 'timeout';
  if (status >= 500) return 'vendor-error';
  return status >= 400 ? 'bad-request' : 'not-found';
}

function explain(kind: ModelErrorKind, status: number, said: string, { modelName, baseUrl, type = 'chat' }: CallSubject): string {
  const quote = said === '' ? '' : ` It said: ${said}`;
  switch (kind) {
    case 'authentication':
      return (
        `The vendor of the model "${modelName}" refused the API key (${status}): ` +
        'check that the key is right, belongs to this address and may use this model.'
      );
    case 'not-found':
      return status === 404 || status < 300 || status >= 400
        ? `There is no model "${modelName}" at ${baseUrl} (${status}): check the model's name and the base URL.${quote}`
        : `${baseUrl} redirects elsewhere (${status}): enter the address that it leads to as the base URL.`;
    case 'rate-limited':
      return (
        `The vendor of the model "${modelName}" takes no more calls at the moment (${status}): ` +
        `wait a little, or raise the limit of the account.${quote}`
      );
    case 'quota-exhausted':
      return (
        `The account at the vendor of the model "${modelName}" has no credit left (${status}): ` +
        `top it up, or choose another model.${quote}`
      );
    case 'context-too-long':
      if (type !== 'chat') return `A text is too long for the model "${modelName}" (${status}): make the passages shorter, or choose another model.${quote}`;
      return (
        `The conversation is too long for the model "${modelName}": ` +
        `begin a new one, send less, or choose a model with a longer context.${quote}`
      );
    case 'content-filtered':
      return `The content filter of the model "${modelName}" refused the request: put it differently.${quote}`;
    case 'timeout':
      return `The model "${modelName}" took too long to answer (${status}): try again.${quote}`;
    case 'vendor-error':
    case 'connection':
    case 'address-refused':
      return `The vendor of the model "${modelName}" failed (${status}): try again later.${quote}`;
    case 'bad-request':
      return `The model "${modelName}" refused the request (${status}).${quote}`;
  }
}

/** The sentence in an error's body, whatever shape the vendor gives it; the body itself if it is no JSON. */
function messageOf(body: string): string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return body.trimStart().startsWith('<') ? '' : shortened(body);
  }
  const outer: unknown = Array.isArray(parsed) ? parsed[0] : parsed;
  const inner = field(outer, 'error') ?? outer;
  const message = typeof inner === 'string' ? inner : (field(inner, 'message') ?? field(inner, 'msg') ?? field(inner, 'detail'));
  return shortened(typeof message === 'string' ? message : '');
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}

/** Vendors repeat keys in their messages, whole or with stars. */
function withoutSecrets(text: string, apiKey: string | undefined): string {
  const bare = apiKey ? text.replaceAll(apiKey, '…') : text;
  return bare.replaceAll(/\b(?:sk|pk|ak|xai|gsk|AIza)[-_]?[\w*.-]{8,}/g, '…');
}

/** `Retry-After`: seconds, or a date. */
function milliseconds(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}

import type { z } from 'zod';
import type { Permission } from './permissions.ts';

/** What a caller must show: nothing, or a session's cookie or bearer token. */
export type Authentication = 'none' | 'required';

/**
 * Where the answer's fields stand. `data`: `{code, msg, data, detail}`. `fields`: beside `code` and
 * `msg`, as a few of Coze's endpoints have it. `none`: `{code, msg, detail}` alone. `alone`: without
 * any of these. `bytes`: a file as it is. `redirect`: there is no body, the browser is sent elsewhere.
 */
export type AnswerPlace = 'data' | 'fields' | 'none' | 'alone' | 'bytes' | 'redirect';

/** One operation of the HTTP API: routes, validation, types, OpenAPI and the generated tests come from it. */
export interface Endpoint<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> {
  /** The operation's id in OpenAPI, in camelCase. */
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With parameters in braces: `/v1/bots/{bot_id}`. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly authentication: Authentication;
  /** What the operation checks; absent where the caller only reaches what is their own. */
  readonly permission?: Permission;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** How the body is sent; `multipart` bodies hold one `file`, `any` is for the operation itself to read. */
  readonly bodyKind: 'none' | 'json' | 'multipart' | 'any';
  /** How large its body may be, where that is more than bodies usually may be. */
  readonly maxBodyBytes?: number;
  readonly answer: Answer;
  readonly place: AnswerPlace;
  /** Present where the endpoint can answer with server-sent events: their names and data. */
  readonly events?: Readonly<Record<string, z.ZodType>>;
  /** Present where the call creates something: it accepts `Idempotency-Key`. */
  readonly creates?: true;
  /** Present where the answer may come before the work is done, with the status 202. */
  readonly accepts?: true;
  /**
   * Present where clients speak OAuth: the body may be a form too, a refusal says `error` as RFC 6749
   * has it, and pages of any origin may call, since no cookie is looked at.
   */
  readonly oauth?: true;
  /** A second method with the same meaning (Coze's SDKs differ in a few places). */
  readonly alias?: 'GET' | 'POST';
}

/** Whether an endpoint belongs to the management API, which refuses fields that it does not know; Coze's API ignores them. */
export function isManagement({ path }: Pick<Endpoint, 'path'>): boolean {
  return path.startsWith('/api/') && !path.startsWith('/api/permission/');
}

import { z } from 'zod';
import { documentReason } from './document-reasons.ts';

/** An id in an answer: 64 bits as a decimal string. */
export const id = z.string().regex(/^\d{1,20}$/).describe('An id: a whole number as a decimal string');

/**
 * An id in a request. Any short text will do: what is no id of ours is unknown and gives 404, as an
 * id that was never made does, so that a caller need not tell the two apart.
 */
export const idInRequest = z.string().min(1).max(64).describe('An id, as an earlier answer gave it');

/** A moment in an answer of the Coze API: whole seconds since 1970. */
export const timestamp = z.int().min(0).describe('Seconds since 1970');

/** A whole number in a query, where everything arrives as text. */
export function queryInteger(minimum: number, maximum: number) {
  return z.coerce.number().int().min(minimum).max(maximum);
}

/** A truth value in a query: `true`, `false`, `1` or `0`. */
export const queryBoolean = z.enum(['true', 'false', '1', '0']).transform((text) => text === 'true' || text === '1');

/** Which page of a numbered list, from 1. */
export const pageNumber = queryInteger(1, 1_000_000).default(1);

/** How many entries a page holds: up to `maximum`, 20 unless said otherwise. */
export function pageSize(maximum: number, usual = Math.min(20, maximum)) {
  return queryInteger(1, maximum).default(usual);
}

/** The query of a numbered list whose pages hold up to `maximum` entries. */
export function numberedPage(maximum: number) {
  return z.object({ page_num: pageNumber, page_size: pageSize(maximum) });
}

/** What every answer carries: the id that its lines in the log have too. */
export const detail = z
  .object({ logid: z.string().describe('Names this request in the log of the server') })
  .meta({ id: 'Detail' });

/** An answer that says only that the call succeeded. */
export const success = z
  .object({ code: z.literal(0), msg: z.string(), detail })
  .meta({ id: 'Success' });

/** Every refusal and failure; `code` is stable, `msg` says what is wrong and what to do. */
export const failure = z
  .object({
    code: z.int().min(1),
    msg: z.string().min(1),
    detail: detail.extend({ reason_code: documentReason.optional().describe('Why a document cannot be read, for programs') }).meta({ id: 'FailureDetail' }),
  })
  .meta({ id: 'Failure' });

/** The data of an `error` event in a stream. */
export const errorEvent = z.object({ code: z.int().min(1), msg: z.string() }).meta({ id: 'ErrorEvent' });

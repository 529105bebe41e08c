import { BadRequest } from '#kernel/errors.ts';
import type { RawCall } from '#kernel/route.ts';
import type { Values } from '../engine/values.ts';

/** Headers that prove something: no run is told of them. */
const PROVING = ['authorization', 'cookie', 'proxy-authorization', 'x-buckle-secret'];

/** A call as the event that parameters take values from: its body as JSON, as the fields of a form, or as text. */
export function webhookEvent({ headers, body }: RawCall, query: Readonly<Record<string, unknown>>, signatureHeader: string): Values {
  const { secret: _secret, ...told } = query;
  const hidden = new Set([...PROVING, signatureHeader.toLowerCase()]);
  return { body: bodyOf(headers['content-type'] ?? '', body), query: told, headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !hidden.has(name))) };
}

function bodyOf(type: string, bytes: Buffer): unknown {
  const text = bytes.toString('utf8');
  if (/^application\/x-www-form-urlencoded/i.test(type)) return Object.fromEntries(new URLSearchParams(text));
  if (text === '' || !/^(application\/json|application\/[\w.-]+\+json|$)/i.test(type)) return text;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BadRequest('The body is not valid JSON.', { cause: error });
  }
}

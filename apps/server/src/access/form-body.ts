import type { IncomingMessage } from 'node:http';
import { BadRequest } from '#kernel/errors.ts';
import { type BodyLimits, readText } from './json-body.ts';

/** Whether a body says that it is a form, as RFC 6749 has them. */
export function isForm(request: IncomingMessage): boolean {
  return request.headers['content-type']?.toLowerCase().split(';', 1)[0]?.trim() === 'application/x-www-form-urlencoded';
}

/**
 * Reads a form as the object of its fields; a field without a value is absent. Throws `BadRequest` as
 * `readJsonBody` does, and for a field that is there twice.
 */
export async function readForm(request: IncomingMessage, limits: BodyLimits): Promise<Readonly<Record<string, string>>> {
  const entries = [...new URLSearchParams(await readText(request, limits, () => undefined))].filter(([, value]) => value !== '');
  const fields = Object.fromEntries(entries);
  if (Object.keys(fields).length < entries.length) throw new BadRequest('The form has a field twice.');
  return fields;
}

import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { RawCall } from '#kernel/route.ts';
import type { TriggerDocument } from './trigger-documents.ts';

/** A call of a webhook, as far as its proof goes. */
export interface ProvenCall extends RawCall {
  /** The secret of the address. */
  readonly secret: string | undefined;
}

/** What a call has proved; a signature with a time is good for one call. */
export interface Proof {
  readonly signature?: string;
}

/** Checks what a caller proves itself with, against what may be no trigger at all. `undefined` where it is wrong. */
export function proofOf(trigger: Pick<TriggerDocument, 'webhook' | 'secret'> | undefined, call: ProvenCall, now: number): Proof | undefined {
  const secret = trigger?.secret;
  if (trigger?.webhook?.proof === 'signature') return secret === undefined ? undefined : signed(trigger.webhook, secret, call, now);
  const given = call.secret ?? call.headers['x-buckle-secret'] ?? bearer(call.headers['authorization']) ?? '';
  // Compared also where there is nothing to compare with, so that the time tells nobody what exists.
  return isSame(given, secret ?? 'no secret') && secret !== undefined ? {} : undefined;
}

function signed(
  { signature_header: signatureHeader, timestamp_header: timestampHeader, tolerance_seconds: tolerance }: NonNullable<TriggerDocument['webhook']>,
  secret: string,
  { headers, body }: RawCall,
  now: number,
): Proof | undefined {
  const given = (headers[signatureHeader.toLowerCase()] ?? '').trim().replace(/^sha256=/, '');
  const time = timestampHeader === '' ? undefined : headers[timestampHeader.toLowerCase()];
  if (timestampHeader !== '' && (time === undefined || !/^\d{1,12}$/.test(time) || Math.abs(now / 1_000 - Number(time)) > tolerance)) return undefined;
  const digest = createHmac('sha256', secret);
  if (time !== undefined) digest.update(`${time}.`);
  const expected = digest.update(body).digest();
  const isRight = isSame(given.toLowerCase(), expected.toString('hex')) || isSame(given, expected.toString('base64'));
  if (!isRight) return undefined;
  // Senders that sign no time send the same signature with the same body: only its name tells a delivery.
  return time === undefined ? {} : { signature: expected.toString('hex') };
}

/** Compares texts in a time that does not tell where they differ. */
function isSame(one: string, other: string): boolean {
  return timingSafeEqual(createHash('sha256').update(one).digest(), createHash('sha256').update(other).digest());
}

function bearer(authorization: string | undefined): string | undefined {
  return authorization?.slice(0, 7).toLowerCase() === 'bearer ' ? authorization.slice(7).trim() : undefined;
}

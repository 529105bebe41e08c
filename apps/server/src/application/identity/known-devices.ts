import { timingSafeEqual } from 'node:crypto';
import type { KeyedHash } from './keyed-hash.ts';

/**
 * Knows browsers again in which an account was signed in to before, by a token that they keep when the
 * session ends. The token lets nobody in: it only keeps the failures of strangers from counting
 * against its bearer. (The device cookies of OWASP.)
 */
export class KnownDevices {
  readonly #hash: KeyedHash;

  constructor(hash: KeyedHash) {
    this.#hash = hash;
  }

  /** What a browser keeps: it is known by the last session that it had, and to one account. */
  tokenOf(email: string, sessionId: string): string {
    return `${sessionId}.${this.#hash.of('known-device', `${sessionId}\n${email}`)}`;
  }

  /** By what the bearer of a token is known to an account; undefined where it is not. */
  recognise(email: string, token = ''): string | undefined {
    const [sessionId = ''] = token.split('.');
    const expected = Buffer.from(this.tokenOf(email, sessionId));
    const given = Buffer.from(token);
    return given.length === expected.length && timingSafeEqual(given, expected) ? sessionId : undefined;
  }
}

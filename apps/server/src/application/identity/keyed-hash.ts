import { createHmac, createSecretKey, randomBytes, timingSafeEqual, type KeyObject } from 'node:crypto';

/** What a hash is made for, so that a value of one kind is never taken for another. */
type HashPurpose =
  | 'personal-token'
  | 'one-time-token'
  | 'refresh-token'
  | 'known-device'
  | 'visitor'
  | 'share-pass'
  | 'client-secret'
  | 'app-access-token'
  | 'app-refresh-token'
  | 'authorization-code'
  | 'device-code'
  | 'user-code'
  | 'service-jwt';

/**
 * Hashes of tokens under a secret of the instance: who reads the documents can neither use a token
 * nor test a guess.
 */
export class KeyedHash {
  readonly #key: KeyObject;

  constructor(secret: Buffer) {
    this.#key = createSecretKey(secret);
  }

  /** 43 characters of base64url. */
  of(purpose: HashPurpose, text: string): string {
    return createHmac('sha256', this.#key).update(`${purpose}\n${text}`).digest('base64url');
  }

  /** Whether a text has this hash, found out in a time that tells nothing. */
  matches(purpose: HashPurpose, text: string, hash: string): boolean {
    const expected = Buffer.from(this.of(purpose, text));
    const given = Buffer.from(hash);
    return given.length === expected.length && timingSafeEqual(given, expected);
  }
}

/** 256 random bits as 43 characters of base64url. */
export function randomToken(): string {
  return randomBytes(32).toString('base64url');
}

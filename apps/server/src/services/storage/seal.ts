import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';

/**
 * Authenticated encryption of one value under a data key, AES-256-GCM. So that a nonce can never
 * come twice, however many processes share the key, each sealer derives a key of its own from a
 * random salt (HKDF-SHA-256) and counts its nonces. The sealed form:
 *
 *     1 byte   format, 1
 *     4 bytes  number of the data key
 *     16 bytes salt of the sealer
 *     6 bytes  counter, the last half of the nonce
 *     n bytes  ciphertext
 *     16 bytes tag
 */
const FORMAT = 1;
const SALT_AT = 5;
const SALT_BYTES = 16;
const COUNTER_AT = SALT_AT + SALT_BYTES;
const COUNTER_BYTES = 6;
const HEADER_BYTES = COUNTER_AT + COUNTER_BYTES;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** GCM's own bound for one key is 2^32 messages where nonces are random; ours are counted, but stay below it. */
const MESSAGES_PER_SALT = 2 ** 32;
const DERIVED_KEYS_KEPT = 256;

/** A data key, 32 bytes, and its number among the keys of its scope. */
export interface DataKey {
  readonly number: number;
  readonly secret: Buffer;
}

/** The sealed form is damaged, was changed, or belongs to another key or place. */
export class SealBroken extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(`A sealed value cannot be opened: ${reason}.`, options);
    this.name = 'SealBroken';
  }
}

/** Derives the key that belongs to a data key and a salt. */
export function deriveKey(secret: Buffer, salt: Uint8Array, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, purpose, 32));
}

/** Seals values under one data key. */
export class Sealer {
  readonly #key: DataKey;
  #derived: KeyObject;
  #header: Buffer;
  #counter = 0;

  constructor(key: DataKey) {
    this.#key = key;
    ({ derived: this.#derived, header: this.#header } = newSalt(key));
  }

  /** Seals bytes or text; `place` is bound to it and must be named again to open it. */
  seal(plain: string | Uint8Array, place: string): Buffer {
    if (this.#counter === MESSAGES_PER_SALT) {
      ({ derived: this.#derived, header: this.#header } = newSalt(this.#key));
      this.#counter = 0;
    }
    const header = Buffer.from(this.#header);
    header.writeUIntBE(this.#counter, COUNTER_AT, COUNTER_BYTES);
    this.#counter += 1;
    const cipher = createCipheriv('aes-256-gcm', this.#derived, nonceOf(header));
    cipher.setAAD(Buffer.from(place));
    const body = typeof plain === 'string' ? cipher.update(plain, 'utf8') : cipher.update(plain);
    return Buffer.concat([header, body, cipher.final(), cipher.getAuthTag()]);
  }
}

/** Opens what any sealer under one data key has sealed. */
export class Opener {
  readonly #key: DataKey;
  readonly #derived = new Map<string, KeyObject>();

  constructor(key: DataKey) {
    this.#key = key;
  }

  /** Throws `SealBroken`. */
  open(sealed: Buffer, place: string): Buffer {
    if (sealed.length < HEADER_BYTES + TAG_BYTES) throw new SealBroken('it is too short');
    const decipher = createDecipheriv('aes-256-gcm', this.#keyFor(sealed), nonceOf(sealed));
    decipher.setAAD(Buffer.from(place));
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    try {
      return Buffer.concat([decipher.update(sealed.subarray(HEADER_BYTES, -TAG_BYTES)), decipher.final()]);
    } catch (error) {
      throw new SealBroken('it was changed, or moved from its place', { cause: error });
    }
  }

  #keyFor(sealed: Buffer): KeyObject {
    const salt = sealed.subarray(SALT_AT, SALT_AT + SALT_BYTES);
    const name = salt.toString('latin1');
    let derived = this.#derived.get(name);
    if (!derived) {
      derived = valueKey(this.#key, salt);
      if (this.#derived.size === DERIVED_KEYS_KEPT) this.#derived.clear();
      this.#derived.set(name, derived);
    }
    return derived;
  }
}

/** A fresh salt: the key derived with it, and the header of the values sealed under that. */
function newSalt(key: DataKey): { readonly derived: KeyObject; readonly header: Buffer } {
  const salt = randomBytes(SALT_BYTES);
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt8(FORMAT, 0);
  header.writeUInt32BE(key.number, 1);
  salt.copy(header, SALT_AT);
  return { derived: valueKey(key, salt), header };
}

/** As a key object: given as bytes, a key costs three times what sealing a short value does. */
function valueKey(key: DataKey, salt: Uint8Array): KeyObject {
  return createSecretKey(deriveKey(key.secret, salt, 'buckle value'));
}

/** The number of the data key under which a value was sealed. Throws `SealBroken`. */
export function keyNumberOf(sealed: Buffer): number {
  if (sealed.length < HEADER_BYTES || sealed[0] !== FORMAT) throw new SealBroken('its format is unknown');
  return sealed.readUInt32BE(1);
}

function nonceOf(sealed: Buffer): Buffer {
  const nonce = Buffer.alloc(NONCE_BYTES);
  sealed.copy(nonce, NONCE_BYTES - COUNTER_BYTES, COUNTER_AT, COUNTER_AT + COUNTER_BYTES);
  return nonce;
}

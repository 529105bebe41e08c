import { createHash } from 'node:crypto';
import { Opener, Sealer } from './seal.ts';

/** A stored secret under each master key that may open it, by the key's fingerprint. */
export type Wraps = Readonly<Record<string, string>>;

/** Wraps the secrets of an installation under one master key, each bound to its id. */
export class KeyWrapper {
  /** The beginning of a hash of the master key: says which one it is, and nothing about it. */
  readonly fingerprint: string;
  readonly #sealer: Sealer;
  readonly #opener: Opener;

  constructor(master: Buffer) {
    const key = { number: 0, secret: master };
    this.fingerprint = createHash('sha256').update('buckle master key').update(master).digest('hex').slice(0, 16);
    this.#sealer = new Sealer(key);
    this.#opener = new Opener(key);
  }

  wrap(id: string, secret: Buffer): string {
    return this.#sealer.seal(secret, id).toString('base64');
  }

  /** Undefined where the secret is not wrapped under this master key. Throws `SealBroken`. */
  unwrap(id: string, wraps: Wraps): Buffer | undefined {
    const wrapped = wraps[this.fingerprint];
    return wrapped === undefined ? undefined : this.#opener.open(Buffer.from(wrapped, 'base64'), id);
  }
}

import { hash, verify } from '@node-rs/argon2';
import { randomToken } from './keyed-hash.ts';

/**
 * Passwords as argon2id hashes, peppered with a secret of the instance. Each takes some 20 MB and
 * tens of milliseconds, outside the event loop.
 */
export class Passwords {
  readonly #secret: Buffer;
  readonly #nobodys: string;

  private constructor(secret: Buffer, nobodys: string) {
    this.#secret = secret;
    this.#nobodys = nobodys;
  }

  static async open(secret: Buffer): Promise<Passwords> {
    return new Passwords(secret, await hash(randomToken(), { secret }));
  }

  hash(password: string): Promise<string> {
    return hash(password, { secret: this.#secret });
  }

  /** Whether the password is right. Takes as long where there is no account or no password yet. */
  async verify(passwordHash: string | undefined, password: string): Promise<boolean> {
    const right = await verify(passwordHash || this.#nobodys, password, { secret: this.#secret });
    return right && Boolean(passwordHash);
  }
}

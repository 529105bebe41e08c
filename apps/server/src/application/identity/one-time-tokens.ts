import { type Collection, type Read, RevisionConflict, type Write } from '#data/documents/port.ts';
import type { Clock } from '#kernel/clock.ts';
import { BadRequest } from '#kernel/errors.ts';
import { type KeyedHash, randomToken } from './keyed-hash.ts';
import type { OneTimePurpose, OneTimeToken } from './stores.ts';

/** A one-time token as it is handed over, this once. */
export interface IssuedOneTimeToken {
  readonly token: string;
  readonly expiresAt: number;
}

/** Tokens that are handed over as links and work once: set-up, invitations, password resets. */
export class OneTimeTokens {
  readonly #stored: Collection<OneTimeToken>;
  readonly #hash: KeyedHash;
  readonly #clock: Clock;

  constructor(stored: Collection<OneTimeToken>, hash: KeyedHash, clock: Clock) {
    this.#stored = stored;
    this.#hash = hash;
    this.#clock = clock;
  }

  /** A new token that is good for `lifetime` milliseconds, and the write that stores it. Discards those that have expired. */
  async make(
    purpose: OneTimePurpose,
    lifetime: number,
    holder: Pick<OneTimeToken, 'userId' | 'sessionEpoch' | 'email'> = {},
  ): Promise<{ readonly issued: IssuedOneTimeToken; readonly storing: Write }> {
    await this.discard(purpose, this.#clock.now());
    const token = randomToken();
    const expiresAt = this.#clock.now() + lifetime;
    const stored = { ...holder, id: this.#hash.of('one-time-token', token), purpose, expiresAt };
    return { issued: { token, expiresAt }, storing: () => this.#stored.insert(stored) };
  }

  /** What a token was made for. Throws `BadRequest` where it is unknown, used or expired. */
  async check(purpose: OneTimePurpose, token: string): Promise<Read<OneTimeToken>> {
    const stored = await this.#stored.get(this.#hash.of('one-time-token', token));
    if (stored?.purpose !== purpose || stored.expiresAt <= this.#clock.now()) throw unusableToken(purpose);
    return stored;
  }

  /** Uses a token up; of several at once, one succeeds. Throws as `check` does. */
  async use(purpose: OneTimePurpose, token: string): Promise<OneTimeToken> {
    const stored = await this.check(purpose, token);
    try {
      if (await this.#stored.delete(stored.id, { revision: stored.revision })) return stored;
    } catch (error) {
      if (!(error instanceof RevisionConflict)) throw error;
    }
    throw unusableToken(purpose);
  }

  /** Removes the tokens of a purpose that expire before `time`. */
  async discard(purpose: OneTimePurpose, time: number): Promise<void> {
    const { items } = await this.#stored.find({
      where: { purpose, expiresAt: { lt: time } },
      sort: 'expiresAt',
      limit: 1000,
    });
    for (const { id } of items) await this.#stored.delete(id);
  }
}

/** That a one-time token is good for nothing (any more). */
export function unusableToken(purpose: OneTimePurpose): BadRequest {
  return new BadRequest(
    purpose === 'set-up'
      ? 'This set-up link does not work (any more): open the one that the latest start printed. There is none once the account exists.'
      : 'The one-time token is unknown, already used or expired: ask for a new one.',
  );
}

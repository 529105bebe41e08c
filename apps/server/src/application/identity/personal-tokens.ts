import { hash as hashOf } from 'node:crypto';
import type { Scope } from '@buckle/contract';
import type { Collection, Page, Write } from '#data/documents/port.ts';
import type { Clock } from '#kernel/clock.ts';
import { Unauthenticated } from '#kernel/errors.ts';
import type { IdGenerator } from '#kernel/ids.ts';
import { type KeyedHash, randomToken } from './keyed-hash.ts';
import type { PersonalToken } from './stores.ts';
import type { Throttle } from './throttle.ts';

/** What every personal access token begins with. */
export const TOKEN_PREFIX = 'pat_';

const MINUTE = 60_000;
const KNOWN_AT_MOST = 10_000;

/** What a new token shall be. */
export interface NewToken {
  readonly name: string;
  /** Absent: everything that its user may do. */
  readonly scopes?: readonly Scope[];
  /** Absent: all workspaces of its user. */
  readonly workspaceId?: string;
  /** Milliseconds since 1970; absent: never. */
  readonly expiresAt?: number;
}

/** A token with its secret, which is shown this once. */
export interface IssuedToken {
  readonly stored: PersonalToken;
  readonly token: string;
}

/** Personal access tokens, of which only keyed hashes are kept. */
export class PersonalTokens {
  readonly #stored: Collection<PersonalToken>;
  readonly #hash: KeyedHash;
  readonly #throttle: Throttle;
  readonly #clock: Clock;
  readonly #ids: IdGenerator;
  /** The ids of tokens that were shown lately, by a hash that takes a fraction of the time of the stored one. */
  readonly #known = new Map<string, string>();

  constructor(stored: Collection<PersonalToken>, hash: KeyedHash, throttle: Throttle, clock: Clock, ids: IdGenerator) {
    this.#stored = stored;
    this.#hash = hash;
    this.#throttle = throttle;
    this.#clock = clock;
    this.#ids = ids;
  }

  /** A new token for a user, and the write that stores it; `token` where its text is given. The write throws `UniqueConflict` if that one exists. */
  make(userId: string, wanted: NewToken, token = TOKEN_PREFIX + randomToken()): { readonly issued: IssuedToken; readonly storing: Write } {
    const { name, scopes, workspaceId, expiresAt } = wanted;
    const stored: PersonalToken = {
      id: this.#ids.next(),
      userId,
      name,
      hash: this.#hash.of('personal-token', token),
      ...(scopes ? { scopes } : {}),
      ...(workspaceId ? { workspaceId } : {}),
      ...(expiresAt !== undefined ? { expiresAt } : {}),
      revoked: false,
      createdAt: this.#clock.now(),
    };
    return { issued: { stored, token }, storing: () => this.#stored.insert(stored) };
  }

  /** The token that a caller shows. Throws `Unauthenticated`. */
  async find(token: string): Promise<PersonalToken> {
    const quick = hashOf('sha256', token, 'base64url');
    const id = this.#known.get(quick);
    const known = id === undefined ? undefined : await this.#stored.get(id);
    if (known) return known;
    const hash = this.#hash.of('personal-token', token);
    const { items } = await this.#stored.find({ where: { hash }, limit: 1 });
    const [stored] = items;
    if (!stored) throw new Unauthenticated('The access token is unknown: check that it was copied whole.');
    if (this.#known.size === KNOWN_AT_MOST) this.#known.clear();
    this.#known.set(quick, stored.id);
    return stored;
  }

  /** Whether a token was ever made, usable or not. */
  async exists(token: string): Promise<boolean> {
    return (await this.#stored.count({ hash: this.#hash.of('personal-token', token) })) > 0;
  }

  /** Why a token can no longer be used, if so. */
  defectOf(stored: PersonalToken): 'revoked' | 'expired' | undefined {
    if (stored.revoked) return 'revoked';
    if (stored.expiresAt !== undefined && stored.expiresAt <= this.#clock.now()) return 'expired';
    return undefined;
  }

  /** Notes that a token is in use, at most once a minute. */
  async noteUse(stored: PersonalToken): Promise<void> {
    const now = this.#clock.now();
    if (stored.lastUsedAt !== undefined && now - stored.lastUsedAt < MINUTE) return;
    // Of many requests at once, one writes.
    if (await this.#throttle.once(`token-use:${stored.id}`, MINUTE)) await this.#stored.update(stored.id, { set: { lastUsedAt: now } });
  }

  /** A page of a user's tokens that are not revoked. */
  list(userId: string, limit: number, after: string | undefined): Promise<Page<PersonalToken>> {
    return this.#stored.find({ where: { userId, revoked: false }, limit, after });
  }

  /** The write that revokes a user's token, if there is one to revoke. */
  async revoking(userId: string, id: string): Promise<Write | undefined> {
    const stored = await this.#stored.get(id);
    if (stored?.userId !== userId || stored.revoked) return undefined;
    return () => this.#stored.update(id, { set: { revoked: true } });
  }
}

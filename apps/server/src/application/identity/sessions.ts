import { timingSafeEqual } from 'node:crypto';
import { type Changes, type Collection, DocumentMissing, type Read, RevisionConflict } from '#data/documents/port.ts';
import type { Clock } from '#kernel/clock.ts';
import { Unauthenticated } from '#kernel/errors.ts';
import type { IdGenerator } from '#kernel/ids.ts';
import type { AccessTokens } from './access-tokens.ts';
import type { KeyedHash } from './keyed-hash.ts';
import type { Session, User } from './stores.ts';

/** How long a session lives after its last refresh, in seconds. */
export const SESSION_SECONDS = 30 * 24 * 3600;

/** In this time a refresh token that was just replaced still gets the same successor: two tabs at once. */
const GRACE = 20_000;

/** What is said to whoever shows a session that holds no longer. */
export const SESSION_ENDED = 'This session has ended: it was signed out, revoked or not used for too long. Sign in again.';

/** What a browser holds of a session. */
export interface SessionTokens {
  readonly session: Session;
  readonly accessToken: string;
  readonly refreshToken: string;
}

/**
 * The changes of an account with which all of its sessions end, but `except`. They are part of the write
 * that is the reason, like that of a new password, so that no kill comes between the two.
 */
export function endingSessions(set: Changes<User>['set'], except?: string): Changes<User> {
  const increment = { sessionEpoch: 1 };
  if (except === undefined) return { set, unset: ['keptSessionId'], increment };
  return { set: { ...set, keptSessionId: except }, increment };
}

/** Whether a session has not ended with all others of its user. */
export function outlives(session: Session, user: Pick<User, 'sessionEpoch' | 'keptSessionId'>): boolean {
  return (session.epoch ?? 0) >= (user.sessionEpoch ?? 0) || session.id === user.keptSessionId;
}

/** An old refresh token came back: somebody else may hold a copy, so the session was ended. */
export class RefreshTokenReused extends Unauthenticated {
  readonly session: Session;

  constructor(session: Session) {
    super('This refresh token was used before, so its session has ended. Sign in again.');
    this.session = session;
  }
}

/**
 * Sessions, kept going by refresh tokens of which each is good once. A refresh token is derived from its
 * session and generation under a secret of the instance: so nothing that could be used is stored, and
 * everyone who refreshes at once is given the same successor.
 */
export class Sessions {
  readonly #stored: Collection<Session>;
  readonly #hash: KeyedHash;
  readonly #accessTokens: AccessTokens;
  readonly #clock: Clock;
  readonly #ids: IdGenerator;

  constructor(
    stored: Collection<Session>,
    hash: KeyedHash,
    accessTokens: AccessTokens,
    clock: Clock,
    ids: IdGenerator,
  ) {
    this.#stored = stored;
    this.#hash = hash;
    this.#accessTokens = accessTokens;
    this.#clock = clock;
    this.#ids = ids;
  }

  /**
   * Starts a session, and forgets those of the user that hold no longer. `user` is as it was when they
   * proved who they are: where all sessions have ended since, this one is over at once.
   */
  async start(user: User, from: { readonly address: string; readonly userAgent: string }): Promise<SessionTokens> {
    const now = this.#clock.now();
    for (const old of await this.#of(user.id)) {
      if (old.expiresAt <= now || !outlives(old, user)) await this.#stored.delete(old.id);
    }
    const session = await this.#stored.insert({
      id: this.#ids.next(),
      userId: user.id,
      epoch: user.sessionEpoch ?? 0,
      address: from.address,
      userAgent: from.userAgent.slice(0, 300),
      generation: 0,
      rotatedAt: now,
      createdAt: now,
      expiresAt: now + SESSION_SECONDS * 1000,
    });
    return this.#tokens(session);
  }

  /**
   * Exchanges a refresh token for its successor and a new access token. Throws `RefreshTokenReused`,
   * having ended the session, and `Unauthenticated`.
   */
  async refresh(refreshToken: string): Promise<SessionTokens> {
    const { sessionId, generation } = this.#readRefreshToken(refreshToken);
    const session = await this.get(sessionId);
    const now = this.#clock.now();
    if (generation === session.generation) {
      try {
        const changes = { generation: generation + 1, rotatedAt: now, expiresAt: now + SESSION_SECONDS * 1000 };
        return await this.#tokens(await this.#stored.update(session.id, { set: changes }, { revision: session.revision }));
      } catch (error) {
        // Another refresh came first, or the session ended: look again.
        if (!(error instanceof RevisionConflict || error instanceof DocumentMissing)) throw error;
        return this.refresh(refreshToken);
      }
    }
    if (generation === session.generation - 1 && now - session.rotatedAt <= GRACE) return this.#tokens(session);
    await this.#stored.delete(session.id);
    throw new RefreshTokenReused(session);
  }

  /** A living session. Throws `Unauthenticated`. */
  async get(id: string): Promise<Read<Session>> {
    const session = await this.#stored.get(id);
    if (!session || session.expiresAt <= this.#clock.now()) throw new Unauthenticated(SESSION_ENDED);
    return session;
  }

  /** The session that a refresh token belongs to, whatever its generation. Throws `Unauthenticated`. */
  ofRefreshToken(refreshToken: string): Promise<Read<Session>> {
    return this.get(this.#readRefreshToken(refreshToken).sessionId);
  }

  /** Ends a session at once; says whether there was one. */
  end(id: string): Promise<boolean> {
    return this.#stored.delete(id);
  }

  /** Forgets all sessions of a user but one, which have ended by `endingSessions`. */
  async forgetAll(userId: string, except?: string): Promise<void> {
    for (const session of await this.#of(userId)) if (session.id !== except) await this.#stored.delete(session.id);
  }

  async #of(userId: string): Promise<Session[]> {
    const sessions: Session[] = [];
    let after: string | undefined;
    do {
      const page = await this.#stored.find({ where: { userId }, limit: 1000, after });
      sessions.push(...page.items);
      after = page.next;
    } while (after);
    return sessions;
  }

  async #tokens(session: Session): Promise<SessionTokens> {
    const accessToken = await this.#accessTokens.sign(session.userId, session.id);
    return { session, accessToken, refreshToken: this.#refreshToken(session.id, session.generation) };
  }

  #refreshToken(sessionId: string, generation: number): string {
    const subject = `${sessionId}.${generation}`;
    return `${subject}.${this.#hash.of('refresh-token', subject)}`;
  }

  #readRefreshToken(token: string): { sessionId: string; generation: number } {
    const [sessionId = '', generation = ''] = token.split('.');
    const expected = Buffer.from(this.#refreshToken(sessionId, Number(generation)));
    const given = Buffer.from(token);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      throw new Unauthenticated('The refresh token is not valid: sign in again.');
    }
    return { sessionId, generation: Number(generation) };
  }
}

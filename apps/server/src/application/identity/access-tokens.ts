import { createSecretKey, type KeyObject } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import { type Clock, seconds } from '#kernel/clock.ts';
import { Unauthenticated } from '#kernel/errors.ts';

/** How long an access token is good for, in seconds. */
export const ACCESS_SECONDS = 10 * 60;

/** Checking a signature costs about as much as half a chat turn, so this many checked tokens are remembered. */
const REMEMBERED = 10_000;

/** Whose session an access token belongs to. */
export interface AccessClaims {
  readonly userId: string;
  readonly sessionId: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** The short-lived access tokens of sessions: JWTs under a secret of the instance. */
export class AccessTokens {
  readonly #key: KeyObject;
  readonly #clock: Clock;
  readonly #checked = new Map<string, AccessClaims>();

  constructor(secret: Buffer, clock: Clock) {
    this.#key = createSecretKey(secret);
    this.#clock = clock;
  }

  sign(userId: string, sessionId: string): Promise<string> {
    const now = seconds(this.#clock.now());
    return new SignJWT({ sid: sessionId })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(userId)
      .setIssuedAt(now)
      .setExpirationTime(now + ACCESS_SECONDS)
      .sign(this.#key);
  }

  /** Whose a token is; whether that session still lives is for the caller to see. Throws `Unauthenticated`. */
  async read(token: string): Promise<AccessClaims> {
    const claims = this.#checked.get(token) ?? (await this.#check(token));
    if (claims.expiresAt <= this.#clock.now()) throw expired();
    return claims;
  }

  async #check(token: string): Promise<AccessClaims> {
    try {
      const currentDate = new Date(this.#clock.now());
      const { payload } = await jwtVerify(token, this.#key, { algorithms: ['HS256'], currentDate });
      if (payload.sub === undefined || typeof payload.sid !== 'string' || payload.exp === undefined) throw invalid();
      const claims = { userId: payload.sub, sessionId: payload.sid, expiresAt: payload.exp * 1000 };
      if (this.#checked.size >= REMEMBERED) this.#checked.clear();
      this.#checked.set(token, claims);
      return claims;
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw expired();
      if (error instanceof errors.JOSEError) throw invalid();
      throw error;
    }
  }
}

function expired(): Unauthenticated {
  return new Unauthenticated('The access token has expired: refresh the session with POST /api/auth/refresh.');
}

function invalid(): Unauthenticated {
  return new Unauthenticated('The access token is not valid: sign in again.');
}

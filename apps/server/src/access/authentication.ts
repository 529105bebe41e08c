import type { Principal } from '#kernel/principal.ts';

/** What a request shows to prove who sends it. */
export interface Credentials {
  /** The token of an `Authorization: Bearer` header. */
  readonly bearer?: string;
  /** The access token of a session's cookie; looked at only without a bearer. */
  readonly accessCookie?: string;
  /** The client's address. */
  readonly address: string;
}

/** Finds out who sends a request. Throws `Unauthenticated`, also for a request that shows nothing. */
export type Authenticate = (credentials: Credentials) => Promise<Principal>;

/** The token of an `Authorization` header, if it is a bearer's. */
export function bearerOf(authorization: string | undefined): string | undefined {
  if (authorization === undefined || authorization.slice(0, 7).toLowerCase() !== 'bearer ') return undefined;
  const token = authorization.slice(7).trim();
  return token === '' ? undefined : token;
}

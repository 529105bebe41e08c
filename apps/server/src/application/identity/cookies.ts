import type { Call } from '#kernel/route.ts';
import { ACCESS_SECONDS } from './access-tokens.ts';
import { SESSION_SECONDS, type SessionTokens } from './sessions.ts';

/** The names of the cookies that hold a session. */
export interface CookieNames {
  readonly access: string;
  readonly refresh: string;
}

/** Only the endpoints of sign-in see the refresh token. */
const REFRESH_PATH = '/api/auth';

/** Under HTTPS the names have prefixes that keep other hosts, and pages without HTTPS, from setting them. */
export function cookieNames(secure: boolean): CookieNames {
  return secure
    ? { access: '__Host-buckle_access', refresh: '__Secure-buckle_refresh' }
    : { access: 'buckle_access', refresh: 'buckle_refresh' };
}

/** Gives a browser its session. */
export function setSessionCookies(call: Pick<Call, 'setCookie'>, names: CookieNames, tokens: SessionTokens): void {
  call.setCookie(names.access, tokens.accessToken, { path: '/', maxAge: ACCESS_SECONDS });
  call.setCookie(names.refresh, tokens.refreshToken, { path: REFRESH_PATH, maxAge: SESSION_SECONDS });
}

/** Takes a browser's session away. */
export function clearSessionCookies(call: Pick<Call, 'setCookie'>, names: CookieNames): void {
  call.setCookie(names.access, '', { path: '/', maxAge: 0 });
  call.setCookie(names.refresh, '', { path: REFRESH_PATH, maxAge: 0 });
}

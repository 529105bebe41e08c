import type { Call } from '#kernel/route.ts';
import { ACCESS_SECONDS } from './access-tokens.ts';
import { SESSION_SECONDS, type SessionTokens } from './sessions.ts';

/** The names of the cookies that hold a session, and of the one that stays when it ends. */
export interface CookieNames {
  readonly access: string;
  readonly refresh: string;
  /** See `KnownDevices`. */
  readonly device: string;
}

/** Only the endpoints of sign-in see the refresh token and that of the device. */
const SIGN_IN_PATH = '/api/auth';
const DEVICE_SECONDS = 365 * 24 * 3600;

/** Under HTTPS the names have prefixes that keep other hosts, and pages without HTTPS, from setting them. */
export function cookieNames(secure: boolean): CookieNames {
  return secure
    ? { access: '__Host-buckle_access', refresh: '__Secure-buckle_refresh', device: '__Secure-buckle_device' }
    : { access: 'buckle_access', refresh: 'buckle_refresh', device: 'buckle_device' };
}

/** Gives a browser its session. */
export function setSessionCookies(call: Pick<Call, 'setCookie'>, names: CookieNames, tokens: SessionTokens): void {
  call.setCookie(names.access, tokens.accessToken, { path: '/', maxAge: ACCESS_SECONDS });
  call.setCookie(names.refresh, tokens.refreshToken, { path: SIGN_IN_PATH, maxAge: SESSION_SECONDS });
}

/** Lets a browser be known again, also when its session has ended. */
export function setDeviceCookie(call: Pick<Call, 'setCookie'>, names: CookieNames, token: string): void {
  call.setCookie(names.device, token, { path: SIGN_IN_PATH, maxAge: DEVICE_SECONDS });
}

/** Takes a browser's session away. */
export function clearSessionCookies(call: Pick<Call, 'setCookie'>, names: CookieNames): void {
  call.setCookie(names.access, '', { path: '/', maxAge: 0 });
  call.setCookie(names.refresh, '', { path: SIGN_IN_PATH, maxAge: 0 });
}

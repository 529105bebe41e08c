import { parseCookie, stringifySetCookie } from 'cookie';

const none: Readonly<Record<string, string | undefined>> = Object.freeze({});

/** Reads a `Cookie` header. */
export function readCookies(header: string | undefined): Readonly<Record<string, string | undefined>> {
  return header === undefined ? none : parseCookie(header);
}

/** Where and for how many seconds a browser keeps a cookie. */
export interface CookieOptions {
  readonly path: string;
  readonly maxAge: number;
}

/** A `Set-Cookie` header for a session: no script can read it and no other site makes a browser send it. */
export function sessionCookie(name: string, value: string, options: CookieOptions, secure: boolean): string {
  return stringifySetCookie({ name, value, ...options, httpOnly: true, sameSite: 'lax', secure });
}

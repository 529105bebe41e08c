import type { AppKind } from '@buckle/contract';
import { BadRequest } from '#kernel/errors.ts';

/** Hosts that mean the machine of the browser itself. */
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Checks the addresses that an app wants its answers at. Throws `BadRequest`: for what is no address, has
 * a fragment or a user, or a scheme that a browser would run or read by itself; and where an app of this
 * kind needs one and has none, or the other way round.
 */
export function checkRedirectUris(kind: AppKind, uris: readonly string[]): void {
  const takes = kind === 'web' || kind === 'pkce';
  if (takes && uris.length === 0) throw new BadRequest(`redirect_uris: an app of the kind ${kind} needs at least one.`);
  if (!takes && uris.length > 0) throw new BadRequest(`redirect_uris: an app of the kind ${kind} has none.`);
  for (const uri of uris) {
    if (!isUsable(kind, uri)) {
      throw new BadRequest(
        `redirect_uris: ${JSON.stringify(uri.slice(0, 200))} cannot be one. It must be an address in full that begins with https:// or http://` +
          `${kind === 'pkce' ? ', or with a scheme of the app’s own that has a dot in it, such as com.example.app:/' : ''}, ` +
          'with neither a fragment (#) nor a user name.',
      );
    }
  }
}

function isUsable(kind: AppKind, uri: string): boolean {
  if (!URL.canParse(uri) || uri.includes('#') || !/^[\x21-\x7e]+$/.test(uri)) return false;
  const { protocol, username, password } = new URL(uri);
  if (username !== '' || password !== '') return false;
  if (protocol === 'https:' || protocol === 'http:') return /^https?:\/\//i.test(uri);
  // RFC 8252, 7.1: a scheme of one's own is a domain name turned round.
  return kind === 'pkce' && /^[a-z][a-z0-9+-]*(?:\.[a-z0-9+-]+)+:$/.test(protocol);
}

/**
 * Whether an app may have its answer at an address: one that it has named, letter for letter; of a
 * loopback address of a `pkce` app, which listens where it can, at any port (RFC 8252, 7.3).
 */
export function isRedirectUriOf(app: { readonly kind: AppKind; readonly redirectUris: readonly string[] }, uri: string): boolean {
  if (app.redirectUris.includes(uri)) return true;
  if (app.kind !== 'pkce') return false;
  const wanted = withoutLoopbackPort(uri);
  return wanted !== undefined && app.redirectUris.some((known) => withoutLoopbackPort(known) === wanted);
}

function withoutLoopbackPort(uri: string): string | undefined {
  const [, scheme, host, rest] = /^(http):\/\/([^/?#@:]+|\[::1\])(?::\d{1,5})?([/?].*)?$/.exec(uri) ?? [];
  return host !== undefined && LOOPBACK.has(host) ? `${scheme}://${host}${rest ?? ''}` : undefined;
}

/** An address with parameters added; those that are undefined are left out. */
export function withParameters(uri: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(parameters).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as [string, string]]));
  return `${uri}${uri.includes('?') ? '&' : '?'}${new URLSearchParams(given).toString()}`;
}

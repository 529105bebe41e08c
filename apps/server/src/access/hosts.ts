import { isIP } from 'node:net';
import { BadRequest } from '#kernel/errors.ts';

/** How many spellings of good `Host` headers are remembered. */
const REMEMBERED = 256;

/**
 * Which names a request may call this server by. A page of another site can point a name of its own
 * at this machine and would then count as the same origin here (DNS rebinding); it cannot do so with
 * an address or with `localhost`, so these always pass.
 */
export class HostCheck {
  readonly #names: ReadonlySet<string>;
  readonly #passed = new Set<string>();

  constructor(publicUrl: string | undefined, allowedHosts: readonly string[]) {
    const names = allowedHosts.map((name) => name.toLowerCase());
    if (publicUrl !== undefined) names.push(new URL(publicUrl).hostname);
    this.#names = new Set(names);
  }

  /** Throws `BadRequest` (421) unless the `Host` header, with or without a port, names this server. */
  check(host: string | undefined): void {
    if (host === undefined || !this.#passed.has(host)) this.#examine(host ?? '');
  }

  #examine(host: string): void {
    const name = hostName(host);
    if (name === undefined || !this.#allows(name)) {
      throw new BadRequest(
        'This server is not reached under the name in the Host header: ' +
          'name it in BUCKLE_PUBLIC_URL or BUCKLE_ALLOWED_HOSTS, or call the server by its address.',
        { status: 421 },
      );
    }
    if (this.#passed.size < REMEMBERED) this.#passed.add(host);
  }

  #allows(name: string): boolean {
    return name === 'localhost' || name.startsWith('[') || isIP(name) !== 0 || this.#names.has(name);
  }
}

/**
 * Says whether a call that a browser authenticates by cookie comes from a page of this server: its
 * `Origin`, or else its `Referer`, is `origin` or that of the public URL.
 */
export function isOwnPage(
  headers: { readonly origin?: string | undefined; readonly referer?: string | undefined },
  origin: string,
  publicUrl: string | undefined,
): boolean {
  const from = originOf(headers.origin ?? headers.referer);
  if (from === undefined) return false;
  return from === originOf(origin) || (publicUrl !== undefined && from === originOf(publicUrl));
}

function hostName(host: string): string | undefined {
  const url = `http://${host}`;
  if (!/^[\w.:[\]-]+$/.test(host) || !URL.canParse(url)) return undefined;
  return new URL(url).hostname;
}

function originOf(text: string | undefined): string | undefined {
  if (text === undefined || !URL.canParse(text)) return undefined;
  const { origin } = new URL(text);
  return origin === 'null' ? undefined : origin;
}

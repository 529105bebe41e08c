import type { KeyedHash } from '#application/identity/index.ts';

/** What every access token of an app begins with. */
export const ACCESS_PREFIX = 'oat_';

const ACCESS = { prefix: ACCESS_PREFIX, purpose: 'app-access-token' } as const;
const REFRESH = { prefix: 'ort_', purpose: 'app-refresh-token' } as const;

type TokenKind = typeof ACCESS | typeof REFRESH;

/** What an access token says of itself. */
export interface AccessClaims {
  readonly grantId: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** What a refresh token says of itself. */
export interface RefreshClaims {
  readonly grantId: string;
  readonly generation: number;
}

/**
 * Tokens are derived from their grant under a secret of the instance, as refresh tokens of sessions are:
 * nothing is stored that could be used, and what a token says of itself cannot be changed. Whether its
 * grant still stands is for others to see.
 */
export class GrantTokens {
  readonly #hash: KeyedHash;

  constructor(hash: KeyedHash) {
    this.#hash = hash;
  }

  access({ grantId, expiresAt }: AccessClaims): string {
    return this.#sign(ACCESS, grantId, expiresAt);
  }

  refresh({ grantId, generation }: RefreshClaims): string {
    return this.#sign(REFRESH, grantId, generation);
  }

  readAccess(token: string): AccessClaims | undefined {
    const read = this.#read(ACCESS, token);
    return read && { grantId: read.grantId, expiresAt: read.number };
  }

  readRefresh(token: string): RefreshClaims | undefined {
    const read = this.#read(REFRESH, token);
    return read && { grantId: read.grantId, generation: read.number };
  }

  #sign({ prefix, purpose }: TokenKind, grantId: string, number: number): string {
    const subject = `${grantId}.${number}`;
    return `${prefix}${subject}.${this.#hash.of(purpose, subject)}`;
  }

  #read({ prefix, purpose }: TokenKind, token: string): { readonly grantId: string; readonly number: number } | undefined {
    const [, grantId, number, signature] = /^\w{4}(\d{1,20})\.(\d{1,16})\.([\w-]{43})$/.exec(token) ?? [];
    if (!token.startsWith(prefix) || grantId === undefined || number === undefined || signature === undefined) return undefined;
    return this.#hash.matches(purpose, `${grantId}.${number}`, signature) ? { grantId, number: Number(number) } : undefined;
  }
}

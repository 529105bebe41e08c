import type { Principal } from '#kernel/principal.ts';
import type { IdentityParts } from './parts.ts';
import type { IssuedToken, NewToken } from './personal-tokens.ts';

/** Makes a personal access token for a user; `token` where its text is given. Throws `UniqueConflict` if that one exists. */
export async function issuePersonalToken(
  parts: IdentityParts,
  by: Principal,
  userId: string,
  wanted: NewToken,
  token?: string,
): Promise<IssuedToken> {
  const { issued, storing } = parts.tokens.make(userId, wanted, token);
  const { id, name, scopes } = issued.stored;
  const details = { name, scopes: scopes?.join(' ') ?? 'all' };
  await parts.audit.change(by, 'token.create', { type: 'token', id }, [storing], details);
  return issued;
}

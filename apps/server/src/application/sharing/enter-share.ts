import { PermissionDenied } from '#kernel/errors.ts';
import type { SharingContext } from './context.ts';
import type { ShareDocument } from './share-document.ts';
import { findPage, givePass, greet, type SharedPage, type VisitorCall } from './visitors.ts';

/**
 * Lets a visitor in, whose browser is known from then on. Throws `NotFound`, `PermissionDenied` for a
 * wrong password, and `TooManyRequests` after too many.
 */
export async function enterShare(context: SharingContext, slug: string, password: string | undefined, call: VisitorCall): Promise<SharedPage> {
  const page = await findPage(context, slug, call);
  if (page.entrance === 'sign_in' || page.share.access === 'members') return page;
  const needsPassword = page.entrance === 'password';
  if (needsPassword) await checkPassword(context, page.share, password, call.address);
  const secret = greet(context, call);
  if (needsPassword) givePass(context, page.share, call, secret);
  return { ...page, entrance: 'open' };
}

async function checkPassword(
  { throttle, passwords, audit }: SharingContext,
  { id, workspaceId, passwordHash }: ShareDocument,
  password: string | undefined,
  address: string,
): Promise<void> {
  if (password === undefined) throw new PermissionDenied('This bot is behind a password: give it.');
  const attempt = { account: `share ${id}`, address };
  await throttle.begin(attempt, () =>
    audit.record({ address }, 'share.enter', { type: 'bot', id, workspaceId }, 'refused', { reason: 'too many attempts' }),
  );
  if (!(await passwords.verify(passwordHash, password))) throw new PermissionDenied('That is not the password of this page.');
  await throttle.succeed(attempt);
}

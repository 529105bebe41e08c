import type { AppScope } from '@buckle/contract';
import { DocumentMissing, type Page, UniqueConflict } from '#data/documents/port.ts';
import { NotFound } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import type { OAuthContext } from './context.ts';
import { endGrants } from './grants.ts';
import type { App, Authorization } from './stores.ts';

const MINUTE = 60_000;

/** What a user agrees to. */
export interface Agreement {
  readonly app: App;
  /** Empty for all workspaces of the user. */
  readonly workspaceId: string;
  readonly scopes: readonly AppScope[];
}

/** What a user has agreed to for an app and a workspace, or for all workspaces, if to anything. */
export async function findAuthorization(
  { stores }: OAuthContext,
  userId: string,
  appId: string,
  workspaceId: string,
): Promise<Authorization | undefined> {
  const { items } = await stores.authorizations.find({ where: { userId, appId, workspaceId }, limit: 1 });
  return items[0];
}

/** Remembers what a user agrees to, in place of what they agreed to for the same app and workspace before. */
export async function authorizeAppFor(context: OAuthContext, principal: Principal, agreement: Agreement): Promise<Authorization> {
  const { stores, ids, clock, audit } = context;
  const { app, workspaceId, scopes } = agreement;
  const known = await findAuthorization(context, principal.userId, app.id, workspaceId);
  const id = known?.id ?? ids.next();
  const fields = { userId: principal.userId, appId: app.id, workspaceId, scopes };
  try {
    const [authorization] = await audit.change(
      principal,
      'authorization.create',
      { type: 'authorization', id },
      [(): Promise<Authorization> => (known ? stores.authorizations.update(id, { set: { scopes } }) : stores.authorizations.insert({ ...fields, id, createdAt: clock.now() }))],
      { app_id: app.id, app: app.name, scopes: scopes.join(' '), workspace_id: workspaceId },
    );
    return authorization;
  } catch (error) {
    // The same user answers twice at once, or withdraws meanwhile.
    if (error instanceof UniqueConflict || error instanceof DocumentMissing) return authorizeAppFor(context, principal, agreement);
    throw error;
  }
}

/** A page of what the caller has agreed to, oldest first. Throws `PermissionDenied`. */
export async function listAuthorizations(
  { stores, identity }: OAuthContext,
  principal: Principal,
  page: { readonly limit: number; readonly after?: string },
): Promise<Page<Authorization>> {
  await identity.authorizeCredentials(principal);
  return stores.authorizations.find({ where: { userId: principal.userId }, ...page });
}

/** Takes back what the caller has agreed to; the tokens that came of it end at once. Throws `NotFound` and `PermissionDenied`. */
export async function revokeAuthorization(context: OAuthContext, principal: Principal, id: string): Promise<void> {
  await context.identity.authorizeAccount(principal, 'account.manage');
  const authorization = await context.stores.authorizations.get(id);
  if (authorization?.userId !== principal.userId) throw new NotFound('authorization', id);
  const ending = [() => context.stores.authorizations.delete(id)];
  await context.audit.change(principal, 'authorization.revoke', { type: 'authorization', id }, ending, { app_id: authorization.appId });
  await endGrants(context, id);
}

/** Ends all that an app has been allowed, all that a user has allowed, or all that was allowed for a workspace alone. */
export async function endAuthorizations(context: OAuthContext, whose: { readonly appId: string } | { readonly userId: string } | { readonly workspaceId: string }): Promise<void> {
  for (;;) {
    const { items } = await context.stores.authorizations.find({ where: whose, limit: 100 });
    if (items.length === 0) return;
    for (const { id } of items) {
      // The authorization goes first: without it no token is good.
      await context.stores.authorizations.delete(id);
      await endGrants(context, id);
    }
  }
}

/** Notes that an authorization is made use of, at most once a minute. */
export async function noteUse({ stores, clock, throttle }: OAuthContext, { id, lastUsedAt }: Authorization): Promise<void> {
  const now = clock.now();
  if (lastUsedAt !== undefined && now - lastUsedAt < MINUTE) return;
  // Of many requests at once, one writes.
  if (!(await throttle.once(`authorization-use:${id}`, MINUTE))) return;
  try {
    await stores.authorizations.update(id, { set: { lastUsedAt: now } });
  } catch (error) {
    // It was withdrawn in this moment.
    if (!(error instanceof DocumentMissing)) throw error;
  }
}

import * as contract from '@buckle/contract';
import { type Route, route } from '#kernel/route.ts';
import { tokenPage } from '#kernel/token-page.ts';
import { authorizeCredentials } from './authorize.ts';
import type { Identity } from './index.ts';
import { createToken, revokeToken } from './manage-tokens.ts';
import { createInvitation, createPasswordReset, createUser, getUser, listUsers, updateUser } from './manage-users.ts';
import { changePassword, listSessions, ownProfile, revokeSession, updateProfile } from './own-account.ts';
import { showCozeUser, showLink, showSession, showToken, showUser } from './show.ts';

/** The endpoints of accounts: the caller's own with its tokens and sessions, and all of them for administrators. */
export function accountRoutes({ parts }: Identity): Route[] {
  return [
    route(contract.getMe, async ({ principal }) => showCozeUser(await ownProfile(parts, principal))),
    route(contract.getProfile, async ({ principal }) => showUser(await ownProfile(parts, principal))),
    route(contract.updateProfile, async ({ principal, body }) => {
      const { name, nick_name: nickName, avatar_url: avatarUrl } = body;
      const set = {
        ...(name !== undefined ? { name } : {}),
        ...(nickName !== undefined ? { nickName } : {}),
        ...(avatarUrl !== undefined ? { avatarUrl } : {}),
      };
      return showUser(await updateProfile(parts, principal, set));
    }),
    route(contract.changePassword, async ({ principal, body }) => {
      await changePassword(parts, principal, { current: body.current_password, next: body.new_password });
      return {};
    }),

    route(contract.listTokens, async ({ principal, query }) => {
      await authorizeCredentials(parts, principal);
      return tokenPage(await parts.tokens.list(principal.userId, query.page_size, query.page_token), showToken);
    }),
    route(contract.createToken, async ({ principal, body }) => {
      const { stored, token } = await createToken(parts, principal, {
        name: body.name,
        scopes: body.scopes,
        workspaceId: body.workspace_id,
        expiresAt: body.expires_at === undefined ? undefined : body.expires_at * 1000,
      });
      return { ...showToken(stored), token };
    }),
    route(contract.revokeToken, async ({ principal, params }) => {
      await revokeToken(parts, principal, params.token_id);
      return {};
    }),
    route(contract.listSessions, async ({ principal, query }) => {
      const page = await listSessions(parts, principal, { limit: query.page_size, after: query.page_token });
      return tokenPage(page, (session) => showSession(session, principal.credentialId));
    }),
    route(contract.revokeSession, async ({ principal, params }) => {
      await revokeSession(parts, principal, params.session_id);
      return {};
    }),

    route(contract.listUsers, async ({ principal, query }) => {
      const { email, page_size: limit, page_token: after } = query;
      return tokenPage(await listUsers(parts, principal, { email, limit, after }), showUser);
    }),
    route(contract.createUser, async ({ principal, body }) => {
      const { instance_admin: instanceAdmin, ...account } = body;
      const { user, passwordReset } = await createUser(parts, principal, { ...account, instanceAdmin });
      return {
        user: showUser(user),
        ...(passwordReset ? { password_link: showLink('/reset-password', passwordReset) } : {}),
      };
    }),
    route(contract.getUser, async ({ principal, params }) => showUser(await getUser(parts, principal, params.user_id))),
    route(contract.updateUser, async ({ principal, params, body }) => {
      const { disabled, instance_admin: instanceAdmin } = body;
      return showUser(await updateUser(parts, principal, params.user_id, { disabled, instanceAdmin }));
    }),
    route(contract.createPasswordReset, async ({ principal, params }) =>
      showLink('/reset-password', await createPasswordReset(parts, principal, params.user_id)),
    ),
    route(contract.createInvitation, async ({ principal, body }) =>
      showLink('/register', await createInvitation(parts, principal, body.email)),
    ),
  ];
}

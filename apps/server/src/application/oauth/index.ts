import { removeEach, type RemovalWatch } from '#data/documents/remove-all.ts';
import type { Route } from '#kernel/route.ts';
import { endAuthorizations } from './authorizations.ts';
import { appTokens } from './bearer.ts';
import { type OAuthDependencies, openOAuthContext } from './context.ts';
import { oauthRoutes } from './routes.ts';
import { removeExpired } from './upkeep.ts';

export type { OAuthDependencies } from './context.ts';

/** Apps that users let into their accounts, as OAuth 2.0 and Coze's clients have it. */
export interface OAuth {
  readonly routes: readonly Route[];
  /** Removes a workspace's apps and ends their tokens, and those that others were allowed for it alone. */
  removeAllOf(workspaceId: string, watch: RemovalWatch): Promise<void>;
  /** Removes what has expired. */
  removeExpired(): Promise<void>;
}

/** Opens the module, whose access tokens are let in from then on. */
export async function openOAuth(dependencies: OAuthDependencies): Promise<OAuth> {
  const context = await openOAuthContext(dependencies);
  dependencies.identity.acceptBearers(appTokens(context));
  return {
    routes: oauthRoutes(context),
    async removeAllOf(workspaceId, watch) {
      await removeEach(context.stores.apps, { where: { workspaceId } }, async ({ id }) => {
        // The app goes last: it is what the rest is found by after a kill.
        await endAuthorizations(context, { appId: id });
        await context.stores.apps.delete(id);
      }, watch);
      await endAuthorizations(context, { workspaceId });
    },
    removeExpired: () => removeExpired(context),
  };
}

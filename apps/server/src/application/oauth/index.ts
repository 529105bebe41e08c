import type { Route } from '#kernel/route.ts';
import { appTokens } from './bearer.ts';
import { type OAuthDependencies, openOAuthContext } from './context.ts';
import { oauthRoutes } from './routes.ts';
import { removeExpired } from './upkeep.ts';

export type { OAuthDependencies } from './context.ts';

/** Apps that users let into their accounts, as OAuth 2.0 and Coze's clients have it. */
export interface OAuth {
  readonly routes: readonly Route[];
  /** Removes what has expired. */
  removeExpired(): Promise<void>;
}

/** Opens the module, whose access tokens are let in from then on. */
export async function openOAuth(dependencies: OAuthDependencies): Promise<OAuth> {
  const context = await openOAuthContext(dependencies);
  dependencies.identity.acceptBearers(appTokens(context));
  return { routes: oauthRoutes(context), removeExpired: () => removeExpired(context) };
}

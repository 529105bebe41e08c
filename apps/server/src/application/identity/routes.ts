import type { Route } from '#kernel/route.ts';
import { accountRoutes } from './account-routes.ts';
import type { Identity } from './index.ts';
import { signInRoutes } from './sign-in-routes.ts';
import { workspaceRoutes } from './workspace-routes.ts';

/** The endpoints of this module. */
export function identityRoutes(identity: Identity): Route[] {
  return [...signInRoutes(identity), ...accountRoutes(identity), ...workspaceRoutes(identity)];
}

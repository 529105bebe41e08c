import type { Route } from '#kernel/route.ts';
import type { DeletionContext, DeletionDependencies } from './context.ts';
import { userDeletionKind, workspaceDeletionKind } from './remove-workspace.ts';
import { deletionRoutes } from './routes.ts';

export type { DeletionDependencies, WorkspacePart } from './context.ts';

/** The deletion of workspaces and users, with all that they hold. Registers it as kinds of work. */
export function openDeletion(dependencies: DeletionDependencies): { readonly routes: readonly Route[] } {
  const context: DeletionContext = {
    ...dependencies,
    workspaceKind: workspaceDeletionKind(dependencies),
    userKind: userDeletionKind(dependencies),
  };
  dependencies.work.register(context.workspaceKind);
  dependencies.work.register(context.userKind);
  return { routes: deletionRoutes(context) };
}

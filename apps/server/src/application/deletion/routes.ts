import * as contract from '@buckle/contract';
import { type Route, route } from '#kernel/route.ts';
import type { DeletionContext } from './context.ts';
import { deleteOwnAccount, deleteUser } from './delete-user.ts';
import { deleteWorkspace } from './delete-workspace.ts';

/** The endpoints that delete workspaces and users. */
export function deletionRoutes(context: DeletionContext): Route[] {
  return [
    route(contract.deleteWorkspace, async ({ principal, params }) => ({ work_id: await deleteWorkspace(context, principal, params.workspace_id) })),
    route(contract.deleteUser, async ({ principal, params }) => ({ work_id: await deleteUser(context, principal, params.user_id) })),
    route(contract.deleteOwnAccount, async ({ principal, body }) => ({ work_id: await deleteOwnAccount(context, principal, body.password) })),
  ];
}

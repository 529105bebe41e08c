import * as contract from '@buckle/contract';
import type { Principal } from '#kernel/principal.ts';
import { type Route, route } from '#kernel/route.ts';
import type { RetentionContext } from './context.ts';
import { changeRetention, readRetention } from './manage-retention.ts';

/** The endpoints of retention. */
export function retentionRoutes(context: RetentionContext): Route[] {
  const answer = async (principal: Principal, workspaceId: string) => ({
    own: await readRetention(context, principal, workspaceId),
    instance: context.instance,
  });
  return [
    route(contract.getRetention, ({ principal, params }) => answer(principal, params.workspace_id)),
    route(contract.putRetention, async ({ principal, params, body }) => {
      await changeRetention(context, principal, params.workspace_id, body);
      return answer(principal, params.workspace_id);
    }),
  ];
}

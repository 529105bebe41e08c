import * as contract from '@buckle/contract';
import type { Principal } from '#kernel/principal.ts';
import { type Route, route } from '#kernel/route.ts';
import { changeInstanceLimits, changeOwnLimits, type LimitsDependencies, readLimits } from './manage-limits.ts';
import type { Spent } from './workspace-limits.ts';

/** The endpoints of limits. */
export function limitsRoutes(dependencies: LimitsDependencies): Route[] {
  const answer = async (principal: Principal, workspaceId: string) => {
    const { document, used } = await readLimits(dependencies, principal, workspaceId);
    return {
      own: document.own ?? {},
      instance: document.instance ?? {},
      used: {
        running_chats: used.running,
        queued_runs: used.queued,
        tokens_today: used.today.tokens,
        tokens_this_month: used.thisMonth.tokens,
        costs_today: amounts(used.today),
        costs_this_month: amounts(used.thisMonth),
        stored_bytes: used.storedBytes,
      },
    };
  };
  return [
    route(contract.getLimits, ({ principal, params }) => answer(principal, params.workspace_id)),
    route(contract.putLimits, async ({ principal, params, body }) => {
      await changeOwnLimits(dependencies, principal, params.workspace_id, body);
      return answer(principal, params.workspace_id);
    }),
    route(contract.putInstanceLimits, async ({ principal, params, body }) => {
      await changeInstanceLimits(dependencies, principal, params.workspace_id, body);
      return body;
    }),
  ];
}

function amounts({ costs }: Spent) {
  return [...costs].map(([currency, amount]) => ({ currency, amount }));
}

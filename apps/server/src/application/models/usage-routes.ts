import { getUsage } from '@buckle/contract';
import type { Identity } from '#application/identity/index.ts';
import type { Clock } from '#kernel/clock.ts';
import { type Route, route } from '#kernel/route.ts';
import { readUsage, type UsageSums } from './read-usage.ts';
import type { UsageCollections } from './usage-documents.ts';

/** The endpoint of usage. */
export function usageRoutes(collections: UsageCollections, identity: Pick<Identity, 'authorize'>, clock: Clock): Route[] {
  return [
    route(getUsage, async ({ principal, query }) => {
      const { groups, total } = await readUsage({ collections, identity, now: clock.now() }, principal, {
        workspaceId: query.workspace_id,
        from: query.from,
        to: query.to,
        botId: query.bot_id,
        modelId: query.model_id,
        groupBy: query.group_by,
      });
      return { items: [...groups].map(([key, sums]) => ({ key, ...show(sums) })), total: show(total) };
    }),
  ];
}

function show({ calls, inputTokens, outputTokens, latency, costs }: UsageSums) {
  return {
    calls,
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    latency: calls === 0 ? 0 : Math.round(latency / calls),
    costs: [...costs].map(([currency, millionths]) => ({ currency, amount: millionths / 1_000_000 })),
  };
}

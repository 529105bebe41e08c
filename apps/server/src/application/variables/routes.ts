import * as contract from '@buckle/contract';
import { seconds } from '#kernel/clock.ts';
import { BadRequest } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { type Route, route } from '#kernel/route.ts';
import { endUserOf } from './end-user.ts';
import type { VariablesContext } from './index.ts';
import type { VariableOwner } from './variables.ts';

/** The endpoints of a bot's user variables. */
export function variableRoutes(context: VariablesContext): Route[] {
  return [
    route(contract.setVariables, async ({ principal, body }) => {
      const owner = await ownerOf(context, principal, 'variable.write', body);
      await Promise.all(body.data.map(({ keyword, value }) => context.store.set(owner, keyword, value)));
      return {};
    }),
    route(contract.getVariables, async ({ principal, query }) => {
      const owner = await ownerOf(context, principal, 'variable.read', query);
      const wanted = query.keywords ? new Set(query.keywords.split(',').map((keyword) => keyword.trim())) : undefined;
      const values = (await context.store.list(owner)).filter(({ keyword }) => wanted?.has(keyword) ?? true);
      const items = values.map((variable) => ({
        keyword: variable.keyword,
        value: variable.value,
        create_time: seconds(variable.createdAt),
        update_time: seconds(variable.updatedAt),
      }));
      return { items };
    }),
  ];
}

interface OwnerFields {
  readonly app_id?: string | undefined;
  readonly bot_id?: string | undefined;
  readonly connector_uid?: string | undefined;
}

async function ownerOf(
  context: VariablesContext,
  principal: Principal,
  permission: 'variable.read' | 'variable.write',
  fields: OwnerFields,
): Promise<VariableOwner> {
  if (!fields.bot_id) throw new BadRequest('bot_id: name the bot whose variables are meant (apps have none yet).');
  const bot = await context.bots.find(principal, permission, fields.bot_id);
  return { workspaceId: bot.workspaceId, botId: bot.id, userId: endUserOf(principal, fields.connector_uid) };
}

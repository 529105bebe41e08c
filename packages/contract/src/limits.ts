import { z } from 'zod';
import { idInRequest } from './common.ts';
import { endpoint } from './define.ts';

const tag = 'Workspaces';

const count = z.int().min(1).max(1_000_000_000_000).optional();
const amount = z.number().positive().max(1_000_000_000).optional();

/** What a workspace may use; what is absent is not limited. Days and months are those of UTC. */
export const limits = z
  .strictObject({
    requests_per_second: count,
    running_chats: count.describe('Chats and runs of workflows at once: further chats are refused until one has ended, further runs wait in the queue'),
    tokens_per_day: count,
    tokens_per_month: count,
    cost_per_day: amount,
    cost_per_month: amount,
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'three capital letters, like USD or CNY')
      .optional()
      .describe('Of the costs; what models with prices in others cost is not counted'),
    stored_bytes: count.describe('Of uploaded files'),
  })
  .refine(({ cost_per_day, cost_per_month, currency }) => currency !== undefined || (cost_per_day ?? cost_per_month) === undefined, {
    message: 'give the currency of the costs',
    path: ['currency'],
  })
  .meta({ id: 'Limits' });

export type Limits = z.output<typeof limits>;

const answer = z
  .object({
    own: limits.describe("Set by the workspace's administrators"),
    instance: limits.describe("Set by the instance's administrators"),
    used: z.object({
      running_chats: z.int(),
      queued_runs: z.int().describe('Runs of workflows that wait for a place'),
      tokens_today: z.int(),
      tokens_this_month: z.int(),
      costs_today: z.array(z.object({ currency: z.string(), amount: z.number() })),
      costs_this_month: z.array(z.object({ currency: z.string(), amount: z.number() })),
      stored_bytes: z.int(),
    }),
  })
  .meta({ id: 'WorkspaceLimits' });

export type WorkspaceLimits = z.output<typeof answer>;

const params = z.object({ workspace_id: idInRequest });

export const getLimits = endpoint('GET', '/api/workspaces/{workspace_id}/limits', {
  name: 'getLimits',
  tag,
  summary: 'What a workspace may use, and what it uses; of both limits the lower holds',
  permission: 'usage.read',
  params,
  answer,
});

export const putLimits = endpoint('PUT', '/api/workspaces/{workspace_id}/limits', {
  name: 'putLimits',
  tag,
  summary: "Set the limits that the workspace's administrators want, all at once",
  permission: 'workspace.manage',
  params,
  body: limits,
  answer,
});

export const putInstanceLimits = endpoint('PUT', '/api/workspaces/{workspace_id}/instance-limits', {
  name: 'putInstanceLimits',
  tag,
  summary: "Set the limits that the instance's administrators impose on a workspace, all at once",
  params,
  body: limits,
  answer: limits,
});

import { z } from 'zod';
import { idInRequest } from './common.ts';
import { endpoint } from './define.ts';

/** A day of UTC. */
const day = z.iso.date();

const counts = {
  calls: z.int().describe('Calls of models'),
  input_tokens: z.int(),
  output_tokens: z.int(),
  latency: z.int().describe('Milliseconds that a call took on average'),
  costs: z.array(z.object({ currency: z.string(), amount: z.number() })).describe('By the prices that held then'),
};

/** What models were used for. */
export const getUsage = endpoint('GET', '/api/usage', {
  name: 'getUsage',
  tag: 'Models',
  summary: 'Calls, tokens, costs and latency of a workspace, by day, bot or model; the last 30 days where no others are asked for',
  permission: 'usage.read',
  query: z.strictObject({
    workspace_id: idInRequest,
    from: day.optional().describe('Included'),
    to: day.optional().describe('Included; at most 366 days after `from`'),
    bot_id: idInRequest.optional(),
    model_id: idInRequest.optional(),
    group_by: z.enum(['day', 'bot', 'model']).default('day'),
  }),
  answer: z.object({
    items: z.array(z.object({ key: z.string().describe('The day, or the id of the bot or model'), ...counts })),
    total: z.object(counts),
  }),
});

import { z } from 'zod';
import { timestamp } from './common.ts';
import { endpoint } from './define.ts';
import { variableKeyword } from './names.ts';

const tag = 'Variables';

const owner = {
  app_id: z.string().max(64).optional(),
  bot_id: z.string().max(64).optional(),
  connector_id: z.string().max(64).optional(),
  connector_uid: z.string().max(128).optional().describe('The user whose values they are, as chats name it in user_id'),
};

export const setVariables = endpoint('PUT', '/v1/variables', {
  name: 'setVariables',
  tag,
  summary: "Set values of a bot's user",
  permission: 'variable.write',
  body: z.object({ ...owner, data: z.array(z.object({ keyword: variableKeyword, value: z.string().max(10_000) })).min(1).max(100) }),
});

export const getVariables = endpoint('GET', '/v1/variables', {
  name: 'getVariables',
  tag,
  summary: "The values of a bot's user",
  permission: 'variable.read',
  query: z.object({ ...owner, keywords: z.string().max(8_000).optional().describe('Separated by commas; all where absent') }),
  answer: z.object({
    items: z.array(z.object({ keyword: z.string(), value: z.string(), create_time: timestamp, update_time: timestamp })),
  }),
});

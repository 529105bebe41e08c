import { z } from 'zod';
import { endpoint } from './define.ts';
import { datasetParams } from './knowledge.ts';

const day = z.iso.date();

const counts = {
  searches: z.int().describe('How often bots, workflows and calls of the API looked for something in it'),
  answered: z.int().describe('How many of these found a passage of it'),
  hits: z.int().describe('How many of its passages were found, by all of them together'),
};

/** How a data set is used. */
export const getDatasetStatistics = endpoint('GET', '/api/knowledge/datasets/{dataset_id}/statistics', {
  name: 'getDatasetStatistics',
  tag: 'Knowledge',
  summary: 'How often a data set was searched and what was found in it, by day; the last 30 days where no others are asked for. It is at most some minutes old',
  permission: 'knowledge.read',
  params: datasetParams,
  query: z.strictObject({ from: day.optional().describe('Included, of UTC'), to: day.optional().describe('Included; at most 366 days after `from`') }),
  answer: z.object({
    items: z.array(z.object({ day, ...counts })).describe('Days without a search are left out'),
    total: z.object(counts),
  }),
});

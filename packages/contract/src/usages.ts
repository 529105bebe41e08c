import { z } from 'zod';
import { id } from './common.ts';

/** Who uses a data set. */
export const datasetUsage = z
  .object({
    kind: z.enum(['workflow', 'bot']),
    id,
    name: z.string(),
    version: z.string().describe('The version of it that does; empty for its draft'),
    online: z.boolean().describe('Whether that is the version that is online'),
  })
  .meta({ id: 'DatasetUsage' });

/** Who uses a workflow. */
export const workflowUsage = z
  .object({
    ...datasetUsage.shape,
    kind: z.enum(['workflow', 'bot', 'trigger']),
    version: z.string().describe('The version of it that does; empty for its draft, and for a trigger'),
    online: z.boolean().describe('Whether that is the version that is online; of a trigger, whether it fires'),
    workflow_id: z.string().optional().describe('Of a trigger: the workflow that it starts, this one or one that follows it'),
  })
  .meta({ id: 'WorkflowUsage' });

/** Whether what is used is deleted all the same. */
export const force = z.enum(['false', 'true']).default('false').describe('Delete it although it is used: else such a call is refused with 409, which names its users');

import { z } from 'zod';
import { nodeKind } from '../node-kind.ts';

/** Gives what the run was started with; its outputs are the inputs of the workflow. */
export const start = nodeKind({ type: '1', key: 'start', category: 'io', config: z.object({}) });

/** The id that the start node has in every document. */
export const START_ID = '100001';

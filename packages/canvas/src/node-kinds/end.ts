import { z } from 'zod';
import { choice, flag, parameters, template } from '../fields.ts';
import { nodeKind } from '../node-kind.ts';

const config = z.object({
  terminatePlan: choice(['returnVariables', 'useAnswerContent'], 'returnVariables'),
  inputParameters: parameters,
  content: template,
  streamingOutput: flag,
});

/** Ends the run with its inputs as an object, or with an answer written from them. */
export const end = nodeKind({ type: '2', key: 'end', category: 'io', config, isLast: true });

export type EndConfig = z.output<typeof config>;

/** The id that the end node has in every document. */
export const END_ID = '900001';

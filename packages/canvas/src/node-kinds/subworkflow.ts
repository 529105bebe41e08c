import { z } from 'zod';
import { parameters, text } from '../fields.ts';
import { nodeKind } from '../node-kind.ts';

const config = z.object({
  inputParameters: parameters,
  workflowId: text(),
  /** Empty for the draft. */
  workflowVersion: text(),
});

export type SubworkflowConfig = z.output<typeof config>;

/** Runs another workflow. */
export const subworkflow = nodeKind({
  type: '9',
  key: 'subworkflow',
  category: 'tool',
  config,
  hasBatchMode: true,
  hasErrorPolicy: true,
  hasOptionalInputs: true,
  missing: ({ workflowId }) => (workflowId === '' ? ['workflowId'] : []),
});

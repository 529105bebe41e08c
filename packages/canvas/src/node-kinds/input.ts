import { z } from 'zod';
import { reading } from '../fields.ts';
import { nodeKind } from '../node-kind.ts';
import { readFields } from '../value-type.ts';

/** Fields as the JSON of variables, or as those. */
export const schemaText = reading((source, context) => {
  if (source === undefined || source === null || source === '') return [];
  try {
    return readFields(typeof source === 'string' ? JSON.parse(source) : source);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    context.addIssue('is not JSON');
    return z.NEVER;
  }
});

const config = z.object({ outputSchema: schemaText });

export type InputConfig = z.output<typeof config>;

/** Waits for a form to be filled. */
export const input = nodeKind({
  type: '30',
  key: 'input',
  category: 'people',
  config,
  outputs: ({ outputSchema }, declared) => (outputSchema.length > 0 ? outputSchema : declared),
});

import { z } from 'zod';
import { expression, list, text } from '../fields.ts';
import { nodeKind } from '../node-kind.ts';
import { ANY } from '../value-type.ts';

const config = z.object({ mergeGroups: list(z.object({ name: text(), variables: list(expression) })) });

export type AggregatorConfig = z.output<typeof config>;

/** Gives, for each group, the first of its values that is there. */
export const aggregator = nodeKind({
  type: '32',
  key: 'aggregator',
  category: 'logic',
  config,
  outputs: ({ mergeGroups }, declared) =>
    declared.length > 0 ? declared : mergeGroups.map(({ name, variables: [first] }) => ({ name, type: first?.type ?? ANY, required: false })),
});

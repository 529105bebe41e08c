import type { BlockInput } from '../document/block-input.ts';
import { isObject, listIn } from '../document/objects.ts';
import { type NodeData, setting } from '../document/setting.ts';

/** Values of which the first that is there is given, under a name. */
export interface MergeGroup {
  readonly name?: string;
  readonly variables?: readonly BlockInput[];
}

/** The groups of an aggregator; what it gives follows them. */
export const mergeGroups = setting<readonly MergeGroup[]>(
  'inputs.mergeGroups',
  (data: NodeData) => listIn(data.inputs?.['mergeGroups']).filter(isObject),
  (data, groups) => ({ ...data, inputs: { ...data.inputs, mergeGroups: groups }, outputs: groups.map(outputOf) }),
);

function outputOf({ name = '', variables = [] }: MergeGroup): object {
  const [first] = variables;
  return {
    name,
    type: first?.type ?? 'string',
    ...(first?.schema === undefined ? {} : { schema: first.schema }),
    ...(first?.assistType === undefined ? {} : { assistType: first.assistType }),
  };
}

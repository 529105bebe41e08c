import { type BlockInput, readInput } from '../document/block-input.ts';
import { isObject, listIn } from '../document/objects.ts';
import { listSetting, type NodeData, setting } from '../document/setting.ts';

/** A change of a variable, as it stands in the document: what is changed, and to what. */
export interface Assignment {
  readonly name?: string;
  readonly left?: BlockInput;
  readonly input?: BlockInput;
  readonly right?: BlockInput;
}

/** Changes of the variables of the loop around. */
export const loopAssignments = listSetting<Assignment>('inputs.inputParameters');

/** Changes of variables that outlast the run; each is named after its variable, and its kind noted beside. */
export const assignments = setting<readonly Assignment[]>(
  'inputs.inputParameters',
  (data: NodeData) => listIn(data.inputs?.['inputParameters']).filter(isObject),
  (data, list) => {
    const named = list.map((entry) => ({ ...entry, name: variableOf(entry)?.name ?? '' }));
    const kinds = list.map(variableOf).filter((variable) => variable !== undefined);
    return { ...data, inputs: { ...data.inputs, inputParameters: named, variableTypeMap: Object.fromEntries(kinds.map(({ name, scope }) => [name, `global_variable_${scope}`])) } };
  },
);

/** The variable that is changed; undefined where none is chosen. */
export function variableOf({ left }: Assignment): { readonly scope: 'user' | 'app' | 'system'; readonly name: string } | undefined {
  const read = readInput(left);
  return read.expression === 'variable' ? { scope: read.scope, name: String(read.path[0] ?? '') } : undefined;
}

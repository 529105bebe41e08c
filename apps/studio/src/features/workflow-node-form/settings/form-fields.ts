import { isObject, listIn } from '../document/objects.ts';
import { type NodeData, setting } from '../document/setting.ts';
import type { Variable } from '../document/variables.ts';
import { parsedJson } from '../../../shared/parsed-json.ts';

/** The fields of a form that a person fills in, which the document has as JSON; where they are also what the node gives, `outputs` follow. */
function formFields(outputsFollow: boolean) {
  const read = (data: NodeData): readonly Variable[] => {
    const source = data.inputs?.['outputSchema'];
    return listIn(typeof source === 'string' ? parsedJson(source) : source).filter(isObject);
  };
  return setting<readonly Variable[]>('inputs.outputSchema', read, (data, fields) => ({
    ...data,
    inputs: { ...data.inputs, outputSchema: JSON.stringify(fields) },
    ...(outputsFollow ? { outputs: [...fields] } : {}),
  }));
}

/** What an input node asks for. */
export const inputFields = formFields(true);

/** What who decides may fill in. */
export const approvalFields = formFields(false);

import { END_ID, START_ID } from '@buckle/canvas';
import { paramsIn } from './block-input.ts';
import { isObject, listIn, objectIn, valueAtKeys } from './objects.ts';
import type { Variable } from './variables.ts';

/** What a workflow takes and gives. */
export interface WorkflowInterface {
  readonly inputs: readonly Variable[];
  readonly outputs: readonly Variable[];
  /** Whether it gives an answer in words. */
  readonly isAnswer: boolean;
}

/** Reads from the canvas of a workflow what it takes and gives. */
export function interfaceOf(canvas: unknown): WorkflowInterface {
  const nodes = listIn(objectIn(canvas)['nodes']).filter(isObject);
  const dataOf = (id: string) => objectIn(nodes.find((node) => String(node['id']) === id)?.['data']);
  const end = dataOf(END_ID);
  const isAnswer = valueAtKeys(end, ['inputs', 'terminatePlan']) === 'useAnswerContent';
  const returned = paramsIn(valueAtKeys(end, ['inputs', 'inputParameters'])).map(({ name = '', input }): Variable => {
    const { type = 'string', schema, assistType } = input ?? {};
    return { name, type, ...(schema === undefined ? {} : { schema }), ...(assistType === undefined ? {} : { assistType }) };
  });
  return {
    inputs: listIn(dataOf(START_ID)['outputs']).filter(isObject),
    outputs: isAnswer ? [{ name: 'output', type: 'string' }] : returned,
    isAnswer,
  };
}

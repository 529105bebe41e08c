import { z } from 'zod';
import { record } from '../expression.ts';
import { expression, list, prepared, text } from '../fields.ts';
import { nodeKind } from '../node-kind.ts';
import { BOOLEAN } from '../value-type.ts';

const assignment = prepared(
  (source) => ({ ...record(source), input: record(source)['input'] ?? record(source)['right'] }),
  z.object({ name: text(), left: expression, input: expression }),
);

const config = z.object({ inputParameters: list(assignment) });

export type AssignVariableConfig = z.output<typeof config>;

/** Sets variables that outlast the run. */
export const assignVariable = nodeKind({
  type: '40',
  key: 'assignVariable',
  category: 'data',
  config,
  missing: ({ inputParameters }) =>
    inputParameters.flatMap(({ left }, index) => (left.expression === 'variable' ? [] : [`inputParameters.${index}.left`])),
  outputs: () => [{ name: 'isSuccess', type: BOOLEAN, required: false }],
});

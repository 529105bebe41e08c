import { z } from 'zod';
import { record } from '../expression.ts';
import { expression, list, prepared } from '../fields.ts';
import { nodeKind } from '../node-kind.ts';

/** Ends the loop around it. */
export const breakLoop = nodeKind({ type: '19', key: 'break', category: 'logic', config: z.object({}), onlyInLoop: true, isLast: true });

/** Goes on with the next round of the loop around it. */
export const continueLoop = nodeKind({ type: '29', key: 'continue', category: 'logic', config: z.object({}), onlyInLoop: true, isLast: true });

const assignment = prepared(
  (source) => ({ left: record(source)['left'], right: record(source)['right'] ?? record(source)['input'] }),
  z.object({ left: expression, right: expression }),
);

const config = z.object({ inputParameters: list(assignment) });

export type SetVariableConfig = z.output<typeof config>;

/** Changes variables of the loop around it. */
export const setVariable = nodeKind({
  type: '20',
  key: 'setVariable',
  category: 'logic',
  config,
  onlyInLoop: true,
  missing: ({ inputParameters }) => inputParameters.flatMap(({ left, right }, index) => [
    ...(left.expression === 'missing' ? [`inputParameters.${index}.left`] : []),
    ...(right.expression === 'missing' ? [`inputParameters.${index}.right`] : []),
  ]),
});

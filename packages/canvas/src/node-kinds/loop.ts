import { z } from 'zod';
import { choice, numberExpression, parameters } from '../fields.ts';
import { nodeKind } from '../node-kind.ts';
import { type Field, INTEGER } from '../value-type.ts';

const loopConfig = z.object({
  loopType: choice(['array', 'count', 'infinite'], 'array'),
  loopCount: numberExpression(10),
  /** Lists, of which each round sees an element. */
  inputParameters: parameters,
  /** Variables that rounds may change. */
  variableParameters: parameters,
});

export type LoopConfig = z.output<typeof loopConfig>;

/** A loop over lists, and a batch, need a list to begin with. */
function missingLists({ inputParameters, loopType }: Pick<BatchConfig, 'inputParameters'> & Partial<LoopConfig>): readonly string[] {
  return inputParameters.length > 0 || (loopType !== undefined && loopType !== 'array') ? [] : ['inputParameters'];
}

/** Runs what lies in it round after round. */
export const loop = nodeKind({ type: '21', key: 'loop', category: 'logic', config: loopConfig, composite: 'loop', missing: missingLists });

const batchConfig = z.object({
  batchSize: numberExpression(100),
  concurrentSize: numberExpression(10),
  inputParameters: parameters,
});

export type BatchConfig = z.output<typeof batchConfig>;

/** Runs what lies in it for each element of lists, several at once. */
export const batch = nodeKind({ type: '28', key: 'batch', category: 'logic', config: batchConfig, composite: 'batch', missing: missingLists });

/** What nodes inside a loop or batch see of it. */
export function insideFields({ inputParameters, variableParameters = [] }: Pick<BatchConfig, 'inputParameters'> & Partial<LoopConfig>): readonly Field[] {
  return [
    { name: 'index', type: INTEGER, required: true },
    ...inputParameters.map(({ name, value: { type } }) => ({ name, type: type.kind === 'list' ? type.item : type, required: true })),
    ...variableParameters.map(({ name, value: { type } }) => ({ name, type, required: true })),
  ];
}

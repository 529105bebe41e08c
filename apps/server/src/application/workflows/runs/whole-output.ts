import type { Values } from '../engine/values.ts';
import type { RunValues } from './large-values.ts';
import type { RunDocument } from './run-document.ts';
import type { RunContext } from './run-kind.ts';

/** What a run gave, as it is kept: what is large of it is durable in files when this resolves. */
export async function keptOutput(values: RunValues, outputs: Values): Promise<Required<Pick<RunDocument, 'output'>> & Pick<RunDocument, 'outputStored'>> {
  const { value, stored } = await values.shrinkValue(outputs);
  // What is left of an object that is too large as a whole is nothing.
  return { output: value === null ? {} : (value as Values), ...(stored.length > 0 ? { outputStored: stored } : {}) };
}

/** What the end of a run says that it gave, as its document has it. */
export function givenOf(end: Partial<Pick<RunDocument, 'output' | 'outputStored' | 'isAnswer'>> | undefined): Pick<RunDocument, 'output' | 'outputStored' | 'isAnswer'> {
  if (end?.output === undefined) return {};
  const { output, outputStored, isAnswer = false } = end;
  return { output, isAnswer, ...(outputStored === undefined ? {} : { outputStored }) };
}

/** What a run gave, with what of it is large. */
export async function wholeOutput({ large }: Pick<RunContext, 'large'>, { id, workspaceId, output, outputStored }: Pick<RunDocument, 'id' | 'workspaceId' | 'output' | 'outputStored'>): Promise<Values | undefined> {
  if (outputStored === undefined) return output;
  // It was an object of values.
  return (await large.of(workspaceId, id).restoreValue({ value: output, stored: outputStored })) as Values;
}

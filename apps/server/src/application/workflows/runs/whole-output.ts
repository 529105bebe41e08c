import type { Values } from '../engine/values.ts';
import type { RunDocument } from './run-document.ts';
import type { RunContext } from './run-kind.ts';

/** What a run gave, with what of it is large. */
export async function wholeOutput({ large }: Pick<RunContext, 'large'>, { id, workspaceId, output, outputStored }: Pick<RunDocument, 'id' | 'workspaceId' | 'output' | 'outputStored'>): Promise<Values | undefined> {
  if (outputStored === undefined) return output;
  // It was an object of values.
  return (await large.of(workspaceId, id).restoreValue({ value: output, stored: outputStored })) as Values;
}

import type { StartedWork } from '#services/work/index.ts';
import { restOf } from './rest-of-run.ts';
import type { RunDocument } from './run-document.ts';
import type { RunResult } from './run-kind.ts';
import type { RunsContext } from './runs-context.ts';

/** A run that was begun or answered here, once it has come to rest; what it gave is not read again where it ended here. */
export async function endedRun(context: Pick<RunsContext, 'runs' | 'work'>, run: RunDocument, { finished }: StartedWork<RunResult>, closed?: AbortSignal): Promise<RunDocument> {
  const rest = await (finished ?? restOf(context, run.id, closed));
  if (rest?.state !== 'completed' || rest.result === undefined) return (await context.runs.get(run.id)) ?? run;
  const { output, outputStored, isAnswer } = rest.result;
  const stored = await context.runs.closed.get(run.id);
  return stored === undefined ? run : { ...stored, inputs: run.inputs, ...(output === undefined ? {} : { output, isAnswer: isAnswer === true }), ...(outputStored === undefined ? {} : { outputStored }) };
}

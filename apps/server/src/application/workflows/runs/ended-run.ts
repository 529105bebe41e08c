import type { StartedWork } from '#services/work/index.ts';
import { restOf } from './rest-of-run.ts';
import type { RunDocument } from './run-document.ts';
import type { RunResult } from './run-kind.ts';
import type { RunsContext } from './runs-context.ts';
import { givenOf } from './whole-output.ts';

/** A run that was begun or answered here, once it has come to rest. One that has completed here is not read again: it is whole but for its times. */
export async function endedRun(context: Pick<RunsContext, 'runs' | 'work'>, run: RunDocument, { finished }: StartedWork<RunResult>, closed?: AbortSignal): Promise<RunDocument> {
  const rest = await (finished ?? restOf(context, run.id, closed));
  if (rest?.state !== 'completed' || rest.result?.tokens === undefined) return (await context.runs.get(run.id)) ?? run;
  return { ...run, state: 'completed', ...rest.result.tokens, ...givenOf(rest.result) };
}

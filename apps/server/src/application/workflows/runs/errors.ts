import { BuckleError } from '#kernel/errors.ts';
import type { RunDocument } from './run-document.ts';

/** The code of a run that failed, also in Coze's events. */
export const RUN_FAILED = 6000;

/** The workflow has no version that is online. 400, code 6031, as Coze has it. */
export class NotPublished extends BuckleError {
  constructor(workflowId: string) {
    super(400, 6031, `The workflow ${workflowId} is not published: publish it, or run its draft by POST /api/workflows/${workflowId}/runs.`);
  }
}

/** The run waits for somebody, which a call that waits for its end cannot answer. 400, code 6039, as Coze has it. */
export class RunWaits extends BuckleError {
  constructor(runId: string) {
    super(400, 6039, `The run ${runId} waits for an answer: start it by /v1/workflow/stream_run, or answer it by POST /api/runs/${runId}/answer.`);
  }
}

/** The run did not come to its end. 400, code 6000. */
export class RunNotCompleted extends BuckleError {
  constructor(run: RunDocument) {
    super(400, RUN_FAILED, `${whyEnded(run)} (run ${run.id})`);
  }
}

/** Why a run did not come to its end, in words for its user. */
export function whyEnded({ error, state }: Pick<RunDocument, 'error' | 'state'>): string {
  if (state === 'canceled') return 'The run was cancelled.';
  const place = error?.nodeTitle === undefined ? '' : `"${error.nodeTitle}" failed: `;
  return `${place}${error?.message ?? ''}`;
}

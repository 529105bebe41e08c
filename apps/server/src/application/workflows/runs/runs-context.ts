import type { WorkKind } from '#services/work/index.ts';
import type { WorkflowsContext } from '../context.ts';
import type { WorkflowDeletion } from '../delete-workflow.ts';
import type { RunContext, RunResult } from './run-kind.ts';
import type { RunInput } from './run-document.ts';

/** What each operation on runs works with. */
export interface RunsContext extends WorkflowsContext, RunContext {
  readonly kind: WorkKind<RunInput, RunResult>;
  readonly deletion: WorkKind<WorkflowDeletion, undefined>;
}

import type { TurnFlows } from '#application/conversations/index.ts';
import { removeEach } from '#data/documents/remove-all.ts';
import type { RunsContext } from '../runs/runs-context.ts';
import { removeRun } from '../runs/remove-runs.ts';
import { CONVERSATION_NAME, USER_INPUT } from '../source.ts';
import { beginningOf } from './flow-entries.ts';
import { recordRun } from './record-run.ts';
import { runInTurn } from './run-in-turn.ts';

/** What of runs the workflows of turns use. */
export type TurnFlowsContext = Pick<RunsContext, 'plans' | 'workflows' | 'clock' | 'logger' | 'variables' | 'limits' | 'runLimits' | 'models' | 'runs' | 'kept' | 'large' | 'documents' | 'work'>;

/** The workflows of turns: those that answer, and what is kept of all. */
export function turnFlows(context: TurnFlowsContext): TurnFlows {
  const { runs, clock } = context;
  return {
    answer: ({ workflow_id: workflowId, version }, { userInput, parameters }, place) =>
      runInTurn(context, { workflowId, version, inputs: { ...parameters, [USER_INPUT]: userInput, [CONVERSATION_NAME]: place.turn.current.name } }, place),
    recording: (record) => recordRun(context, record),
    runOf: (notes) => beginningOf(notes)?.runId,
    async describeRuns(workspaceId, runIds) {
      if (runIds.length === 0) return [];
      const found = (await runs.closed.getMany([...runIds])).filter((run) => run.workspaceId === workspaceId);
      const workflows = await context.workflows.closed.getMany([...new Set(found.map(({ workflowId }) => workflowId))]);
      const names = new Map(workflows.map(({ id, name }) => [id, name]));
      return found.map(({ id, workflowId, state }) => ({ execute_id: id, workflow_id: workflowId, workflow_name: names.get(workflowId) ?? '', state }));
    },
    async removeOf(conversationId, watch) {
      await removeEach(runs.closed, { where: { conversationId } }, (run) => removeRun(context, run), watch);
    },
    async removeExpired() {
      await removeEach(runs.closed, { where: { expiresAt: { lt: clock.now() } }, sort: 'expiresAt' }, (run) => removeRun(context, run));
    },
  };
}

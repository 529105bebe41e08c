import type { BotDefinition, BotWorkflow } from '@buckle/contract';
import type { ServerTool, ToolResult, ToolSource } from '#application/conversations/index.ts';
import { NotFound } from '#kernel/errors.ts';
import type { Plan } from '../engine/plan.ts';
import { type WorkflowTool, workflowTools } from '../nodes/workflow-tools.ts';
import { ROOT } from '../plans.ts';
import { workflowVersionId } from '../workflow-documents.ts';
import { runInTurn, type TurnRunContext } from './run-in-turn.ts';

/** Gives bots the workflows that their versions name as tools: published ones of their own workspace. */
export function botTools(context: TurnRunContext): ToolSource {
  return {
    async toolsOf({ workflows = [] }: BotDefinition) {
      const found = await Promise.all(workflows.map((workflow) => planOf(context, workflow)));
      const named = found.filter((entry) => entry !== undefined);
      return workflowTools(named).map((tool, index) => toolOf(context, tool, named[index]));
    },
  };
}

interface Found {
  readonly workflowId: string;
  readonly version: string;
  readonly plan: Plan;
}

/** The plan of a bot's workflow; undefined for one that was deleted since: the bot does without. */
async function planOf({ plans, workflows, logger }: TurnRunContext, { workflow_id: workflowId, version }: BotWorkflow): Promise<Found | undefined> {
  try {
    // A version may be kept compiled after its workflow was deleted.
    if ((await workflows.closed.get(workflowId)) === undefined) throw new NotFound('workflow', workflowId);
    const plan = (await plans.of({ [ROOT]: { versionId: workflowVersionId(workflowId, version) } })).get(ROOT);
    return plan && { workflowId, version, plan };
  } catch (error) {
    if (!(error instanceof NotFound)) throw error;
    logger.warn({ workflow: workflowId, version, err: error }, 'a workflow of a bot is gone');
    return undefined;
  }
}

function toolOf(context: TurnRunContext, { definition }: WorkflowTool, found: Found | undefined): ServerTool {
  if (found === undefined) throw new Error('The tool has no workflow.');
  const { workflowId, version } = found;
  return {
    definition,
    async run({ arguments: inputs, place }): Promise<ToolResult> {
      const result = await runInTurn(context, { workflowId, version, inputs }, place);
      if (result.state === 'asks') return { asks: result.question };
      return result.isAnswer ? { output: result.output, isAnswer: true } : result.output;
    },
  };
}

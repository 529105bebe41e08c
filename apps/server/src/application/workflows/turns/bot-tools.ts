import type { BotDefinition, BotWorkflow } from '@buckle/contract';
import type { ServerTool, ToolResult, ToolSource } from '#application/conversations/index.ts';
import { NotFound } from '#kernel/errors.ts';
import type { Plan } from '../engine/plan.ts';
import { type WorkflowTool, workflowTools } from '../nodes/workflow-tools.ts';
import { type PinnedSource, type Plans, ROOT } from '../plans.ts';
import { workflowVersionId } from '../workflow-documents.ts';
import { runInTurn, type TurnRunContext } from './run-in-turn.ts';

/** Gives bots the workflows that their versions name as tools: published ones of their own workspace. */
export function botTools(context: TurnRunContext): ToolSource {
  return {
    async toolsOf({ workflows = [] }: BotDefinition, { workspaceId }) {
      const found = await Promise.all(workflows.map((workflow) => planOf(context, workspaceId, workflow)));
      const named = found.filter((entry) => entry !== undefined);
      return workflowTools(named).map((tool, index) => toolOf(context, workspaceId, tool, named[index]));
    },
  };
}

interface Found {
  readonly workflowId: string;
  readonly plan: Plan;
  readonly source: PinnedSource;
}

/** The plan of a bot's workflow; undefined for one that was deleted since: the bot does without. */
async function planOf({ plans, logger }: TurnRunContext, workspaceId: string, { workflow_id: workflowId, version }: BotWorkflow): Promise<Found | undefined> {
  const source = { versionId: workflowVersionId(workflowId, version) };
  try {
    const plan = await rootPlan(plans, workspaceId, source);
    return { workflowId, plan, source };
  } catch (error) {
    if (!(error instanceof NotFound)) throw error;
    logger.warn({ workflow: workflowId, version, err: error }, 'a workflow of a bot is gone');
    return undefined;
  }
}

/** A plan that its workspace may use. Throws `NotFound`. */
async function rootPlan(plans: Plans, workspaceId: string, source: PinnedSource): Promise<Plan> {
  const plan = (await plans.of(await plans.pin(workspaceId, source))).get(ROOT);
  if (plan === undefined) throw new Error('The workflow has no plan.');
  return plan;
}

function toolOf(context: TurnRunContext, workspaceId: string, { definition }: WorkflowTool, found: Found | undefined): ServerTool {
  if (found === undefined) throw new Error('The tool has no workflow.');
  const { workflowId, source } = found;
  return {
    definition,
    async run({ arguments: inputs, place }): Promise<ToolResult> {
      const result = await runInTurn(context, workflowId, place, async () => ({ pins: await context.plans.pin(workspaceId, source), inputs }));
      if (result.state === 'asks') return { asks: result.question };
      return result.isAnswer ? { output: result.output, isAnswer: true } : result.output;
    },
  };
}

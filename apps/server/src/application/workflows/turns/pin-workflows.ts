import type { BotDefinition, BotWorkflow } from '@buckle/contract';
import { BadRequest, NotFound } from '#kernel/errors.ts';
import type { WorkflowsContext } from '../context.ts';
import { NotPublished } from '../runs/errors.ts';
import { workflowVersionId } from '../workflow-documents.ts';

/**
 * A bot's definition with the versions of its workflows: those that it names, else those that are online
 * now. Throws `NotFound` for a workflow that is not in the bot's workspace, `NotPublished`, and
 * `BadRequest` for a chatflow that is none.
 */
export async function pinWorkflows(context: Pick<WorkflowsContext, 'workflows' | 'versions'>, workspaceId: string, definition: BotDefinition): Promise<BotDefinition> {
  const { workflows = [], chatflow } = definition;
  if (workflows.length === 0 && chatflow === undefined) return definition;
  const pinned = await Promise.all(workflows.map((workflow) => pin(context, workspaceId, workflow)));
  if (chatflow === undefined) return { ...definition, workflows: pinned };
  return { ...definition, workflows: pinned, chatflow: await pin(context, workspaceId, chatflow, true) };
}

async function pin(
  { workflows, versions }: Pick<WorkflowsContext, 'workflows' | 'versions'>,
  workspaceId: string,
  { workflow_id: workflowId, version }: BotWorkflow,
  isChatflow = false,
): Promise<BotWorkflow> {
  const workflow = await workflows.closed.get(workflowId);
  if (workflow?.workspaceId !== workspaceId) throw new NotFound('workflow', workflowId);
  if (isChatflow && workflow.mode !== 'chatflow') throw new BadRequest(`chatflow: ${JSON.stringify(workflow.name)} is a workflow that answers once; choose a chatflow, or give it to the bot as a tool.`);
  const wanted = version || workflow.onlineVersion;
  if (wanted === undefined) throw new NotPublished(workflowId);
  if (version && !(await versions.closed.get(workflowVersionId(workflowId, version)))) throw new NotFound('version', version);
  return { workflow_id: workflowId, version: wanted };
}

import { type LlmConfig, nodesIn, type Problem, problem, type SubworkflowConfig, warning, type WorkflowGraph } from '@buckle/canvas';
import type { WorkflowsContext } from './context.ts';
import { type UsedBot, usedBots, type UsedDataset, usedDatasets, type UsedModel, usedModels } from './ids-of-here.ts';
import { readSource } from './source.ts';
import type { WorkflowDocument, WorkflowSource } from './workflow-documents.ts';

/** A workflow that a node names, in the terms of this instance. */
export interface UsedWorkflow {
  readonly nodeId: string;
  readonly title: string;
  /** As the document has it. */
  readonly writtenId: string;
  readonly workflowId: string;
  /** Empty for what is online, or the draft where nothing is. */
  readonly version: string;
  /** Whether a model calls it: then it must be published. */
  readonly isTool: boolean;
}

/** Everything that is wrong with a source of a workflow, what it names that is not here included. */
export async function problemsOf(
  context: Pick<WorkflowsContext, 'workflows' | 'registry' | 'models' | 'bots' | 'knowledge'>,
  { workspaceId }: Pick<WorkflowDocument, 'workspaceId'>,
  source: WorkflowSource,
): Promise<readonly Problem[]> {
  const { graph, problems } = readSource(source);
  const used = usedWorkflows(graph, source);
  const found = await context.workflows.closed.getMany([...new Set(used.map(({ workflowId }) => workflowId))]);
  const here = new Map(found.filter((workflow) => workflow.workspaceId === workspaceId).map((workflow) => [workflow.id, workflow]));
  const missing = used.filter(({ workflowId, isTool }) => (isTool ? here.get(workflowId)?.onlineVersion === undefined : !here.has(workflowId)));
  const unavailable = nodesIn(graph).filter(({ kind }) => kind.waitsFor === undefined && !context.registry.has(kind.key));
  return [
    ...problems,
    ...unavailable.map(({ id, title, kind }) => notAvailable(id, title, kind.key)),
    ...missing.map(({ nodeId, title, writtenId, isTool }) => unknownResource(nodeId, title, isTool ? 'published workflow' : 'workflow', writtenId)),
    ...(await unknownBots(context, workspaceId, usedBots(graph, source))),
    ...(await unknownDatasets(context, workspaceId, usedDatasets(graph, source))),
    ...(await unknownModels(context, workspaceId, usedModels(graph, source))),
  ];
}

/** The bots that a graph asks and that are not published in the workspace. */
async function unknownBots({ bots }: Pick<WorkflowsContext, 'bots'>, workspaceId: string, used: readonly UsedBot[]): Promise<readonly Problem[]> {
  const checked = used.map(async ({ nodeId, title, writtenId, botId }) => {
    const version = await bots.online.current(botId);
    return version?.workspaceId === workspaceId ? [] : [unknownResource(nodeId, title, 'published bot', writtenId)];
  });
  return (await Promise.all(checked)).flat();
}

/** The data sets that a graph names and that the workspace does not have. */
async function unknownDatasets({ knowledge }: Pick<WorkflowsContext, 'knowledge'>, workspaceId: string, used: readonly UsedDataset[]): Promise<readonly Problem[]> {
  const names = used.length === 0 ? new Map<string, string>() : await knowledge.namesOf(workspaceId, used.map(({ datasetId }) => datasetId));
  return used.filter(({ datasetId }) => !names.has(datasetId)).map(({ nodeId, title, writtenId }) => unknownResource(nodeId, title, 'data set', writtenId));
}

/** The workflows that a graph calls. */
export function usedWorkflows(graph: WorkflowGraph, { idMap }: WorkflowSource): readonly UsedWorkflow[] {
  return nodesIn(graph).flatMap(({ id, title, kind, config }) => {
    const named = config === undefined ? [] : namedWorkflows(kind.key, config);
    return named
      .filter(({ writtenId }) => writtenId !== '')
      .map(({ writtenId, version, isTool }) => ({ nodeId: id, title, writtenId, workflowId: idMap.workflows?.[writtenId] ?? writtenId, version, isTool }));
  });
}

/** The workflows that a node's configuration names: the one that it runs, or those that its model may call. */
function namedWorkflows(key: string, config: unknown): readonly Pick<UsedWorkflow, 'writtenId' | 'version' | 'isTool'>[] {
  // Each kind read its own configuration.
  if (key === 'subworkflow') {
    const { workflowId: writtenId, workflowVersion: version } = config as SubworkflowConfig;
    return [{ writtenId, version, isTool: false }];
  }
  if (key !== 'llm') return [];
  const { fcParam } = config as LlmConfig;
  return fcParam.workflowFCParam.workflowList.map(({ workflow_id: writtenId, workflow_version: version }) => ({ writtenId, version, isTool: true }));
}

/** Of a kind that the document knows and this Buckle cannot run. */
function notAvailable(nodeId: string, title: string, part: string): Problem {
  return {
    code: 'not_available',
    severity: 'error',
    message: `"${title}" is of a kind that this Buckle cannot run yet (${part}): take it out to run the workflow.`,
    node_id: nodeId,
    values: { title, part },
  };
}

function unknownResource(nodeId: string, title: string, resource: string, id: string): Problem {
  return problem('unknown_resource', { title, resource, id }, { nodeId });
}

/** Models that are not here, where the workspace's default stands in for them, and those that are for something else. */
async function unknownModels({ models }: Pick<WorkflowsContext, 'models'>, workspaceId: string, used: readonly UsedModel[]): Promise<readonly Problem[]> {
  const found = await Promise.all(used.map(async (model) => ({ ...model, type: (await models.named(workspaceId, model.modelId))?.type })));
  return found
    .filter(({ type }) => type !== 'chat')
    .map(({ nodeId, title, writtenId: id, type }) => (type === undefined ? warning('unknown_model', { title, id }, { nodeId }) : problem('no_chat_model', { title, id }, { nodeId })));
}

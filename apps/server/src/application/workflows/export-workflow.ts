import type { WorkflowFile } from '@buckle/contract';
import { BadRequest } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { findWorkflow, type WorkflowsContext } from './context.ts';
import { usedBots, usedDatasets, usedModels } from './ids-of-here.ts';
import { usedWorkflows } from './problems.ts';
import { readSource } from './source.ts';
import { type WorkflowDocument, type WorkflowSource, workflowVersionId } from './workflow-documents.ts';

/** So many workflows stand in one file at most. */
export const WORKFLOWS_IN_A_FILE = 100;

/**
 * A workflow's draft with all workflows that it calls, directly or through others, and the names of the
 * models, data sets and bots that they use, for another workspace or another Buckle. Throws `BadRequest` where they are too many.
 */
export async function exportWorkflow(context: WorkflowsContext, principal: Principal, workflowId: string): Promise<WorkflowFile> {
  const main = await findWorkflow(context, principal, 'workflow.read', workflowId);
  const exported = new Map<string, WorkflowFile['workflows'][number]>();
  const models = new Map<string, string>();
  const datasetIds = new Set<string>();
  const botIds = new Set<string>();
  const add = async (workflow: WorkflowDocument, source: WorkflowSource): Promise<void> => {
    if (exported.size === WORKFLOWS_IN_A_FILE) throw new BadRequest(`The workflow calls more than ${WORKFLOWS_IN_A_FILE} others, directly or through them: export these by themselves.`);
    const { id, name, description, mode } = workflow;
    const { canvas, idMap } = source;
    exported.set(id, { id, name, description, mode, canvas, id_map: idMap });
    const { graph } = readSource(source);
    for (const { modelId } of usedModels(graph, source)) {
      const model = await context.models.named(main.workspaceId, modelId);
      if (model) models.set(model.id, model.name);
    }
    for (const { datasetId } of usedDatasets(graph, source)) datasetIds.add(datasetId);
    for (const { botId } of usedBots(graph, source)) botIds.add(botId);
    for (const { workflowId: calledId, version } of usedWorkflows(graph, source)) {
      const called = exported.has(calledId) ? undefined : await context.workflows.get(calledId);
      // What is not here, or another workspace's, stays a name in the document.
      if (called?.workspaceId === main.workspaceId) await add(called, await sourceCalled(context, called, version));
    }
  };
  await add(main, main.source);
  const datasets = await context.knowledge.namesOf(main.workspaceId, [...datasetIds]);
  const bots = [...(await context.bots.byId([...botIds])).values()].filter(({ workspaceId }) => workspaceId === main.workspaceId);
  return {
    format: 'buckle.workflows',
    format_version: 1,
    main: workflowId,
    workflows: [...exported.values()],
    models: namedOf(models),
    datasets: namedOf(datasets),
    bots: bots.map(({ id, name }) => ({ id, name })),
  };
}

function namedOf(names: ReadonlyMap<string, string>): { id: string; name: string }[] {
  return [...names].map(([id, name]) => ({ id, name }));
}

/** What runs where a workflow is called: the version that is named, what is online, or the draft. */
async function sourceCalled({ versions }: WorkflowsContext, { id, onlineVersion, source }: WorkflowDocument, version: string): Promise<WorkflowSource> {
  for (const wanted of [version, onlineVersion]) {
    const found = wanted ? await versions.get(workflowVersionId(id, wanted)) : undefined;
    if (found) return found.source;
  }
  return source;
}

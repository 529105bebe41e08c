import type { ImportedWorkflows, WorkflowFile, WorkflowIdMap } from '@buckle/contract';
import { BadRequest } from '#kernel/errors.ts';
import { idInBlock } from '#kernel/ids.ts';
import type { Principal } from '#kernel/principal.ts';
import { workflowResource, type WorkflowsContext } from './context.ts';
import { usedBots, usedDatasets, usedModels } from './ids-of-here.ts';
import { problemsOf, usedWorkflows } from './problems.ts';
import { readSource, sourceOf } from './source.ts';
import { usedIn } from './usages/references.ts';
import type { WorkflowDocument, WorkflowSource } from './workflow-documents.ts';

/** What an import is asked for with. */
export interface WorkflowImport {
  readonly workspaceId: string;
  readonly file: WorkflowFile;
  /** What stands here for what the file names and does not bring along. */
  readonly idMap?: WorkflowIdMap | undefined;
  readonly idempotencyKey?: string | undefined;
}

/**
 * Creates the workflows of a file as drafts: each calls those that came with it, and uses what the map
 * says for what did not; models are found by their names where it says nothing of them. Throws `BadRequest` where the file does not hold together.
 */
export async function importWorkflows(context: WorkflowsContext, principal: Principal, { workspaceId, file, idMap, idempotencyKey }: WorkflowImport): Promise<ImportedWorkflows> {
  await context.identity.authorize(principal, 'workflow.edit', { type: 'workspace', id: workspaceId, workspaceId });
  if (new Set(file.workflows.map(({ id }) => id)).size < file.workflows.length) throw new BadRequest('file.workflows: two of them have the same id.');
  if (!file.workflows.some(({ id }) => id === file.main)) throw new BadRequest(`file.main: no workflow of the file has the id ${JSON.stringify(file.main)}.`);
  const models = idMap?.models === undefined ? await modelsOfHere(context, workspaceId, file) : new Map(Object.entries(idMap.models));
  const call = { operation: 'importWorkflows', key: idempotencyKey, body: { workspaceId, file, idMap } };
  return context.idempotency.create(principal, call, () => context.ids.block(), {
    async find(mainId) {
      const main = await context.workflows.closed.get(mainId);
      return main && answerOf(context, mainId, new Map(Object.entries(main.imported ?? {})), models, file);
    },
    async make(mainId) {
      // Made again after a kill, they are the same.
      const ids = new Map(file.workflows.map(({ id }, index) => [id, id === file.main ? mainId : idInBlock(mainId, index + 1)]));
      const here = { ...idMap, workflows: { ...idMap?.workflows, ...Object.fromEntries(ids) }, models: Object.fromEntries(models) };
      const now = context.clock.now();
      const made = file.workflows.map(({ id: fileId, canvas, id_map: given, ...rest }): WorkflowDocument => {
        const source = sourceOfHere(sourceOf(canvas, given), here);
        const isMain = fileId === file.main;
        return {
          id: ids.get(fileId) ?? '', workspaceId, ownerId: principal.userId, ...rest, isPublished: false, draftRevision: 1, source, createdAt: now,
          // The main one comes first in the list, where those changed last do.
          updatedAt: isMain ? now + 1 : now,
          ...(isMain ? { imported: Object.fromEntries(ids) } : {}),
        };
      });
      for (const { id, source } of made) await context.references.note(workspaceId, { kind: 'workflow', id, version: '' }, usedIn(source));
      const resource = workflowResource({ id: mainId, workspaceId });
      // The main one last: where it is there, all are.
      const mainLast = made.toSorted((one, other) => Number(one.id === mainId) - Number(other.id === mainId));
      const writes = mainLast.map((workflow) => () => context.workflows.ensure(workflow));
      await context.audit.change(principal, 'workflow.import', resource, writes, { workflows: made.length });
      return answerOf(context, mainId, ids, models, file);
    },
  });
}

/** A source that names what stands here for what it named in the file. */
function sourceOfHere(source: WorkflowSource, here: WorkflowIdMap): WorkflowSource {
  const { graph } = readSource(source);
  const { idMap } = source;
  // What the document writes stands for what the map of the file makes of it.
  const workflows = mapped(usedWorkflows(graph, source).map(({ writtenId, workflowId }) => [writtenId, workflowId]), here.workflows);
  const models = mapped(usedModels(graph, source).map(({ writtenId, modelId }) => [writtenId, modelId]), here.models);
  const datasets = mapped(usedDatasets(graph, source).map(({ writtenId, datasetId }) => [writtenId, datasetId]), here.datasets);
  const bots = mapped(usedBots(graph, source).map(({ writtenId, botId }) => [writtenId, botId]), here.bots);
  return {
    ...source,
    idMap: {
      ...idMap,
      workflows: { ...idMap.workflows, ...workflows },
      models: { ...idMap.models, ...models },
      datasets: { ...idMap.datasets, ...datasets },
      bots: { ...idMap.bots, ...bots },
    },
  };
}

/** The models of the workspace that are called as those of the file, by the ids in the file. */
async function modelsOfHere({ models }: WorkflowsContext, workspaceId: string, file: WorkflowFile): Promise<ReadonlyMap<string, string>> {
  const byName = await models.idsByName(workspaceId);
  return new Map(file.models.flatMap(({ id, name }) => {
    const here = byName.get(name);
    return here === undefined ? [] : [[id, here] as const];
  }));
}

function mapped(named: readonly (readonly [written: string, id: string])[], here: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(named.flatMap(([written, id]) => {
    const mappedId = here[id];
    return mappedId === undefined ? [] : [[written, mappedId]];
  }));
}

async function answerOf(
  context: WorkflowsContext,
  mainId: string,
  ids: ReadonlyMap<string, string>,
  models: ReadonlyMap<string, string>,
  file: WorkflowFile,
): Promise<ImportedWorkflows> {
  const made = new Map((await context.workflows.getMany([...ids.values()])).map((workflow) => [workflow.id, workflow]));
  const workflows = file.workflows.map(async ({ id: from, name }) => {
    const workflow = made.get(ids.get(from) ?? '');
    return { from, id: ids.get(from) ?? '', name, problems: workflow === undefined ? [] : [...(await problemsOf(context, workflow, workflow.source))] };
  });
  return {
    id: mainId,
    workflows: await Promise.all(workflows),
    models: file.models.map(({ id: from, name }) => ({ from, name, ...(models.has(from) ? { id: models.get(from) } : {}) })),
  };
}

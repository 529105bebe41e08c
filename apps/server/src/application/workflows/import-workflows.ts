import type { ImportedWorkflows, WorkflowFile } from '@buckle/contract';
import { BadRequest } from '#kernel/errors.ts';
import { idInBlock } from '#kernel/ids.ts';
import type { Principal } from '#kernel/principal.ts';
import { workflowResource, type WorkflowsContext } from './context.ts';
import { usedModels } from './ids-of-here.ts';
import { problemsOf, usedWorkflows } from './problems.ts';
import { readSource, sourceOf } from './source.ts';
import { workflowsIn } from './usages/references.ts';
import type { WorkflowDocument, WorkflowSource } from './workflow-documents.ts';

/** What an import is asked for with. */
export interface WorkflowImport {
  readonly workspaceId: string;
  readonly file: WorkflowFile;
  readonly idempotencyKey?: string | undefined;
}

/**
 * Creates the workflows of a file as drafts: each calls those that came with it, and asks the models of
 * the workspace that are named alike. Throws `BadRequest` where the file does not hold together.
 */
export async function importWorkflows(context: WorkflowsContext, principal: Principal, { workspaceId, file, idempotencyKey }: WorkflowImport): Promise<ImportedWorkflows> {
  await context.identity.authorize(principal, 'workflow.edit', { type: 'workspace', id: workspaceId, workspaceId });
  if (new Set(file.workflows.map(({ id }) => id)).size < file.workflows.length) throw new BadRequest('file.workflows: two of them have the same id.');
  if (!file.workflows.some(({ id }) => id === file.main)) throw new BadRequest(`file.main: no workflow of the file has the id ${JSON.stringify(file.main)}.`);
  const models = await modelsOfHere(context, workspaceId, file);
  const call = { operation: 'importWorkflows', key: idempotencyKey, body: { workspaceId, file } };
  return context.idempotency.create(principal, call, () => context.ids.block(), {
    async find(mainId) {
      const main = await context.workflows.closed.get(mainId);
      return main && answerOf(context, mainId, new Map(Object.entries(main.imported ?? {})), models, file);
    },
    async make(mainId) {
      // Made again after a kill, they are the same.
      const ids = new Map(file.workflows.map(({ id }, index) => [id, id === file.main ? mainId : idInBlock(mainId, index + 1)]));
      const now = context.clock.now();
      const made = file.workflows.map(({ id: fileId, canvas, id_map: given, ...rest }): WorkflowDocument => {
        const source = sourceOfHere(sourceOf(canvas, given), ids, models);
        const isMain = fileId === file.main;
        return {
          id: ids.get(fileId) ?? '', workspaceId, ownerId: principal.userId, ...rest, isPublished: false, draftRevision: 1, source, createdAt: now,
          // The main one comes first in the list, where those changed last do.
          updatedAt: isMain ? now + 1 : now,
          ...(isMain ? { imported: Object.fromEntries(ids) } : {}),
        };
      });
      for (const { id, source } of made) await context.references.note(workspaceId, { kind: 'workflow', id, version: '' }, workflowsIn(source));
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
function sourceOfHere(source: WorkflowSource, ids: ReadonlyMap<string, string>, models: ReadonlyMap<string, string>): WorkflowSource {
  const { graph } = readSource(source);
  const { idMap } = source;
  // What the document writes stands for what the map of the file makes of it.
  const workflows = mapped(usedWorkflows(graph, source).map(({ writtenId, workflowId }) => [writtenId, workflowId]), ids);
  const asked = mapped(usedModels(graph, source).map(({ writtenId, modelId }) => [writtenId, modelId]), models);
  return { ...source, idMap: { ...idMap, workflows: { ...idMap.workflows, ...workflows }, models: { ...idMap.models, ...asked } } };
}

/** The models of the workspace that are called as those of the file, by the ids in the file. */
async function modelsOfHere({ models }: WorkflowsContext, workspaceId: string, file: WorkflowFile): Promise<ReadonlyMap<string, string>> {
  const byName = await models.idsByName(workspaceId);
  return new Map(file.models.flatMap(({ id, name }) => {
    const here = byName.get(name);
    return here === undefined ? [] : [[id, here] as const];
  }));
}

function mapped(named: readonly (readonly [written: string, id: string])[], here: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries(named.flatMap(([written, id]) => (here.has(id) ? [[written, here.get(id) ?? id]] : [])));
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

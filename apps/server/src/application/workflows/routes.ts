import * as contract from '@buckle/contract';
import type { z } from 'zod';
import { seconds } from '#kernel/clock.ts';
import { type Route, route } from '#kernel/route.ts';
import type { LanguageStatus } from '#services/sandbox/index.ts';
import { findWorkflow, findWorkflowVersion, type WorkflowsContext } from './context.ts';
import { deleteWorkflow } from './delete-workflow.ts';
import { listDrafts, readDraft } from './draft-history.ts';
import { exportWorkflow } from './export-workflow.ts';
import { importWorkflows } from './import-workflows.ts';
import { problemsOf } from './problems.ts';
import { publishWorkflow } from './publish-workflow.ts';
import { listVersions, listWorkflows } from './read-workflows.ts';
import { createWorkflow, renameWorkflow, saveCanvas } from './save-workflow.ts';
import { sourceOf } from './source.ts';
import type { TriggersContext } from './triggers/index.ts';
import { listUsages } from './usages/list-usages.ts';
import type { PastDraftDocument, WorkflowDocument } from './workflow-documents.ts';

/** The management API of workflows, and the lists of Coze's. */
export function workflowRoutes(context: TriggersContext): Route[] {
  return [
    route(contract.createWorkflow, async ({ principal, body, idempotencyKey }) => {
      const { workspace_id: workspaceId, canvas, id_map: idMap, ...rest } = body;
      const made = await createWorkflow(context, principal, { workspaceId, canvas, idMap, ...rest, idempotencyKey });
      return { id: made.id, draft_revision: made.draftRevision, problems: [...(await problemsOf(context, made, made.source))] };
    }),
    route(contract.listWorkflows, async ({ principal, query }) => {
      const paging = { page: query.page_num, size: query.page_size };
      const { total, items } = await listWorkflows(context, principal, { workspaceId: query.workspace_id, mode: query.mode }, paging);
      return { total, items: items.map(entryOf) };
    }),
    route(contract.readWorkflow, async ({ principal, params }) => {
      const workflow = await findWorkflow(context, principal, 'workflow.read', params.workflow_id);
      const { canvas, idMap } = workflow.source;
      return { ...entryOf(workflow), canvas, id_map: idMap, problems: [...(await problemsOf(context, workflow, workflow.source))] };
    }),
    route(contract.changeWorkflow, async ({ principal, params, body }) => {
      await renameWorkflow(context, principal, params.workflow_id, body);
      return {};
    }),
    route(contract.saveCanvas, async ({ principal, params, body }) => {
      const { canvas, id_map: idMap, draft_revision: draftRevision, keep_current: keepsCurrent } = body;
      const saved = await saveCanvas(context, principal, params.workflow_id, { canvas, idMap, draftRevision, keepsCurrent });
      return { draft_revision: saved.draftRevision, problems: [...(await problemsOf(context, saved, saved.source))] };
    }),
    route(contract.validateWorkflow, async ({ principal, params, body }) => {
      const workflow = await findWorkflow(context, principal, 'workflow.read', params.workflow_id);
      const idMap = body.id_map ?? workflow.source.idMap;
      const source = body.canvas === undefined ? { ...workflow.source, idMap } : sourceOf(body.canvas, idMap);
      return { problems: [...(await problemsOf(context, workflow, source))] };
    }),
    route(contract.publishWorkflow, async ({ principal, params, body }) => ({ version: await publishWorkflow(context, principal, params.workflow_id, body) })),
    route(contract.listWorkflowVersions, async ({ principal, params, query }) => {
      const { workflow, total, items } = await listVersions(context, principal, params.workflow_id, { page: query.page_num, size: query.page_size });
      const names = await context.identity.namesOf(items.map(({ creatorId }) => creatorId));
      const versions = items.map(({ version, notes, creatorId, createdAt }) => ({
        version, notes, creator_id: creatorId, creator_name: names.get(creatorId) ?? '', created_at: seconds(createdAt), online: version === workflow.onlineVersion,
      }));
      return { total, items: versions };
    }),
    route(contract.readWorkflowVersion, async ({ principal, params }) => {
      await findWorkflow(context, principal, 'workflow.read', params.workflow_id);
      const { version, notes, creatorId, createdAt, source } = await findWorkflowVersion(context, params.workflow_id, params.workflow_version);
      return { version, notes, creator_id: creatorId, created_at: seconds(createdAt), canvas: source.canvas, id_map: source.idMap };
    }),
    route(contract.exportWorkflow, ({ principal, params }) => exportWorkflow(context, principal, params.workflow_id)),
    route(contract.importWorkflows, ({ principal, body, idempotencyKey }) => {
      return importWorkflows(context, principal, { workspaceId: body.workspace_id, file: body.file, idMap: body.id_map, idempotencyKey });
    }),
    route(contract.listWorkflowDrafts, async ({ principal, params, query }) => {
      const { total, items } = await listDrafts(context, principal, params.workflow_id, { page: query.page_num, size: query.page_size });
      const names = await context.identity.namesOf(items.map(({ savedBy }) => savedBy));
      return { total, items: items.map((draft) => draftEntry(draft, names)) };
    }),
    route(contract.readWorkflowDraft, async ({ principal, params }) => {
      const draft = await readDraft(context, principal, params.workflow_id, params.draft_revision);
      return { ...draftEntry(draft, await context.identity.namesOf([draft.savedBy])), canvas: draft.source.canvas, id_map: draft.source.idMap };
    }),
    route(contract.listWorkflowUsages, async ({ principal, params, query }) => {
      const { items, next = '' } = await listUsages(context, principal, params.workflow_id, { after: query.page_token, limit: query.page_size });
      return { items: [...items], has_more: next !== '', next_page_token: next };
    }),
    route(contract.deleteWorkflow, async ({ principal, params, query }) => {
      return { work_id: await deleteWorkflow(context, principal, params.workflow_id, { force: query.force === 'true' }) };
    }),
    route(contract.listCodeLanguages, async () => {
      const { typescript, python } = await context.sandbox.status();
      return { languages: [codeEntry('typescript', typescript), codeEntry('python', python)] };
    }),
    route(contract.listCozeWorkflows, async ({ principal, query }) => {
      const { workspace_id: workspaceId, workflow_mode: mode, page_num: page, page_size: size } = query;
      const isPublished = query.publish_status === 'all' ? undefined : query.publish_status === 'published_online';
      const { total, items } = await listWorkflows(context, principal, { workspaceId, mode, isPublished }, { page, size });
      return { items: await Promise.all(items.map((workflow) => cozeEntry(context, workflow))), has_more: page * size < total };
    }),
    route(contract.readCozeWorkflow, async ({ principal, params }) => {
      const workflow = await findWorkflow(context, principal, 'workflow.read', params.workflow_id);
      return { workflow_detail: await cozeEntry(context, workflow) };
    }),
  ];
}

function codeEntry(language: 'typescript' | 'python', { isAvailable, isolation, detail, advice }: LanguageStatus) {
  return { language, is_available: isAvailable, isolation, detail, ...(advice === undefined ? {} : { advice }) };
}

function draftEntry({ draftRevision, savedBy, savedAt }: Pick<PastDraftDocument, 'draftRevision' | 'savedBy' | 'savedAt'>, names: ReadonlyMap<string, string>) {
  return { draft_revision: draftRevision, saved_by: savedBy, saved_by_name: names.get(savedBy) ?? '', saved_at: seconds(savedAt) };
}

function entryOf(workflow: WorkflowDocument) {
  return {
    id: workflow.id,
    workspace_id: workflow.workspaceId,
    name: workflow.name,
    description: workflow.description,
    mode: workflow.mode,
    draft_revision: workflow.draftRevision,
    online_version: workflow.onlineVersion ?? '',
    publish_status: statusOf(workflow),
    created_at: seconds(workflow.createdAt),
    updated_at: seconds(workflow.updatedAt),
  };
}

function statusOf({ isPublished, publishedRevision, draftRevision }: WorkflowDocument): contract.PublishStatus {
  if (!isPublished) return 'unpublished_draft';
  return publishedRevision === draftRevision ? 'published_online' : 'published_draft';
}

async function cozeEntry({ identity }: WorkflowsContext, workflow: WorkflowDocument): Promise<z.input<typeof contract.readCozeWorkflow.answer>['workflow_detail']> {
  const names = await identity.namesOf([workflow.ownerId]);
  return {
    workflow_id: workflow.id,
    workflow_name: workflow.name,
    description: workflow.description,
    icon_url: '',
    app_id: '',
    created_at: seconds(workflow.createdAt),
    updated_at: seconds(workflow.updatedAt),
    creator: { id: workflow.ownerId, name: names.get(workflow.ownerId) ?? '' },
  };
}

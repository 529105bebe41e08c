import * as contract from '@buckle/contract';
import type { z } from 'zod';
import { type Route, route } from '#kernel/route.ts';
import { tokenPage } from '#kernel/token-page.ts';
import { type ModelPreset, PRESETS } from '#services/models/index.ts';
import { readableModel, type ModelsContext } from './context.ts';
import { createModel, type NewModel } from './create-model.ts';
import { deleteModel } from './delete-model.ts';
import { listModels } from './list-models.ts';
import { type ModelDocument, SHARED } from './model-document.ts';
import { priceFrom, showModel } from './show-model.ts';
import { defaultsOf } from './set-default.ts';
import { testModel } from './test-model.ts';
import { type ModelChanges, updateModel } from './update-model.ts';

/** The endpoints of models. */
export function modelRoutes(context: ModelsContext): Route[] {
  const shown = async (model: ModelDocument) => showModel(model, await defaultsOf(context, [model.workspaceId]));
  return [
    route(contract.listModels, async ({ principal, query }) => {
      const workspaceId = query.workspace_id ?? SHARED;
      const page = await listModels(context, principal, workspaceId, { limit: query.page_size, after: query.page_token, type: query.type });
      const defaults = await defaultsOf(context, [workspaceId, SHARED]);
      return tokenPage(page, (model) => showModel(model, defaults));
    }),
    route(contract.createModel, async ({ principal, body, idempotencyKey }) => {
      const { workspace_id: workspaceId = SHARED, type, preset, provider } = body;
      return shown(await createModel(context, principal, { ...fieldsFrom(body), workspaceId, type, preset, provider }, idempotencyKey));
    }),
    route(contract.getModel, async ({ principal, params }) => shown(await readableModel(context, principal, params.model_id))),
    route(contract.updateModel, async ({ principal, params, body }) =>
      shown(await updateModel(context, principal, params.model_id, fieldsFrom(body))),
    ),
    route(contract.deleteModel, async ({ principal, params }) => {
      await deleteModel(context, principal, params.model_id);
      return {};
    }),
    route(contract.testModel, ({ principal, params }) => testModel(context, principal, params.model_id)),
    route(contract.listModelPresets, async ({ principal }) => {
      await context.identity.authorizeAccount(principal, 'workspace.read');
      return { items: PRESETS.flatMap(showPreset) };
    }),
  ];
}

type CreateBody = z.output<typeof contract.createModel.body>;
type UpdateBody = z.output<typeof contract.updateModel.body>;

/** What a request says of a model that can also be changed later; all of it where one is created. */
function fieldsFrom(body: CreateBody): Omit<NewModel, 'workspaceId' | 'type' | 'preset' | 'provider'>;
function fieldsFrom(body: UpdateBody): ModelChanges;
function fieldsFrom(body: CreateBody | UpdateBody): ModelChanges {
  return {
    name: body.name,
    baseUrl: body.base_url,
    modelName: body.model_name,
    apiKey: body.api_key,
    capabilities: body.capabilities,
    contextTokens: body.context_tokens,
    maxOutputTokens: body.max_output_tokens,
    price: body.price && priceFrom(body.price),
    timeouts: body.timeouts && timeoutsFrom(body.timeouts),
    maxRetries: body.max_retries,
    maxConcurrency: body.max_concurrency,
    fallbackModelId: body.fallback_model_id,
    queryPrefix: body.query_prefix,
    passagePrefix: body.passage_prefix,
    maxBatch: body.max_batch,
    enabled: body.enabled,
    isDefault: body.is_default,
    allowPrivateAddress: body.allow_private_address,
  };
}

/** The built-in model needs no connecting, so its preset is not offered. */
function showPreset({ id, type, name, provider, baseUrl, keyUrl, modelNames }: ModelPreset) {
  if (provider === 'offline') return [];
  const from = keyUrl === undefined ? {} : { key_url: keyUrl };
  return [{ id, type, name, provider, base_url: baseUrl, ...from, model_names: [...modelNames] }];
}

function timeoutsFrom({ first_event, idle, total }: { readonly [K in 'first_event' | 'idle' | 'total']?: number | undefined }) {
  return {
    ...(first_event === undefined ? {} : { firstEvent: first_event }),
    ...(idle === undefined ? {} : { idle }),
    ...(total === undefined ? {} : { total }),
  };
}

import type { model as modelSchema } from '@buckle/contract';
import type { z } from 'zod';
import { seconds } from '#kernel/clock.ts';
import { type ModelDocument, type ModelPrice, SHARED } from './model-document.ts';

type ShownModel = z.input<typeof modelSchema>;

/** A model as the API shows it: never its key. */
export function showModel(model: ModelDocument, defaults: ReadonlySet<string>): ShownModel {
  const { price, timeouts, maxOutputTokens, maxConcurrency, fallbackModelId, queryPrefix, passagePrefix, dimension, maxBatch } = model;
  return {
    id: model.id,
    workspace_id: model.workspaceId === SHARED ? '' : model.workspaceId,
    type: model.type,
    name: model.name,
    provider: model.provider,
    preset: model.preset,
    base_url: model.baseUrl,
    model_name: model.modelName,
    has_key: model.apiKey !== undefined,
    key_hint: model.keyHint,
    capabilities: model.capabilities,
    context_tokens: model.contextTokens,
    ...(maxOutputTokens === undefined ? {} : { max_output_tokens: maxOutputTokens }),
    ...(price === undefined ? {} : { price: showPrice(price) }),
    timeouts: { first_event: timeouts.firstEvent, idle: timeouts.idle, total: timeouts.total },
    max_retries: model.maxRetries,
    ...(maxConcurrency === undefined ? {} : { max_concurrency: maxConcurrency }),
    ...(fallbackModelId === undefined ? {} : { fallback_model_id: fallbackModelId }),
    ...(queryPrefix === undefined ? {} : { query_prefix: queryPrefix }),
    ...(passagePrefix === undefined ? {} : { passage_prefix: passagePrefix }),
    ...(dimension === undefined ? {} : { dimension }),
    ...(maxBatch === undefined ? {} : { max_batch: maxBatch }),
    enabled: model.enabled,
    is_default: defaults.has(model.id),
    private_address_allowed: model.permittedAddress !== undefined,
    created_at: seconds(model.createdAt),
    updated_at: seconds(model.updatedAt),
  };
}

/** A price as a request has it. */
export function priceFrom(price: NonNullable<ShownModel['price']>): ModelPrice {
  return { inputPerMillion: price.input_per_million, outputPerMillion: price.output_per_million, currency: price.currency };
}

function showPrice({ inputPerMillion, outputPerMillion, currency }: ModelPrice): NonNullable<ShownModel['price']> {
  return { input_per_million: inputPerMillion, output_per_million: outputPerMillion, currency };
}

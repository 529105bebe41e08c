import { type createModel, type Model, modelProviders, type updateModel } from '@buckle/contract';
import type { RequestOf } from '../../api/endpoint.ts';

/** What a model can, as a form lists it. */
export const capabilities = ['vision', 'tools', 'reasoning', 'json'] as const;

export type Capability = (typeof capabilities)[number];

/** What a model is for. */
export type ModelType = Model['type'];

/** The vendors whose models of a type can be connected by their own wire format. */
export const providersOf = {
  chat: modelProviders,
  embedding: ['openai', 'google'],
  rerank: ['openai'],
} as const satisfies Record<ModelType, readonly (typeof modelProviders)[number][]>;

/** Stands in the form's `preset` for a vendor of whom nothing is known. */
export const OTHER = 'other';

/** A model as the form holds it: times in seconds, what is left empty as `null` or absent. */
export interface ModelValues {
  readonly type: ModelType;
  readonly preset: string;
  readonly provider: Exclude<Model['provider'], 'offline'>;
  readonly baseUrl: string;
  readonly modelName: string;
  readonly name?: string;
  readonly apiKey?: string;
  readonly removesKey: boolean;
  readonly capabilities: readonly Capability[];
  readonly contextTokens: number;
  readonly maxOutputTokens?: number | null;
  readonly inputPrice?: number | null;
  readonly outputPrice?: number | null;
  readonly currency: string;
  readonly firstEvent?: number | null;
  readonly idle?: number | null;
  readonly total?: number | null;
  readonly maxRetries: number;
  readonly maxConcurrency?: number | null;
  readonly fallback?: string | null;
  readonly queryPrefix?: string;
  readonly passagePrefix?: string;
  readonly maxBatch?: number | null;
  readonly isDefault: boolean;
  readonly allowsPrivate: boolean;
}

/** What the form of a new model begins with. */
export const newModelValues: Pick<ModelValues, 'type' | 'provider' | 'removesKey' | 'capabilities' | 'contextTokens' | 'currency' | 'maxRetries' | 'isDefault' | 'allowsPrivate'> = {
  type: 'chat',
  provider: 'openai',
  removesKey: false,
  capabilities,
  contextTokens: 32_000,
  currency: 'CNY',
  maxRetries: 2,
  isDefault: false,
  allowsPrivate: false,
};

/** A model in the form that changes it. */
export function valuesOf(model: Model): Partial<ModelValues> {
  const { timeouts, price } = model;
  return {
    ...newModelValues,
    type: model.type,
    preset: model.preset === '' ? OTHER : model.preset,
    baseUrl: model.base_url,
    modelName: model.model_name,
    name: model.name,
    capabilities: capabilities.filter((each) => model.capabilities[each]),
    contextTokens: model.context_tokens,
    maxOutputTokens: model.max_output_tokens ?? null,
    inputPrice: price?.input_per_million ?? null,
    outputPrice: price?.output_per_million ?? null,
    ...(price && { currency: price.currency }),
    firstEvent: timeouts.first_event / 1000,
    idle: timeouts.idle / 1000,
    total: timeouts.total / 1000,
    maxRetries: model.max_retries,
    maxConcurrency: model.max_concurrency ?? null,
    fallback: model.fallback_model_id ?? null,
    queryPrefix: model.query_prefix ?? '',
    passagePrefix: model.passage_prefix ?? '',
    maxBatch: model.max_batch ?? null,
    isDefault: model.is_default,
    allowsPrivate: model.private_address_allowed,
  };
}

/** The request that connects a model: of a workspace, or without one of the whole instance. */
export function creationOf(values: ModelValues, workspaceId: string | undefined): RequestOf<typeof createModel>['body'] {
  return {
    ...(workspaceId !== undefined && { workspace_id: workspaceId }),
    type: values.type,
    ...withoutNothing(commonOf(values)),
    ...(values.preset === OTHER ? { provider: values.provider } : { preset: values.preset }),
    ...(isGiven(values.apiKey) && { api_key: values.apiKey.trim() }),
    is_default: values.isDefault,
    allow_private_address: values.allowsPrivate,
  };
}

/** The request that changes a model. Only instance administrators may say anything of private addresses. */
export function changeOf(values: ModelValues, isAdministrator: boolean): RequestOf<typeof updateModel>['body'] {
  return {
    ...commonOf(values),
    ...(isGiven(values.apiKey) ? { api_key: values.apiKey.trim() } : values.removesKey && { api_key: null }),
    ...(isAdministrator && { allow_private_address: values.allowsPrivate }),
  };
}

/** What both requests have; `null` is a field that is to be absent. */
function commonOf(values: ModelValues) {
  const { inputPrice, outputPrice, currency } = values;
  const modelName = values.modelName.trim();
  const isPriced = isNumber(inputPrice) || isNumber(outputPrice);
  return {
    name: isGiven(values.name) ? values.name.trim() : modelName,
    base_url: values.baseUrl.trim(),
    model_name: modelName,
    price: isPriced ? { input_per_million: inputPrice ?? 0, output_per_million: outputPrice ?? 0, currency } : null,
    timeouts: timeoutsOf(values),
    max_retries: values.maxRetries,
    max_concurrency: values.maxConcurrency ?? null,
    ...fieldsOf(values),
  };
}

/** What only models of one type have. */
function fieldsOf(values: ModelValues) {
  if (values.type === 'chat') {
    return {
      capabilities: Object.fromEntries(capabilities.map((each) => [each, values.capabilities.includes(each)])),
      context_tokens: values.contextTokens,
      max_output_tokens: values.maxOutputTokens ?? null,
      fallback_model_id: values.fallback ?? null,
    };
  }
  const max_batch = values.maxBatch ?? null;
  if (values.type === 'rerank') return { max_batch };
  // The space at the end of a prefix belongs to it.
  return { query_prefix: values.queryPrefix || null, passage_prefix: values.passagePrefix || null, max_batch };
}

/** Milliseconds; what is empty stays as it is. */
function timeoutsOf({ firstEvent, idle, total }: ModelValues) {
  return {
    ...(isNumber(firstEvent) && { first_event: Math.round(firstEvent * 1000) }),
    ...(isNumber(idle) && { idle: Math.round(idle * 1000) }),
    ...(isNumber(total) && { total: Math.round(total * 1000) }),
  };
}

type Given<T> = { [K in keyof T]: Exclude<T[K], null> };

function withoutNothing<T extends object>(fields: T): Given<T> {
  // Dropping what is null is what the type says.
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as Given<T>;
}

function isGiven(text: string | undefined): text is string {
  return text !== undefined && text.trim() !== '';
}

function isNumber(value: number | null | undefined): value is number {
  return typeof value === 'number';
}

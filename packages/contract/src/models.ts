import { z } from 'zod';
import { idInRequest, timestamp } from './common.ts';
import { endpoint } from './define.ts';
import { nameOf } from './names.ts';
import { tokenPage, tokenPageQuery } from './pages.ts';

const tag = 'Models';

/** Whose wire format a model speaks. `openai` is what nearly every vendor does. */
export const modelProviders = ['openai', 'anthropic', 'google'] as const;

/** What models are for: replies, vectors of texts, scores of passages for a question. */
export const modelTypes = ['chat', 'embedding', 'rerank'] as const;

/** The kinds of what can be wrong with a model, as a test of its connection names them. */
export const modelErrorKinds = [
  'authentication',
  'not-found',
  'rate-limited',
  'quota-exhausted',
  'context-too-long',
  'content-filtered',
  'timeout',
  'connection',
  'address-refused',
  'vendor-error',
  'bad-request',
] as const;

const capabilities = z
  .object({ vision: z.boolean(), tools: z.boolean(), reasoning: z.boolean(), json: z.boolean() })
  .describe('What the model can: see pictures, call tools, think aloud, answer in JSON')
  .meta({ id: 'ModelCapabilities' });

const price = z
  .object({
    input_per_million: z.number().min(0).max(1_000_000),
    output_per_million: z.number().min(0).max(1_000_000),
    currency: z.string().regex(/^[A-Z]{3}$/).describe('ISO 4217, such as CNY or USD'),
  })
  .describe('What a million tokens cost')
  .meta({ id: 'ModelPrice' });

const milliseconds = z.int().min(1_000).max(600_000);
const timeouts = z
  .object({ first_event: milliseconds, idle: milliseconds, total: milliseconds })
  .describe('Milliseconds until the first event, between two events, and for a whole reply')
  .meta({ id: 'ModelTimeouts' });

/** A model, without its key. */
export const model = z
  .object({
    id: z.string(),
    workspace_id: z.string().describe('Empty for a model that the whole instance shares'),
    type: z.enum(modelTypes).describe('What it is for: replies, vectors of texts, or scores of passages for a question'),
    name: z.string(),
    provider: z.enum([...modelProviders, 'offline']),
    preset: z.string().describe('The preset it was made from; may be empty'),
    base_url: z.string(),
    model_name: z.string().describe('As the vendor names it'),
    has_key: z.boolean(),
    key_hint: z.string().describe('The last characters of the key; the key itself is never shown'),
    capabilities,
    context_tokens: z.int(),
    max_output_tokens: z.int().optional(),
    price: price.optional(),
    timeouts,
    max_retries: z.int(),
    max_concurrency: z.int().optional(),
    fallback_model_id: z.string().optional(),
    query_prefix: z.string().optional().describe('Embedding models: stands before every query'),
    passage_prefix: z.string().optional().describe('Embedding models: stands before every passage'),
    dimension: z.int().optional().describe('Embedding models: how many dimensions their vectors have, as the last test found'),
    max_batch: z.int().optional().describe('Embedding and rerank models: how many texts a call may have'),
    enabled: z.boolean(),
    is_default: z.boolean().describe('Used in its workspace, or in the instance, where no model of its type is named'),
    private_address_allowed: z.boolean().describe('An instance administrator allowed its address, which is not public'),
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: 'Model' });

export type Model = z.output<typeof model>;

const name = nameOf(100);
const baseUrl = z
  .url({ protocol: /^https?$/ })
  .max(500)
  .refine((url) => !URL.parse(url)?.username && !URL.parse(url)?.password, 'a key belongs into api_key, not into the address');
const vendorName = nameOf(200);
const apiKey = z.string().trim().regex(/^[\x21-\x7e]+$/, 'a key has neither spaces nor other than ASCII characters').max(4_000);
const tokens = z.int().min(1).max(100_000_000);
const retries = z.int().min(0).max(10);
const prefix = z.string().min(1).max(1_000);
const batch = z.int().min(1).max(2_048);
const concurrency = z.int().min(1).max(10_000);

const workspaceId = idInRequest.describe('Absent for the models that the whole instance shares (instance administrators)');
const params = z.object({ model_id: idInRequest });

/** The models that a workspace can use. */
export const listModels = endpoint('GET', '/api/models', {
  name: 'listModels',
  tag,
  summary: "A workspace's models, those of the instance and the built-in one; without a workspace the instance's alone",
  permission: 'model.read',
  query: z.strictObject({ ...tokenPageQuery, workspace_id: workspaceId.optional(), type: z.enum(modelTypes).optional().describe('All types where absent') }),
  answer: tokenPage(model),
});

/** Connects a model. */
export const createModel = endpoint('POST', '/api/models', {
  name: 'createModel',
  tag,
  summary: 'Connect a model',
  permission: 'model.manage',
  body: z.strictObject({
    workspace_id: workspaceId.optional(),
    type: z.enum(modelTypes).optional().describe("The preset's where absent, `chat` without one; never changes"),
    name,
    preset: z.string().max(50).default(''),
    provider: z.enum(modelProviders).optional().describe("The preset's where absent"),
    base_url: baseUrl.optional().describe("The preset's where absent"),
    model_name: vendorName,
    api_key: apiKey.optional(),
    capabilities: capabilities.partial().default({}),
    context_tokens: tokens.default(32_000),
    max_output_tokens: tokens.optional(),
    price: price.optional(),
    timeouts: timeouts.partial().default({}),
    max_retries: retries.default(2),
    max_concurrency: concurrency.optional(),
    fallback_model_id: idInRequest.optional().describe('Chat models'),
    query_prefix: prefix.optional().describe('Embedding models: stands before every query, such as `query: ` for E5'),
    passage_prefix: prefix.optional().describe('Embedding models: stands before every passage, such as `passage: ` for E5'),
    max_batch: batch.optional().describe('Embedding and rerank models: how many texts a call may have; what is known of the vendor where absent'),
    enabled: z.boolean().default(true),
    is_default: z.boolean().default(false),
    allow_private_address: z.boolean().default(false).describe('Let this model be at an address that is not public (instance administrators)'),
  }),
  answer: model,
  creates: true,
});

/** One model. */
export const getModel = endpoint('GET', '/api/models/{model_id}', {
  name: 'getModel',
  tag,
  summary: 'A model, without its key',
  permission: 'model.read',
  params,
  answer: model,
});

/** Changes a model. */
export const updateModel = endpoint('PATCH', '/api/models/{model_id}', {
  name: 'updateModel',
  tag,
  summary: 'Change a model; `null` takes an optional field away. Another base URL needs the key once more',
  permission: 'model.manage',
  params,
  body: z.strictObject({
    name: name.optional(),
    base_url: baseUrl.optional(),
    model_name: vendorName.optional(),
    api_key: apiKey.nullable().optional(),
    capabilities: capabilities.partial().optional(),
    context_tokens: tokens.optional(),
    max_output_tokens: tokens.nullable().optional(),
    price: price.nullable().optional(),
    timeouts: timeouts.partial().optional(),
    max_retries: retries.optional(),
    max_concurrency: concurrency.nullable().optional(),
    fallback_model_id: idInRequest.nullable().optional(),
    query_prefix: prefix.nullable().optional(),
    passage_prefix: prefix.nullable().optional(),
    max_batch: batch.nullable().optional(),
    enabled: z.boolean().optional(),
    is_default: z.boolean().optional(),
    allow_private_address: z.boolean().optional(),
  }),
  answer: model,
});

/** Removes a model. */
export const deleteModel = endpoint('DELETE', '/api/models/{model_id}', {
  name: 'deleteModel',
  tag,
  summary: 'Remove a model with its key; bots that name it ask the default model from then on',
  permission: 'model.manage',
  params,
});

/** Tests a model's connection. */
export const testModel = endpoint('POST', '/api/models/{model_id}/test', {
  name: 'testModel',
  tag,
  summary: 'Make one tiny call and say in words what is wrong',
  permission: 'model.manage',
  params,
  answer: z.object({
    ok: z.boolean(),
    latency: z.int().describe('Milliseconds'),
    text: z.string().optional().describe('What a chat model said'),
    dimension: z.int().optional().describe('How many dimensions the vectors of an embedding model have'),
    kind: z.enum(modelErrorKinds).optional(),
    message: z.string().optional().describe('What is wrong and what to do'),
  }),
});

/** What is known of vendors beforehand. */
export const listModelPresets = endpoint('GET', '/api/model-presets', {
  name: 'listModelPresets',
  tag,
  summary: 'Vendors with their addresses, where their keys come from, and examples of their models',
  answer: z.object({
    items: z.array(
      z.object({
        id: z.string(),
        type: z.enum(modelTypes),
        name: z.string(),
        provider: z.enum(modelProviders),
        base_url: z.string(),
        key_url: z.string().optional().describe('Absent where no key is needed'),
        model_names: z.array(z.string()),
      }),
    ),
  }),
});

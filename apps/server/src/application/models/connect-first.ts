import { UniqueConflict } from '#data/documents/port.ts';
import { DEFAULT_TIMEOUTS } from '#services/models/index.ts';
import { addressOf } from '#services/outbound/index.ts';
import type { ModelsContext } from './context.ts';
import { ASSUMED_CAPABILITIES, defaultId, keyHint, NO_CAPABILITIES, SHARED } from './model-document.ts';

/** The ids of the models that the operator's environment names. */
export const FIRST_MODEL_IDS = { chat: 'environment', embedding: 'environment-embedding' } as const;

/** A model as the operator's environment names it. */
export interface FirstModel {
  readonly type: keyof typeof FIRST_MODEL_IDS;
  readonly baseUrl: string;
  readonly modelName: string;
  readonly apiKey?: string | undefined;
}

/**
 * Connects a model that the operator's environment names, shared by the instance, and makes it the
 * default of its type unless there is one. Safe to repeat: it changes nothing that is there.
 */
export async function connectFirst(
  { models, defaults, clock, resolver }: ModelsContext,
  { type, baseUrl, modelName, apiKey }: FirstModel,
): Promise<void> {
  const now = clock.now();
  const id = FIRST_MODEL_IDS[type];
  const model = {
    id,
    workspaceId: SHARED,
    type,
    name: modelName,
    provider: 'openai',
    preset: '',
    baseUrl,
    modelName,
    ...(apiKey === undefined ? {} : { apiKey }),
    keyHint: keyHint(apiKey),
    capabilities: type === 'chat' ? ASSUMED_CAPABILITIES : NO_CAPABILITIES,
    contextTokens: 32_000,
    timeouts: DEFAULT_TIMEOUTS,
    maxRetries: 2,
    enabled: true,
    permittedAddress: addressOf(baseUrl),
    createdAt: now,
    updatedAt: now,
  } as const;
  await unlessThere(models.insert(model));
  await unlessThere(defaults.insert({ id: defaultId(SHARED, type), modelId: id }));
  resolver.forget();
}

async function unlessThere(insert: Promise<unknown>): Promise<void> {
  try {
    await insert;
  } catch (error) {
    if (!(error instanceof UniqueConflict)) throw error;
  }
}

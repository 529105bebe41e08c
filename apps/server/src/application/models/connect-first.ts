import { UniqueConflict } from '#data/documents/port.ts';
import { DEFAULT_TIMEOUTS } from '#services/models/index.ts';
import { addressOf } from '#services/outbound/index.ts';
import type { ModelsContext } from './context.ts';
import { ASSUMED_CAPABILITIES, keyHint, SHARED } from './model-document.ts';

/** The id of the model that the operator's environment names. */
export const FIRST_MODEL_ID = 'environment';

/**
 * Connects the model that the operator's environment names, shared by the instance, and makes it the
 * default unless there is one. Safe to repeat: it changes nothing that is there.
 */
export async function connectFirst(
  { models, defaults, clock, resolver }: ModelsContext,
  { baseUrl, modelName, apiKey }: { readonly baseUrl: string; readonly modelName: string; readonly apiKey?: string | undefined },
): Promise<void> {
  const now = clock.now();
  const model = {
    id: FIRST_MODEL_ID,
    workspaceId: SHARED,
    name: modelName,
    provider: 'openai',
    preset: '',
    baseUrl,
    modelName,
    ...(apiKey === undefined ? {} : { apiKey }),
    keyHint: keyHint(apiKey),
    capabilities: ASSUMED_CAPABILITIES,
    contextTokens: 32_000,
    timeouts: DEFAULT_TIMEOUTS,
    maxRetries: 2,
    enabled: true,
    permittedAddress: addressOf(baseUrl),
    createdAt: now,
    updatedAt: now,
  } as const;
  await unlessThere(models.insert(model));
  await unlessThere(defaults.insert({ id: SHARED, modelId: FIRST_MODEL_ID }));
  resolver.forget();
}

async function unlessThere(insert: Promise<unknown>): Promise<void> {
  try {
    await insert;
  } catch (error) {
    if (!(error instanceof UniqueConflict)) throw error;
  }
}

import type { Collection, Documents } from '#data/documents/port.ts';
import { DEFAULT_TIMEOUTS, type ModelTimeouts, type ModelType, type Provider } from '#services/models/index.ts';
import { INSTANCE_SCOPE, type Keyring, type SealedCollection, sealedCollection } from '#services/storage/index.ts';

/** Stands in `workspaceId` of a model that the whole instance shares. */
export const SHARED = INSTANCE_SCOPE;

/** The id of the built-in model, which always exists and is stored nowhere. */
export const OFFLINE_MODEL_ID = 'offline';

/** What a model can. */
export interface ModelCapabilities {
  readonly vision: boolean;
  readonly tools: boolean;
  readonly reasoning: boolean;
  readonly json: boolean;
}

/** What a model is taken to be able to do of which nobody said what it can: its vendor refuses the rest. */
export const ASSUMED_CAPABILITIES: ModelCapabilities = { vision: true, tools: true, reasoning: true, json: true };

/** What embedding and rerank models can of what chat models can. */
export const NO_CAPABILITIES: ModelCapabilities = { vision: false, tools: false, reasoning: false, json: false };

/** What a million tokens cost; the currency by ISO 4217. */
export interface ModelPrice {
  readonly inputPerMillion: number;
  readonly outputPerMillion: number;
  readonly currency: string;
}

/** A model of a workspace or of the instance. Times in milliseconds. */
export interface ModelDocument {
  readonly id: string;
  /** `SHARED` for those of the instance. */
  readonly workspaceId: string;
  /** What it is for. Never changes. */
  readonly type: ModelType;
  readonly name: string;
  readonly provider: Provider;
  /** The preset it was made from; empty where there was none. */
  readonly preset: string;
  readonly baseUrl: string;
  /** As the vendor names it. */
  readonly modelName: string;
  /** Sealed. Leaves the server only for the vendor. */
  readonly apiKey?: string;
  /** The last characters of the key, so that a user can tell which one it is. */
  readonly keyHint: string;
  readonly capabilities: ModelCapabilities;
  readonly contextTokens: number;
  readonly maxOutputTokens?: number;
  readonly price?: ModelPrice;
  readonly timeouts: ModelTimeouts;
  readonly maxRetries: number;
  readonly maxConcurrency?: number;
  readonly fallbackModelId?: string;
  /** Embedding models: what stands before every query and every passage. */
  readonly queryPrefix?: string;
  readonly passagePrefix?: string;
  /** Embedding models: how many dimensions their vectors have, as the last test of the connection found. */
  readonly dimension?: number;
  /** Embedding and rerank models: how many texts a call may have. */
  readonly maxBatch?: number;
  readonly enabled: boolean;
  /** The address that an instance administrator allowed although it is not public, as `host:port`. */
  readonly permittedAddress?: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** Which model of a type a workspace, or the instance, uses where none is named. Its id is made by `defaultId`. */
export interface DefaultModelDocument {
  readonly id: string;
  readonly modelId: string;
}

/** The id of the default of a type of models in a workspace, or of the instance (`SHARED`). */
export function defaultId(workspaceId: string, type: ModelType): string {
  // The defaults of chat models are older than the other types.
  return type === 'chat' ? workspaceId : `${workspaceId}/${type}`;
}

export interface ModelCollections {
  readonly models: SealedCollection<ModelDocument>;
  readonly defaults: Collection<DefaultModelDocument>;
}

export async function openModelCollections(documents: Documents, keyring: Keyring): Promise<ModelCollections> {
  const models = await sealedCollection<ModelDocument>(documents, keyring, {
    name: 'models',
    schemaVersion: 2,
    indexes: [{ fields: ['workspaceId'] }, { fields: ['workspaceId', 'type'] }],
    upgrades: [typedSince],
    sealed: ['apiKey'],
    scopeOf: (model) => model.workspaceId,
  });
  const defaults = await documents.collection<DefaultModelDocument>({ name: 'default_models', schemaVersion: 1, indexes: [] });
  return { models, defaults };
}

/** Version 2: models were chat models until there were others. */
function typedSince(model: Record<string, unknown>): Record<string, unknown> {
  return { type: 'chat', ...model };
}

/** The built-in model as if it were stored. */
export const OFFLINE_MODEL: ModelDocument = {
  id: OFFLINE_MODEL_ID,
  workspaceId: SHARED,
  type: 'chat',
  name: 'Offline',
  provider: 'offline',
  preset: 'offline',
  baseUrl: '',
  modelName: 'offline',
  keyHint: '',
  capabilities: NO_CAPABILITIES,
  contextTokens: 32_000,
  timeouts: DEFAULT_TIMEOUTS,
  maxRetries: 0,
  enabled: true,
  createdAt: 0,
  updatedAt: 0,
};

/** So much of a key as tells it from another: nothing of a short one. */
export function keyHint(apiKey: string | undefined): string {
  return apiKey !== undefined && apiKey.length >= 16 ? apiKey.slice(-4) : '';
}

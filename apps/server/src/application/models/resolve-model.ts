import type { Collection, Read } from '#data/documents/port.ts';
import type { Clock } from '#kernel/clock.ts';
import {
  type ChatModel,
  createChatModel,
  createEmbeddingModel,
  createRerankModel,
  DEFAULT_MAX_BATCH,
  type EmbeddingModel,
  type EmbeddingModelConfig as TextModelConfig,
  type ModelType,
  OfflineModel,
  PRESETS,
  type RerankModel,
  type TestedConnection,
} from '#services/models/index.ts';
import type { HttpClient, Outbound } from '#services/outbound/index.ts';
import { ModelFinder } from './find-model.ts';
import { type ModelCollections, type ModelDocument, type ModelPrice, OFFLINE_MODEL, OFFLINE_MODEL_ID } from './model-document.ts';
import { Remembered } from './remembered.ts';
import { TextModelResolver } from './resolve-text-model.ts';

/** The way out, as far as models use it. */
export type ModelOutbound = Pick<Outbound, 'dispatcher' | 'fetch' | 'permitting'>;

/** What assembling an embedding or rerank model takes. */
type TextModelTools = Parameters<typeof createEmbeddingModel>[1];

/** A model by its id and the name that its users gave it. */
export interface NamedModel {
  readonly id: string;
  readonly name: string;
}

/** A chat model that is ready to be called. */
export interface ResolvedModel extends NamedModel {
  readonly chatModel: ChatModel;
  /** The model that gives a reply of `chatModel` which begins with the event `fallback`. */
  readonly fallback: NamedModel | undefined;
  readonly contextTokens: number;
  readonly maxOutputTokens: number | undefined;
  readonly capabilities: ModelDocument['capabilities'];
  /** Whether it is the built-in one, which understands nothing. */
  readonly offline: boolean;
}

interface Assembled {
  /** What it was made of: its own revision and that of its fallback. */
  readonly version: string;
  readonly chatModel: ChatModel;
}

/**
 * Finds the model for a bot, or for the texts of a workspace, and assembles it. A model stays assembled
 * until it changes, because its circuit breaker and concurrency limit hold for all of its calls.
 */
export class ModelResolver {
  readonly finder: ModelFinder;
  readonly embedding: TextModelResolver<EmbeddingModel>;
  readonly rerank: TextModelResolver<RerankModel>;
  readonly #models: Collection<ModelDocument>;
  readonly #outbound: ModelOutbound;
  readonly #clock: Clock;
  readonly #offline = new OfflineModel();
  readonly #assembled = new Map<string, Assembled>();
  /** Of models that were resolved; undefined for those without a price. */
  readonly #prices = new Map<string, ModelPrice | undefined>();
  readonly #resolved: Remembered<ResolvedModel>;

  constructor(collections: ModelCollections, { outbound, clock }: { readonly outbound: ModelOutbound; readonly clock: Clock }) {
    this.finder = new ModelFinder(collections);
    this.#models = collections.models;
    this.#outbound = outbound;
    this.#clock = clock;
    this.#resolved = new Remembered(clock);
    this.embedding = new TextModelResolver('embedding', this.finder, clock, (model) => this.#createText(model, createEmbeddingModel));
    this.rerank = new TextModelResolver('rerank', this.finder, clock, (model) => this.#createText(model, createRerankModel));
  }

  /**
   * The chat model of this id if the workspace can use it; else the workspace's default, the instance's
   * default, the built-in one. An empty id asks for the default. Throws `BadRequest` where the id names a
   * model of another type.
   */
  resolve(workspaceId: string, modelId = ''): Promise<ResolvedModel> {
    return this.#resolved.get(`${workspaceId}/${modelId}`, async () => this.#ready(await this.#find(workspaceId, modelId)));
  }

  /** The chat models that a workspace can use, by their names: its own before those that are shared, the oldest of several. */
  async idsByName(workspaceId: string): Promise<ReadonlyMap<string, string>> {
    // Of those with one name, the last counts.
    return new Map([OFFLINE_MODEL, ...(await this.finder.all(workspaceId, 'chat')).toReversed()].map(({ name, id }) => [name, id]));
  }

  /** The model of an id, of whatever type, if the workspace can use it. */
  async named(workspaceId: string, modelId: string): Promise<(NamedModel & { readonly type: ModelType }) | undefined> {
    return modelId === OFFLINE_MODEL_ID ? OFFLINE_MODEL : this.finder.usable(workspaceId, modelId);
  }

  /** What a model costs: as this process resolved it last, else as it is stored. */
  async priceOf(modelId: string): Promise<ModelPrice | undefined> {
    if (this.#prices.has(modelId)) return this.#prices.get(modelId);
    return (await this.#models.get(modelId))?.price;
  }

  /** Forgets what is resolved, after a change of a model or a default. */
  forget(): void {
    for (const resolved of [this.#resolved, this.embedding, this.rerank]) resolved.forget();
  }

  /** How to reach a model, and by which client. */
  connectionOf(model: ModelDocument): { readonly connection: TestedConnection; readonly http: HttpClient } {
    const { type, provider, baseUrl, modelName, apiKey, preset: presetId, permittedAddress } = model;
    const preset = PRESETS.find(({ id }) => id === presetId);
    const http = permittedAddress === undefined ? this.#outbound : this.#outbound.permitting(permittedAddress);
    const { maxTokensField, purposeField } = preset ?? {};
    return { connection: { type, provider, baseUrl, modelName, apiKey, maxTokensField, purposeField }, http };
  }

  async #find(workspaceId: string, modelId: string): Promise<Read<ModelDocument> | undefined> {
    if (modelId === OFFLINE_MODEL_ID) return undefined;
    return (await this.finder.usableAs('chat', workspaceId, modelId)) ?? this.finder.defaultOf(workspaceId, 'chat');
  }

  async #ready(model: Read<ModelDocument> | undefined): Promise<ResolvedModel> {
    const { id, name, contextTokens, maxOutputTokens, capabilities, price } = model ?? OFFLINE_MODEL;
    const other = model && (await this.#fallbackOf(model));
    this.#prices.set(id, price);
    if (other) this.#prices.set(other.id, other.price);
    const chatModel = model ? this.#assemble(model, other) : this.#offline;
    const fallback = other && { id: other.id, name: other.name };
    return { id, name, chatModel, fallback, contextTokens, maxOutputTokens, capabilities, offline: !model };
  }

  async #fallbackOf({ workspaceId, fallbackModelId }: ModelDocument): Promise<Read<ModelDocument> | undefined> {
    return fallbackModelId === OFFLINE_MODEL_ID ? { ...OFFLINE_MODEL, revision: 0 } : this.finder.usable(workspaceId, fallbackModelId);
  }

  #assemble(model: Read<ModelDocument>, other: Read<ModelDocument> | undefined): ChatModel {
    const version = `${model.revision}/${other?.id ?? ''}/${other?.revision ?? ''}`;
    const known = this.#assembled.get(model.id);
    if (known?.version === version) return known.chatModel;
    const fallback = other && this.#create(other, undefined);
    const chatModel = this.#create(model, fallback);
    this.#assembled.set(model.id, { version, chatModel });
    return chatModel;
  }

  #create(model: ModelDocument, fallback: ChatModel | undefined): ChatModel {
    const { connection, http } = this.connectionOf(model);
    const { timeouts, maxRetries, maxConcurrency, maxOutputTokens } = model;
    const config = { ...connection, timeouts, maxRetries, maxConcurrency, maxOutputTokens };
    return createChatModel(config, { http, clock: this.#clock, random: Math.random, fallback });
  }

  #createText<Model>(model: ModelDocument, create: (config: TextModelConfig, tools: TextModelTools) => Model): Model {
    const { connection, http } = this.connectionOf(model);
    const { timeouts, maxRetries, maxConcurrency, queryPrefix, passagePrefix, maxBatch = maxBatchOf(model), price } = model;
    this.#prices.set(model.id, price);
    const config = { ...connection, timeouts, maxRetries, maxConcurrency, queryPrefix, passagePrefix, maxBatch };
    return create(config, { http, clock: this.#clock, random: Math.random });
  }
}

/** How many texts a call of a model may have whose document does not say: what is known of its vendor. */
function maxBatchOf({ preset }: ModelDocument): number {
  return PRESETS.find(({ id }) => id === preset)?.maxBatch ?? DEFAULT_MAX_BATCH;
}

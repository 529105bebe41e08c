import type { Collection, Read } from '#data/documents/port.ts';
import type { Clock } from '#kernel/clock.ts';
import { createChatModel, OfflineModel, PRESETS, type ChatModel, type ModelConnection } from '#services/models/index.ts';
import type { HttpClient, Outbound } from '#services/outbound/index.ts';
import { type ModelCollections, type ModelDocument, type ModelPrice, OFFLINE_MODEL, OFFLINE_MODEL_ID, SHARED } from './model-document.ts';

/** How long a resolved model is taken for what it was, in milliseconds: other processes see changes so much later. */
const KEPT = 2_000;
/** So many resolutions are kept at most. */
const MOST_KEPT = 10_000;

/** The way out, as far as models use it. */
export type ModelOutbound = Pick<Outbound, 'dispatcher' | 'fetch' | 'permitting'>;

/** A model by its id and the name that its users gave it. */
export interface NamedModel {
  readonly id: string;
  readonly name: string;
}

/** A model that is ready to be called. */
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
 * Finds the model for a bot and assembles it. A model stays assembled until it changes, because its
 * circuit breaker and concurrency limit hold for all of its calls.
 */
export class ModelResolver {
  readonly #models: Collection<ModelDocument>;
  readonly #defaults: ModelCollections['defaults'];
  readonly #outbound: ModelOutbound;
  readonly #clock: Clock;
  readonly #offline = new OfflineModel();
  readonly #assembled = new Map<string, Assembled>();
  /** Of models that were resolved; undefined for those without a price. */
  readonly #prices = new Map<string, ModelPrice | undefined>();
  #resolved = new Map<string, { readonly until: number; readonly model: Promise<ResolvedModel> }>();

  constructor({ models, defaults }: ModelCollections, deps: { readonly outbound: ModelOutbound; readonly clock: Clock }) {
    this.#models = models;
    this.#defaults = defaults;
    this.#outbound = deps.outbound;
    this.#clock = deps.clock;
  }

  /**
   * The model of this id if the workspace can use it; else the workspace's default, the instance's
   * default, the built-in one. An empty id asks for the default.
   */
  resolve(workspaceId: string, modelId = ''): Promise<ResolvedModel> {
    const key = `${workspaceId}/${modelId}`;
    const now = this.#clock.now();
    const known = this.#resolved.get(key);
    if (known && known.until > now) return known.model;
    const model = this.#find(workspaceId, modelId).then((document) => this.#ready(document));
    if (this.#resolved.size >= MOST_KEPT) this.#resolved.clear();
    this.#resolved.set(key, { until: now + KEPT, model });
    // Whoever asks next must not get a failure that may have passed.
    model.catch(() => this.#resolved.delete(key));
    return model;
  }

  /** The models that a workspace can use, by their names: its own before those that are shared, the oldest of several. */
  async idsByName(workspaceId: string): Promise<ReadonlyMap<string, string>> {
    const { items } = await this.#models.find({ where: { workspaceId: { in: [...new Set([workspaceId, SHARED])] } }, limit: 1_000 });
    const isOwn = (model: ModelDocument): boolean => model.workspaceId === workspaceId;
    // Of those with one name, the last counts.
    const usable = items.filter(({ enabled }) => enabled).toReversed();
    return new Map([OFFLINE_MODEL, ...usable.filter((model) => !isOwn(model)), ...usable.filter(isOwn)].map(({ name, id }) => [name, id]));
  }

  /** What a model costs: as this process resolved it last, else as it is stored. */
  async priceOf(modelId: string): Promise<ModelPrice | undefined> {
    if (this.#prices.has(modelId)) return this.#prices.get(modelId);
    return (await this.#models.get(modelId))?.price;
  }

  /** Forgets what is resolved, after a change of a model or a default. */
  forget(): void {
    this.#resolved = new Map();
  }

  /** How to reach a model, and by which client. */
  connectionOf(model: ModelDocument): { readonly connection: ModelConnection; readonly http: HttpClient } {
    const { provider, baseUrl, modelName, apiKey, preset, permittedAddress } = model;
    const maxTokensField = PRESETS.find(({ id }) => id === preset)?.maxTokensField;
    const http = permittedAddress === undefined ? this.#outbound : this.#outbound.permitting(permittedAddress);
    return { connection: { provider, baseUrl, modelName, apiKey, maxTokensField }, http };
  }

  /** The model that stands behind an id in a workspace, if that can be used there. */
  async usable(workspaceId: string, id: string | undefined): Promise<Read<ModelDocument> | undefined> {
    if (id === undefined || id === '' || id === OFFLINE_MODEL_ID) return undefined;
    const model = await this.#models.get(id);
    return model?.enabled && (model.workspaceId === workspaceId || model.workspaceId === SHARED) ? model : undefined;
  }

  async #find(workspaceId: string, modelId: string): Promise<Read<ModelDocument> | undefined> {
    if (modelId === OFFLINE_MODEL_ID) return undefined;
    const named = await this.usable(workspaceId, modelId);
    if (named) return named;
    const defaults = await this.#defaults.getMany([workspaceId, SHARED]);
    for (const scope of [workspaceId, SHARED]) {
      const chosen = await this.usable(scope, defaults.find(({ id }) => id === scope)?.modelId);
      if (chosen) return chosen;
    }
    return undefined;
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
    return fallbackModelId === OFFLINE_MODEL_ID ? { ...OFFLINE_MODEL, revision: 0 } : this.usable(workspaceId, fallbackModelId);
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
}

import type { Collection, Read } from '#data/documents/port.ts';
import { BadRequest } from '#kernel/errors.ts';
import type { ModelType } from '#services/models/index.ts';
import { defaultId, type ModelCollections, type ModelDocument, OFFLINE_MODEL_ID, SHARED } from './model-document.ts';

const MANY = 1_000;

/** Finds stored models that a workspace can use: its own and those of the instance, as far as they are enabled. */
export class ModelFinder {
  readonly #models: Collection<ModelDocument>;
  readonly #defaults: ModelCollections['defaults'];

  constructor({ models, defaults }: ModelCollections) {
    this.#models = models;
    this.#defaults = defaults;
  }

  /** The model that stands behind an id in a workspace, of whatever type. */
  async usable(workspaceId: string, id: string | undefined): Promise<Read<ModelDocument> | undefined> {
    if (id === undefined || id === '' || id === OFFLINE_MODEL_ID) return undefined;
    const model = await this.#models.get(id);
    return model?.enabled && (model.workspaceId === workspaceId || model.workspaceId === SHARED) ? model : undefined;
  }

  /** As `usable`, for a model that is to do the work of this type. Throws `BadRequest` where it is of another. */
  async usableAs(type: ModelType, workspaceId: string, id: string): Promise<Read<ModelDocument> | undefined> {
    const model = await this.usable(workspaceId, id);
    if (!model || model.type === type) return model;
    throw new BadRequest(`The model "${model.name}" is ${NAMES[model.type]}, and ${NAMES[type]} is needed here: choose another.`);
  }

  /** The workspace's default of a type, else the instance's. */
  async defaultOf(workspaceId: string, type: ModelType): Promise<Read<ModelDocument> | undefined> {
    const scopes = [...new Set([workspaceId, SHARED])];
    const defaults = await this.#defaults.getMany(scopes.map((scope) => defaultId(scope, type)));
    for (const scope of scopes) {
      const chosen = await this.usable(scope, defaults.find(({ id }) => id === defaultId(scope, type))?.modelId);
      if (chosen) return chosen;
    }
    return undefined;
  }

  /** The models of a type, the workspace's own before those of the instance, the oldest first. */
  async all(workspaceId: string, type: ModelType): Promise<readonly Read<ModelDocument>[]> {
    const { items } = await this.#models.find({ where: { workspaceId: { in: [...new Set([workspaceId, SHARED])] }, type }, limit: MANY });
    const isOwn = (model: ModelDocument): boolean => model.workspaceId === workspaceId;
    const enabled = items.filter((model) => model.enabled);
    return [...enabled.filter(isOwn), ...enabled.filter((model) => !isOwn(model))];
  }
}

const NAMES: Readonly<Record<ModelType, string>> = { chat: 'a chat model', embedding: 'an embedding model', rerank: 'a rerank model' };

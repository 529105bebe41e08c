import type { Read } from '#data/documents/port.ts';
import type { Clock } from '#kernel/clock.ts';
import type { EmbeddingModel, ModelType, RerankModel } from '#services/models/index.ts';
import type { ModelFinder } from './find-model.ts';
import type { ModelDocument } from './model-document.ts';
import { Remembered } from './remembered.ts';

/** An embedding or rerank model that is ready to be called. */
interface ResolvedTextModel<Model> {
  readonly id: string;
  /** As its users named it. */
  readonly name: string;
  readonly model: Model;
}

/** An embedding model that is ready to be called. */
export interface ResolvedEmbedding extends ResolvedTextModel<EmbeddingModel> {
  /** How many dimensions its vectors have, as the last test of its connection found; undefined where none was made. */
  readonly dimension: number | undefined;
}

/** A rerank model that is ready to be called. */
export type ResolvedRerank = ResolvedTextModel<RerankModel>;

/** Finds the embedding or rerank model for a workspace. A model stays assembled until it changes, as a chat model does. */
export class TextModelResolver<Model> {
  readonly #type: ModelType;
  readonly #finder: ModelFinder;
  readonly #assemble: (model: ModelDocument) => Model;
  readonly #assembled = new Map<string, { readonly revision: number; readonly model: Model }>();
  readonly #resolved: Remembered<(ResolvedTextModel<Model> & { readonly dimension: number | undefined }) | undefined>;

  /** @param assemble makes the model that a document describes */
  constructor(type: 'embedding' | 'rerank', finder: ModelFinder, clock: Clock, assemble: (model: ModelDocument) => Model) {
    this.#type = type;
    this.#finder = finder;
    this.#assemble = assemble;
    this.#resolved = new Remembered(clock);
  }

  /**
   * The model of this id; where none is named, the workspace's default, the instance's, or the oldest that
   * is connected. Undefined where there is none: another model never stands in for one that is named,
   * because its vectors would mean nothing beside those that are stored. Throws `BadRequest` where the id
   * names a model of another type.
   */
  resolve(workspaceId: string, modelId = '') {
    return this.#resolved.get(`${workspaceId}/${modelId}`, async () => {
      const model = await this.#find(workspaceId, modelId);
      return model && { id: model.id, name: model.name, model: this.#ready(model), dimension: model.dimension };
    });
  }

  /** Forgets what is resolved, after a change of a model or a default. */
  forget(): void {
    this.#resolved.forget();
  }

  async #find(workspaceId: string, modelId: string): Promise<Read<ModelDocument> | undefined> {
    if (modelId !== '') return this.#finder.usableAs(this.#type, workspaceId, modelId);
    return (await this.#finder.defaultOf(workspaceId, this.#type)) ?? (await this.#finder.all(workspaceId, this.#type))[0];
  }

  #ready(document: Read<ModelDocument>): Model {
    const known = this.#assembled.get(document.id);
    if (known?.revision === document.revision) return known.model;
    const model = this.#assemble(document);
    this.#assembled.set(document.id, { revision: document.revision, model });
    return model;
  }
}

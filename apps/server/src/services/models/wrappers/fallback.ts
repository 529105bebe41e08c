import { ModelError, type ModelErrorKind } from '../model-error.ts';
import type { ChatModel, ChatRequest, ModelEvent } from '../port.ts';
import { openStream, streamFrom, type OpenedStream } from './opened-stream.ts';

/** What is wrong with the request itself would be wrong with the other model, too. */
const NOT_HELPED: ReadonlySet<ModelErrorKind> = new Set(['bad-request', 'content-filtered']);

/** Asks another model where the first one fails before its first event, and says so: whoever pays has to know which one answered. */
export class Fallback implements ChatModel {
  readonly #model: ChatModel;
  readonly #other: ChatModel;

  constructor(model: ChatModel, other: ChatModel) {
    this.#model = model;
    this.#other = other;
  }

  stream(request: ChatRequest, options: { readonly signal: AbortSignal }): AsyncIterable<readonly ModelEvent[]> {
    return streamFrom(() => this.#open(request, options));
  }

  async #open(request: ChatRequest, options: { readonly signal: AbortSignal }): Promise<OpenedStream<readonly ModelEvent[]>> {
    try {
      return await openStream(this.#model.stream(request, options));
    } catch (error) {
      if (!(error instanceof ModelError) || NOT_HELPED.has(error.kind) || options.signal.aborted) throw error;
      const { first, rest } = await openStream(this.#other.stream(request, options));
      return { first: first.done ? first : { done: false, value: [{ type: 'fallback' }, ...first.value] }, rest };
    }
  }
}

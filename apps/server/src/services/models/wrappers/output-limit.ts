import type { ChatModel, ChatRequest } from '../port.ts';
import type { Batch } from './opened-stream.ts';

/** Asks for no more tokens than the model can give: vendors refuse a request for more. */
export class OutputLimit implements ChatModel {
  readonly #model: ChatModel;
  readonly #most: number;

  constructor(model: ChatModel, most: number) {
    this.#model = model;
    this.#most = most;
  }

  stream(request: ChatRequest, options: { readonly signal: AbortSignal }): AsyncIterable<Batch> {
    const tooMany = request.maxTokens !== undefined && request.maxTokens > this.#most;
    return this.#model.stream(tooMany ? { ...request, maxTokens: this.#most } : request, options);
  }
}

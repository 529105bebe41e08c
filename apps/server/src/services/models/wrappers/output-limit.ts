import type { ChatModel, ChatRequest, ModelEvent } from '../port.ts';

/** Asks for no more tokens than the model can give: vendors refuse a request for more. */
export class OutputLimit implements ChatModel {
  readonly #model: ChatModel;
  readonly #most: number;

  constructor(model: ChatModel, most: number) {
    this.#model = model;
    this.#most = most;
  }

  stream(request: ChatRequest, options: { readonly signal: AbortSignal }): AsyncIterable<readonly ModelEvent[]> {
    const tooMany = request.maxTokens !== undefined && request.maxTokens > this.#most;
    return this.#model.stream(tooMany ? { ...request, maxTokens: this.#most } : request, options);
  }
}

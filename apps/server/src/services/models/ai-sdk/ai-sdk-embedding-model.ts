import type { EmbeddingModelV4, SharedV4ProviderOptions } from '@ai-sdk/provider';
import { estimateTextTokens } from '../estimate-tokens.ts';
import type { EmbeddingPurpose, Embeddings } from '../port.ts';
import type { EmbeddingCalls, EmbeddingRequest } from '../texts/embedding-calls.ts';
import type { CallSubject } from '../vendor-error.ts';
import { explainedError } from './explained-error.ts';

/** An embedding model behind one of AI SDK's providers, which is loaded when the first vectors are asked for. */
export class AiSdkEmbeddingModel implements EmbeddingCalls {
  readonly #load: () => Promise<EmbeddingModelV4>;
  #model: Promise<EmbeddingModelV4> | undefined;
  readonly #subject: CallSubject;
  readonly #optionsFor: (purpose: EmbeddingPurpose) => SharedV4ProviderOptions;

  /** @param optionsFor tells the provider what texts are embedded for */
  constructor(load: () => Promise<EmbeddingModelV4>, subject: CallSubject, optionsFor: (purpose: EmbeddingPurpose) => SharedV4ProviderOptions) {
    this.#load = load;
    this.#subject = subject;
    this.#optionsFor = optionsFor;
  }

  async *stream({ texts, purpose }: EmbeddingRequest, { signal }: { readonly signal: AbortSignal }): AsyncIterable<Embeddings> {
    signal.throwIfAborted();
    let answer;
    try {
      this.#model ??= this.#load();
      const model = await this.#model;
      answer = await model.doEmbed({ values: [...texts], abortSignal: signal, providerOptions: this.#optionsFor(purpose) });
    } catch (error) {
      signal.throwIfAborted();
      throw explainedError(error, this.#subject);
    }
    const inputTokens = answer.usage?.tokens ?? estimateTextTokens(texts);
    yield { vectors: answer.embeddings.map((vector) => Float32Array.from(vector)), usage: { inputTokens } };
  }
}

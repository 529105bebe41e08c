import type { Dispatcher } from 'undici';
import { z } from 'zod';
import { estimateTextTokens } from '../estimate-tokens.ts';
import { ModelError } from '../model-error.ts';
import type { Embeddings } from '../port.ts';
import type { EmbeddingCalls, EmbeddingRequest, PurposeField } from '../texts/embedding-calls.ts';
import type { CallSubject } from '../vendor-error.ts';
import { JsonEndpoint } from './json-endpoint.ts';
import { noModel } from './no-model.ts';
import { tokenCount } from './token-count.ts';

const answerSchema = z.object({
  data: z.array(z.object({ index: z.int().min(0).optional(), embedding: z.union([z.string(), z.array(z.number())]) })),
  usage: z.object({ prompt_tokens: tokenCount, total_tokens: tokenCount }).nullish().catch(undefined),
});

/** An embedding model behind OpenAI's embeddings, which nearly every vendor speaks. */
export class OpenAIEmbeddingModel implements EmbeddingCalls {
  readonly #endpoint: JsonEndpoint;
  readonly #purposeField: PurposeField | undefined;
  /**
   * Numbers in base64 are a quarter of the size and cost next to nothing to read. Most vendors send them
   * so when asked to, some send numbers all the same, and a few refuse to be asked.
   */
  #format: 'untried' | 'base64' | 'numbers' = 'untried';

  /** Throws `ModelError` if the base URL is none. */
  constructor(subject: CallSubject & { readonly purposeField?: PurposeField | undefined }, dispatcher: Dispatcher) {
    this.#endpoint = new JsonEndpoint({ ...subject, type: 'embedding' }, '/embeddings', dispatcher);
    this.#purposeField = subject.purposeField;
  }

  async *stream(request: EmbeddingRequest, { signal }: { readonly signal: AbortSignal }): AsyncIterable<Embeddings> {
    yield this.#read(await this.#ask(request, signal), request);
  }

  async #ask({ texts, purpose }: EmbeddingRequest, signal: AbortSignal): Promise<unknown> {
    const field = this.#purposeField;
    const body = { model: this.#endpoint.subject.modelName, input: texts, ...(field ? { [field.name]: field[purpose] } : {}) };
    if (this.#format === 'numbers') return this.#endpoint.post(body, signal);
    try {
      const answer = await this.#endpoint.post({ ...body, encoding_format: 'base64' }, signal);
      this.#format = 'base64';
      return answer;
    } catch (error) {
      if (this.#format === 'base64' || !(error instanceof ModelError) || error.kind !== 'bad-request') throw error;
      const answer = await this.#endpoint.post(body, signal);
      this.#format = 'numbers';
      return answer;
    }
  }

  #read(answer: unknown, { texts }: EmbeddingRequest): Embeddings {
    const parsed = answerSchema.safeParse(answer);
    if (!parsed.success) throw noModel(this.#endpoint.subject);
    const { data, usage } = parsed.data;
    const vectors: Float32Array[] = [];
    for (const [place, { index = place, embedding }] of data.entries()) {
      vectors[index] = typeof embedding === 'string' ? decoded(embedding) : Float32Array.from(embedding);
    }
    const inputTokens = usage?.prompt_tokens ?? usage?.total_tokens ?? estimateTextTokens(texts);
    return { vectors, usage: { inputTokens } };
  }
}

/** Numbers of four bytes, the least significant first. */
function decoded(base64: string): Float32Array {
  const bytes = Buffer.from(base64, 'base64');
  // What `Buffer` gives may begin anywhere in a larger piece of memory; floats begin at every fourth byte.
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + Math.floor(bytes.byteLength / 4) * 4));
}

import type { Dispatcher } from 'undici';
import { z } from 'zod';
import { estimateTextTokens } from '../estimate-tokens.ts';
import { ModelError } from '../model-error.ts';
import type { Ranking } from '../port.ts';
import type { RerankCalls, RerankRequest } from '../texts/rerank-calls.ts';
import type { CallSubject } from '../vendor-error.ts';
import { JsonEndpoint } from './json-endpoint.ts';
import { noModel } from './no-model.ts';
import { tokenCount } from './token-count.ts';

const scores = z.array(z.object({ index: z.int().min(0), relevance_score: z.number().optional(), score: z.number().optional() }));
const answerSchema = z.union([
  z.object({
    results: scores,
    usage: z.object({ total_tokens: tokenCount, prompt_tokens: tokenCount }).nullish().catch(undefined),
    meta: z.object({ tokens: z.object({ input_tokens: tokenCount }).optional() }).nullish().catch(undefined),
  }),
  // The answer of Hugging Face's Text Embeddings Inference has no frame.
  scores.transform((results) => ({ results, usage: undefined, meta: undefined })),
]);

/** A rerank model behind the format that Jina, Cohere, SiliconFlow, vLLM and others speak: `POST …/rerank`. */
export class WireRerankModel implements RerankCalls {
  readonly #endpoint: JsonEndpoint;
  /** Text Embeddings Inference has another name for the passages. */
  #field: 'documents' | 'texts' = 'documents';

  /** The base URL may end in `/rerank` or `/reranks`. Throws `ModelError` if it is none. */
  constructor(subject: CallSubject, dispatcher: Dispatcher) {
    const path = /\/reranks\/*$/.test(URL.parse(subject.baseUrl)?.pathname ?? '') ? '/reranks' : '/rerank';
    this.#endpoint = new JsonEndpoint({ ...subject, type: 'rerank' }, path, dispatcher);
  }

  async *stream(request: RerankRequest, { signal }: { readonly signal: AbortSignal }): AsyncIterable<Ranking> {
    yield this.#read(await this.#ask(request, signal), request);
  }

  async #ask(request: RerankRequest, signal: AbortSignal): Promise<unknown> {
    const { query, passages, limit } = request;
    const body = { model: this.#endpoint.subject.modelName, query, [this.#field]: passages, top_n: limit };
    try {
      return await this.#endpoint.post(body, signal);
    } catch (error) {
      const wantsTexts = error instanceof ModelError && error.kind === 'bad-request' && /missing field `texts`/.test(error.message);
      if (!wantsTexts || this.#field === 'texts') throw error;
      this.#field = 'texts';
      return this.#ask(request, signal);
    }
  }

  #read(answer: unknown, { query, passages }: RerankRequest): Ranking {
    const parsed = answerSchema.safeParse(answer);
    if (!parsed.success) throw noModel(this.#endpoint.subject);
    const { results, usage, meta } = parsed.data;
    const estimate = (): number => estimateTextTokens([...passages, ...passages.map(() => query)]);
    const inputTokens = usage?.total_tokens ?? usage?.prompt_tokens ?? meta?.tokens?.input_tokens ?? estimate();
    return { scores: results.map(({ index, relevance_score, score }) => ({ index, score: relevance_score ?? score ?? Number.NaN })), usage: { inputTokens } };
  }
}

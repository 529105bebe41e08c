import type { Clock } from '#kernel/clock.ts';
import { type Embeddings, type EmbeddingPurpose, ModelError, type Ranking } from '#services/models/index.ts';
import type { ModelCalled } from './call-model.ts';
import type { NamedModel } from './resolve-model.ts';
import type { ResolvedEmbedding, ResolvedRerank } from './resolve-text-model.ts';
import type { UsedStep } from './usage.ts';

/** What every call of an embedding or rerank model is given beside its texts. */
export interface TextCallOptions {
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Told of every call that is over, for those who count. */
  readonly onCalled?: ((called: ModelCalled) => void) | undefined;
}

/** An answer, and what it cost as `Usage` counts it. */
export type Counted<Answer> = Answer & { readonly step: UsedStep };

/** Embeds texts, none of which may be empty. Throws `ModelError`, or the signal's reason. */
export function callEmbedding(
  embedding: ResolvedEmbedding,
  texts: readonly string[],
  { purpose, ...options }: TextCallOptions & { readonly purpose: EmbeddingPurpose },
): Promise<Counted<Embeddings>> {
  return counted(embedding, options, () => embedding.model.embed(texts, { signal: options.signal, purpose }));
}

/** Ranks passages, none of which may be empty. Throws `ModelError`, or the signal's reason. */
export function callRerank(
  rerank: ResolvedRerank,
  query: string,
  passages: readonly string[],
  { limit, ...options }: TextCallOptions & { readonly limit: number },
): Promise<Counted<Ranking>> {
  return counted(rerank, options, () => rerank.model.rerank(query, passages, { signal: options.signal, limit }));
}

async function counted<Answer extends Embeddings | Ranking>(
  { id, name }: NamedModel,
  { signal, clock, onCalled }: TextCallOptions,
  call: () => Promise<Answer>,
): Promise<Counted<Answer>> {
  const startedAt = clock.now();
  const called = (outcome: ModelCalled['outcome'], inputTokens: number): void => {
    onCalled?.({ model: { id, name }, outcome, startedAt, endedAt: clock.now(), usage: { inputTokens, outputTokens: 0 } });
  };
  try {
    const answer = await call();
    const { inputTokens } = answer.usage;
    called('completed', inputTokens);
    const step = { model_id: id, started_at: startedAt, ended_at: clock.now(), input_tokens: inputTokens, output_tokens: 0 };
    return { ...answer, step };
  } catch (error) {
    called(signal.aborted ? 'canceled' : error instanceof ModelError ? error.kind : 'internal', 0);
    throw error;
  }
}

import { callEmbedding, callRerank } from '#application/models/index.ts';
import type { EmbeddingPurpose } from '#services/models/index.ts';
import { ReadingFailure } from '../reading-failure.ts';
import { checkSpent, type ModelsOfKnowledge, recordUse } from '../models-of-knowledge.ts';

/** The vectors of passages, where there is a model for them. Throws `ModelError`, `TooManyRequests` where the workspace has spent what it may, and `ReadingFailure` where the model was removed. */
export async function embedPassages(context: ModelsOfKnowledge, workspaceId: string, modelId: string | undefined, texts: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[] | undefined> {
  return modelId === undefined || texts.length === 0 ? undefined : embed(context, workspaceId, modelId, texts, 'passage', signal);
}

/** The vector of a query for passages that a model has embedded. Throws as `embedPassages` does. */
export async function embedQuery(context: ModelsOfKnowledge, workspaceId: string, embeddingModelId: string, query: string, signal: AbortSignal): Promise<Float32Array | undefined> {
  const [vector] = await embed(context, workspaceId, embeddingModelId, [query], 'query', signal);
  return vector;
}

/** Scores passages by how well they answer a query, the best first; `undefined` where the workspace has no such model. Throws as `embedPassages` does. */
export async function rerank(
  context: ModelsOfKnowledge,
  workspaceId: string,
  modelId: string | undefined,
  query: string,
  passages: readonly string[],
  options: { readonly signal: AbortSignal; readonly limit: number },
): Promise<readonly { readonly index: number; readonly score: number }[] | undefined> {
  await checkSpent(context, workspaceId);
  const model = await context.models.resolveRerank(workspaceId, modelId);
  if (!model) return undefined;
  const { scores, step } = await callRerank(model, query, passages, { ...options, clock: context.clock });
  await recordUse(context, workspaceId, step);
  return scores;
}

async function embed(context: ModelsOfKnowledge, workspaceId: string, modelId: string, texts: readonly string[], purpose: EmbeddingPurpose, signal: AbortSignal): Promise<readonly Float32Array[]> {
  await checkSpent(context, workspaceId);
  const model = await context.models.resolveEmbedding(workspaceId, modelId);
  if (!model) throw new ReadingFailure('embedding_model_missing', {});
  const { vectors, step } = await callEmbedding(model, texts, { purpose, signal, clock: context.clock });
  await recordUse(context, workspaceId, step);
  return vectors;
}

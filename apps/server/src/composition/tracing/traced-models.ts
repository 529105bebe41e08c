import type { Models, ResolvedEmbedding, ResolvedModel, ResolvedRerank } from '#application/models/index.ts';
import type { ChatModel, ChatRequest, EmbeddingModel, ModelEvent, RerankModel } from '#services/models/port.ts';
import { errorAttributes, type SpanAttributes, type Tracer } from '#services/tracing/index.ts';

/** Models whose calls are spans. Nothing of the trace is told to their vendors. */
export function tracedModels(models: Models, tracer: Tracer): Models {
  return {
    ...models,
    resolve: async (workspaceId, modelId) => {
      const model = await models.resolve(workspaceId, modelId);
      return { ...model, chatModel: tracedModel(model, tracer) };
    },
    resolveEmbedding: async (workspaceId, modelId) => {
      const embedding = await models.resolveEmbedding(workspaceId, modelId);
      return embedding && { ...embedding, model: tracedEmbedding(embedding, tracer) };
    },
    resolveRerank: async (workspaceId, modelId) => {
      const rerank = await models.resolveRerank(workspaceId, modelId);
      return rerank && { ...rerank, model: tracedRerank(rerank, tracer) };
    },
  };
}

function tracedEmbedding({ name, model }: ResolvedEmbedding, tracer: Tracer): EmbeddingModel {
  return {
    get maxBatch() {
      return model.maxBatch;
    },
    embed: (texts, options) => tracedCall(name, texts.length, tracer, () => model.embed(texts, options)),
  };
}

function tracedRerank({ name, model }: ResolvedRerank, tracer: Tracer): RerankModel {
  return { rerank: (query, passages, options) => tracedCall(name, passages.length, tracer, () => model.rerank(query, passages, options)) };
}

/** A call whose answer comes in one piece. */
function tracedCall<Answer extends { readonly usage: { readonly inputTokens: number } }>(
  name: string,
  texts: number,
  tracer: Tracer,
  call: () => Promise<Answer>,
): Promise<Answer> {
  const attributes = { 'gen_ai.request.model': name, 'buckle.texts': texts };
  return tracer.span({ name: `model ${name}`, kind: 'client', attributes }, call, ({ usage }) => ({ 'gen_ai.usage.input_tokens': usage.inputTokens }));
}

function tracedModel({ name, chatModel }: ResolvedModel, tracer: Tracer): ChatModel {
  return { stream: (request, options) => tracedReply(name, chatModel, request, options, tracer) };
}

async function* tracedReply(
  name: string,
  model: ChatModel,
  request: ChatRequest,
  options: { readonly signal: AbortSignal },
  tracer: Tracer,
): AsyncGenerator<readonly ModelEvent[]> {
  const span = tracer.begin({ name: `model ${name}`, kind: 'client', attributes: { 'gen_ai.request.model': name } });
  const startedAt = performance.now();
  const known: Record<string, string | number | boolean> = {};
  // Whoever reads may stop before the end, which is a failure too.
  let failure: SpanAttributes | undefined = { 'error.type': 'cut off' };
  try {
    for await (const events of model.stream(request, options)) {
      for (const event of events) {
        if (event.type === 'text' || event.type === 'reasoning') known['buckle.first_token_ms'] ??= Math.round(performance.now() - startedAt);
        else if (event.type === 'fallback') known['buckle.fallback'] = true;
        else if (event.type === 'finish') {
          known['gen_ai.usage.input_tokens'] = event.usage.inputTokens;
          known['gen_ai.usage.output_tokens'] = event.usage.outputTokens;
        }
      }
      yield events;
    }
    failure = undefined;
  } catch (error) {
    failure = errorAttributes(error);
    throw error;
  } finally {
    span.end({ ...known, ...failure }, failure !== undefined);
  }
}

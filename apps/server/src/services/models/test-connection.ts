import type { Clock } from '#kernel/clock.ts';
import type { HttpClient } from '#services/outbound/index.ts';
import { connect } from './create-chat-model.ts';
import { connectEmbedding, type EmbeddingConnection } from './create-embedding-model.ts';
import { connectRerank } from './create-rerank-model.ts';
import { ModelError, type ModelErrorKind } from './model-error.ts';
import type { ModelType } from './model-type.ts';
import { Embedder } from './texts/embedder.ts';
import { Reranker } from './texts/reranker.ts';
import { TimeOuts } from './wrappers/time-outs.ts';

/** A connection to test; of a chat model where no type is named. */
export interface TestedConnection extends EmbeddingConnection {
  readonly type?: ModelType | undefined;
}

/**
 * How a test of a connection went: what a chat model said, how many dimensions an embedding model's
 * vectors have, or in words what is wrong. Milliseconds.
 */
export type ConnectionTest =
  | { readonly ok: true; readonly latency: number; readonly text?: string; readonly dimension?: number }
  | { readonly ok: false; readonly latency: number; readonly kind: ModelErrorKind; readonly message: string };

const LIMITS = { firstEvent: 20_000, idle: 20_000, total: 30_000 };
/** Models that think first need room before they say a word. */
const MOST_TOKENS = 64;
const LONGEST_TEXT = 200;

/** Makes one tiny call. Never throws for what is wrong with the model; throws the signal's reason if it is aborted. */
export async function testConnection(connection: TestedConnection, tools: TestTools): Promise<ConnectionTest> {
  const { clock } = tools;
  const begin = clock.now();
  try {
    const said = await TESTS[connection.type ?? 'chat'](connection, tools);
    return { ok: true, latency: clock.now() - begin, ...said };
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    return { ok: false, latency: clock.now() - begin, kind: error.kind, message: error.message };
  }
}

interface TestTools {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

type Test = (connection: TestedConnection, tools: TestTools) => Promise<{ readonly text?: string; readonly dimension?: number }>;

const TESTS: Readonly<Record<ModelType, Test>> = {
  async chat(connection, { http, clock, signal }) {
    const model = new TimeOuts(connect(connection, http), LIMITS, clock);
    let text = '';
    const request = { messages: [{ role: 'user' as const, content: 'Say "ok".' }], maxTokens: MOST_TOKENS };
    for await (const batch of model.stream(request, { signal })) {
      for (const event of batch) if (event.type === 'text') text += event.text;
    }
    return { text: text.slice(0, LONGEST_TEXT) };
  },

  async embedding(connection, { http, clock, signal }) {
    const calls = new TimeOuts(connectEmbedding(connection, http), LIMITS, clock);
    const { vectors } = await new Embedder(calls, { maxBatch: 1 }, connection).embed(['ok'], { signal, purpose: 'query' });
    return { dimension: vectors[0]?.length ?? 0 };
  },

  async rerank(connection, { http, clock, signal }) {
    const calls = new TimeOuts(connectRerank(connection, http), LIMITS, clock);
    await new Reranker(calls, 2, connection).rerank('What is red?', ['A tomato is red.', 'Snow is white.'], { signal, limit: 2 });
    return {};
  },
};

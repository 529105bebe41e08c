import type { Clock } from '#kernel/clock.ts';
import type { HttpClient } from '#services/outbound/index.ts';
import { connect, type ModelConnection } from './create-chat-model.ts';
import { ModelError, type ModelErrorKind } from './model-error.ts';
import { TimeOuts } from './wrappers/time-outs.ts';

/** How a test of a connection went: what the model said, or in words what is wrong. Milliseconds. */
export type ConnectionTest =
  | { readonly ok: true; readonly latency: number; readonly text: string }
  | { readonly ok: false; readonly latency: number; readonly kind: ModelErrorKind; readonly message: string };

const LIMITS = { firstEvent: 20_000, idle: 20_000, total: 30_000 };
/** Models that think first need room before they say a word. */
const MOST_TOKENS = 64;
const LONGEST_TEXT = 200;

/** Makes one tiny call. Never throws for what is wrong with the model; throws the signal's reason if it is aborted. */
export async function testConnection(
  connection: ModelConnection,
  { http, clock, signal }: { readonly http: HttpClient; readonly clock: Clock; readonly signal: AbortSignal },
): Promise<ConnectionTest> {
  const begin = clock.now();
  try {
    const model = new TimeOuts(connect(connection, http), LIMITS, clock);
    let text = '';
    const request = { messages: [{ role: 'user' as const, content: 'Say "ok".' }], maxTokens: MOST_TOKENS };
    for await (const batch of model.stream(request, { signal })) {
      for (const event of batch) if (event.type === 'text') text += event.text;
    }
    return { ok: true, latency: clock.now() - begin, text: text.slice(0, LONGEST_TEXT) };
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    return { ok: false, latency: clock.now() - begin, kind: error.kind, message: error.message };
  }
}

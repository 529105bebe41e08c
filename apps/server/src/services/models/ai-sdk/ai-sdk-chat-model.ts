import type {
  LanguageModelV4,
  LanguageModelV4FinishReason,
  LanguageModelV4StreamPart,
  LanguageModelV4Usage,
} from '@ai-sdk/provider';
import { estimateUsage } from '../estimate-tokens.ts';
import type { ChatModel, ChatRequest, FinishReason, ModelEvent, TokenUsage } from '../port.ts';
import { brokenReply } from '../transport-error.ts';
import type { CallSubject } from '../vendor-error.ts';
import { explainedError } from './explained-error.ts';
import { callOptions } from './prompt.ts';

/** A model behind one of AI SDK's providers, which is loaded when the first reply is asked for. */
export class AiSdkChatModel implements ChatModel {
  readonly #load: () => Promise<LanguageModelV4>;
  #model: Promise<LanguageModelV4> | undefined;
  readonly #subject: CallSubject;

  constructor(load: () => Promise<LanguageModelV4>, subject: CallSubject) {
    this.#load = load;
    this.#subject = subject;
  }

  async *stream(request: ChatRequest, { signal }: { readonly signal: AbortSignal }): AsyncIterable<readonly ModelEvent[]> {
    signal.throwIfAborted();
    // Leaving the loop early must close the connection too, so the call has a signal of its own.
    const call = new AbortController();
    const abort = (): void => call.abort(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    try {
      this.#model ??= this.#load();
      const { stream } = await (await this.#model).doStream(callOptions(request, call.signal));
      yield* this.#events(stream, request);
    } catch (error) {
      signal.throwIfAborted();
      throw explainedError(error, this.#subject);
    } finally {
      signal.removeEventListener('abort', abort);
      call.abort();
    }
  }

  async *#events(stream: ReadableStream<LanguageModelV4StreamPart>, request: ChatRequest): AsyncIterable<readonly ModelEvent[]> {
    let output = '';
    let finished = false;
    for await (const part of stream) {
      if (part.type === 'error') throw part.error;
      if (part.type === 'text-delta' || part.type === 'reasoning-delta') {
        output += part.delta;
        if (part.delta !== '') yield [{ type: part.type === 'text-delta' ? 'text' : 'reasoning', text: part.delta }];
      } else if (part.type === 'tool-call') {
        output += part.toolName + part.input;
        yield [{ type: 'tool-call', call: { id: part.toolCallId, name: part.toolName, arguments: part.input || '{}' } }];
      } else if (part.type === 'finish' && part.finishReason.raw !== undefined) {
        // Without a raw reason the vendor has not ended the reply: the connection broke.
        finished = true;
        yield [{ type: 'finish', reason: finishReason(part.finishReason), usage: usage(part.usage, request, output) }];
      }
    }
    if (!finished) throw brokenReply(this.#subject);
  }
}

function finishReason({ unified }: LanguageModelV4FinishReason): FinishReason {
  return unified === 'error' || unified === 'interrupted' ? 'other' : unified;
}

function usage(counted: LanguageModelV4Usage, request: ChatRequest, output: string): TokenUsage {
  const inputTokens = counted.inputTokens.total;
  const outputTokens = counted.outputTokens.total;
  if (inputTokens !== undefined && outputTokens !== undefined) return { inputTokens, outputTokens };
  const estimate = estimateUsage(request, output);
  return { inputTokens: inputTokens ?? estimate.inputTokens, outputTokens: outputTokens ?? estimate.outputTokens };
}

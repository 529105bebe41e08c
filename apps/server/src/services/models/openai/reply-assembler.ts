import { randomUUID } from 'node:crypto';
import { estimateUsage } from '../estimate-tokens.ts';
import { ModelError } from '../model-error.ts';
import type { ChatRequest, FinishReason, ModelEvent, ModelToolCall, TokenUsage } from '../port.ts';
import { errorInStream, type CallSubject } from '../vendor-error.ts';

/** No model has so large a context. */
const MOST_TOKENS = 1_000_000_000;

/** A piece of a tool call; all but the index may come late or never. */
interface ToolCallDelta {
  readonly index?: number;
  readonly id?: string | null;
  readonly function?: { readonly name?: string | null; readonly arguments?: string | null };
}

interface Delta {
  readonly content?: string | null;
  /** DeepSeek, Qwen, Moonshot, GLM, Doubao, older vLLM. */
  readonly reasoning_content?: string | null;
  /** Ollama, newer vLLM, OpenRouter. */
  readonly reasoning?: string | null;
  readonly tool_calls?: readonly ToolCallDelta[] | null;
}

interface WireUsage {
  readonly prompt_tokens?: number;
  readonly completion_tokens?: number;
}

interface Choice {
  readonly delta?: Delta | null;
  /** Stands in place of `delta` where a server does not stream in spite of being asked to. */
  readonly message?: Delta | null;
  readonly finish_reason?: string | null;
  /** Moonshot counts here. */
  readonly usage?: WireUsage | null;
}

/** A chunk of the stream, as far as it is read. Vendors leave out any of it. */
export interface Chunk {
  readonly choices?: readonly Choice[] | null;
  readonly usage?: WireUsage | null;
  readonly error?: unknown;
}

const FINISH_REASONS: Readonly<Record<string, FinishReason>> = {
  stop: 'stop',
  eos: 'stop',
  length: 'length',
  max_tokens: 'length',
  tool_calls: 'tool-calls',
  function_call: 'tool-calls',
  content_filter: 'content-filter',
  sensitive: 'content-filter',
};

/** Turns the chunks of one reply into events. */
export class ReplyAssembler {
  readonly #request: ChatRequest;
  readonly #subject: CallSubject;
  readonly #calls: { id: string; name: string; arguments: string }[] = [];
  #callAt = new Map<number, number>();
  #finishReason: string | undefined;
  #usage: WireUsage | undefined;
  /** All that came, kept for vendors that count no tokens. */
  #output = '';

  constructor(request: ChatRequest, subject: CallSubject) {
    this.#request = request;
    this.#subject = subject;
  }

  /** Whether the vendor said why the reply ends: without that, the end of the stream is a break. */
  get hasFinishReason(): boolean {
    return this.#finishReason !== undefined;
  }

  /** Adds the chunk's events to `events`. Throws `ModelError` if the chunk is an error. */
  accept(chunk: Chunk, events: ModelEvent[]): void {
    if (chunk.error) throw errorInStream(chunk.error, this.#subject);
    if (chunk.usage) this.#usage = chunk.usage;
    const choice = chunk.choices?.[0];
    if (!choice) return;
    const delta = choice.delta ?? choice.message;
    if (delta) {
      const reasoning = delta.reasoning_content ?? delta.reasoning;
      if (reasoning) {
        this.#output += reasoning;
        events.push({ type: 'reasoning', text: reasoning });
      }
      if (delta.content) {
        this.#output += delta.content;
        events.push({ type: 'text', text: delta.content });
      }
      if (delta.tool_calls) for (const call of delta.tool_calls) this.#acceptCall(call);
    }
    if (choice.usage) this.#usage = choice.usage;
    if (choice.finish_reason) this.#finishReason = choice.finish_reason;
  }

  /** Adds the tool calls, whole, and the end. */
  finish(events: ModelEvent[]): void {
    for (const call of this.#calls) events.push({ type: 'tool-call', call: this.#wholeCall(call) });
    const said = this.#finishReason === undefined ? 'stop' : (FINISH_REASONS[this.#finishReason] ?? 'other');
    // Several servers say "stop" after tool calls.
    const reason = this.#calls.length > 0 && said !== 'length' ? 'tool-calls' : said;
    events.push({ type: 'finish', reason, usage: this.#countedUsage() });
  }

  #acceptCall(delta: ToolCallDelta): void {
    const index = delta.index ?? (delta.id ? this.#calls.length : Math.max(0, this.#calls.length - 1));
    let call = this.#calls[this.#callAt.get(index) ?? -1];
    // Some servers number every call 0: a new id with a name is a new call.
    if (!call || (delta.id && call.id !== '' && delta.id !== call.id && delta.function?.name)) {
      call = { id: '', name: '', arguments: '' };
      this.#callAt.set(index, this.#calls.push(call) - 1);
    }
    if (delta.id) call.id = delta.id;
    if (delta.function?.name && call.name === '') call.name = delta.function.name;
    if (delta.function?.arguments) call.arguments += delta.function.arguments;
  }

  #wholeCall({ id, name, arguments: text }: ModelToolCall): ModelToolCall {
    if (name === '') {
      const message = `The model "${this.#subject.modelName}" called a tool without naming it: try again, or choose another model.`;
      throw new ModelError('vendor-error', message);
    }
    return { id: id || `call_${randomUUID()}`, name, arguments: text.trim() === '' ? '{}' : text };
  }

  #countedUsage(): TokenUsage {
    const input = plausible(this.#usage?.prompt_tokens);
    const output = plausible(this.#usage?.completion_tokens);
    if (input !== undefined && output !== undefined) return { inputTokens: input, outputTokens: output };
    const written = this.#calls.reduce((text, call) => text + call.name + call.arguments, this.#output);
    const estimate = estimateUsage(this.#request, written);
    return { inputTokens: input ?? estimate.inputTokens, outputTokens: output ?? estimate.outputTokens };
  }
}

/** A count of tokens as a vendor gave it, where it can be one. */
function plausible(count: number | undefined): number | undefined {
  return Number.isInteger(count) && count !== undefined && count >= 0 && count <= MOST_TOKENS ? count : undefined;
}

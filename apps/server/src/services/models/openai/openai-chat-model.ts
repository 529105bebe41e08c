import type { Dispatcher } from 'undici';
import { ModelError } from '../model-error.ts';
import type { ChatModel, ChatRequest, ModelEvent } from '../port.ts';
import type { CallSubject } from '../vendor-error.ts';
import { ReplyAssembler } from './reply-assembler.ts';
import { ReplyStream } from './reply-stream.ts';
import { requestBody, type OpenAIRequestOptions } from './request-body.ts';

export interface OpenAIOptions extends Partial<OpenAIRequestOptions> {
  readonly modelName: string;
  /** Up to and without `/chat/completions`; a query stays. */
  readonly baseUrl: string;
  readonly apiKey?: string | undefined;
}

/** Nothing is waited for longer than this, in milliseconds; the model's own time-outs are stricter. */
const LONGEST_SILENCE = 600_000;

/** A model behind OpenAI's chat completions, which nearly every vendor speaks. */
export class OpenAIChatModel implements ChatModel {
  readonly #dispatcher: Dispatcher;
  readonly #subject: CallSubject;
  readonly #body: OpenAIRequestOptions;
  readonly #target: { readonly origin: string; readonly path: string };
  readonly #headers: string[];

  /** Throws `ModelError` if the base URL is none. */
  constructor(options: OpenAIOptions, dispatcher: Dispatcher) {
    const { modelName, baseUrl, apiKey, maxTokensField } = options;
    this.#dispatcher = dispatcher;
    this.#subject = { modelName, baseUrl, apiKey };
    this.#body = { modelName, maxTokensField: maxTokensField ?? 'max_tokens' };
    this.#target = targetOf(baseUrl);
    this.#headers = ['content-type', 'application/json', 'accept', 'text/event-stream'];
    if (apiKey) this.#headers.push('authorization', `Bearer ${apiKey}`);
  }

  stream(request: ChatRequest, options: { readonly signal: AbortSignal }): AsyncIterable<readonly ModelEvent[]> {
    const reply = new ReplyStream(new ReplyAssembler(request, this.#subject), this.#subject, options.signal);
    if (options.signal.aborted) return reply;
    this.#dispatcher.dispatch(
      {
        ...this.#target,
        method: 'POST',
        headers: this.#headers,
        body: requestBody(request, this.#body),
        headersTimeout: LONGEST_SILENCE,
        bodyTimeout: LONGEST_SILENCE,
      },
      reply,
    );
    return reply;
  }
}

function targetOf(baseUrl: string): { origin: string; path: string } {
  const url = URL.parse(baseUrl);
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw new ModelError('bad-request', `The base URL ${JSON.stringify(baseUrl)} is no http:// or https:// address.`);
  }
  const path = url.pathname.replace(/\/+$/, '').replace(/\/chat\/completions$/, '');
  return { origin: url.origin, path: `${path}/chat/completions${url.search}` };
}

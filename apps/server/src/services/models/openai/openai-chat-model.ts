import type { Dispatcher } from 'undici';
import type { ChatModel, ChatRequest, ModelEvent } from '../port.ts';
import type { CallSubject } from '../vendor-error.ts';
import { type EndpointAddress, endpointAddress, LONGEST_SILENCE } from './endpoint-address.ts';
import { ReplyAssembler } from './reply-assembler.ts';
import { ReplyStream } from './reply-stream.ts';
import { requestBody, type OpenAIRequestOptions } from './request-body.ts';

export interface OpenAIOptions extends Partial<OpenAIRequestOptions> {
  readonly modelName: string;
  /** Up to and without `/chat/completions`; a query stays. */
  readonly baseUrl: string;
  readonly apiKey?: string | undefined;
}

/** A model behind OpenAI's chat completions, which nearly every vendor speaks. */
export class OpenAIChatModel implements ChatModel {
  readonly #dispatcher: Dispatcher;
  readonly #subject: CallSubject;
  readonly #body: OpenAIRequestOptions;
  readonly #target: EndpointAddress;
  readonly #headers: string[];

  /** Throws `ModelError` if the base URL is none. */
  constructor(options: OpenAIOptions, dispatcher: Dispatcher) {
    const { modelName, baseUrl, apiKey, maxTokensField } = options;
    this.#dispatcher = dispatcher;
    this.#subject = { modelName, baseUrl, apiKey };
    this.#body = { modelName, maxTokensField: maxTokensField ?? 'max_tokens' };
    this.#target = endpointAddress(baseUrl, '/chat/completions');
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

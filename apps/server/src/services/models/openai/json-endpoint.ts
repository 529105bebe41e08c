import type { Dispatcher } from 'undici';
import { transportError } from '../transport-error.ts';
import { type CallSubject, errorInStream, vendorError } from '../vendor-error.ts';
import { type EndpointAddress, endpointAddress, LONGEST_SILENCE } from './endpoint-address.ts';
import { noModel } from './no-model.ts';

/** Of an error's body, so many bytes are read. */
const MOST_ERROR_BYTES = 64 * 1024;

/** An endpoint of a vendor that takes JSON and answers with JSON in one piece. */
export class JsonEndpoint {
  readonly subject: CallSubject;
  readonly #dispatcher: Dispatcher;
  readonly #address: EndpointAddress;
  readonly #headers: string[];

  /** Throws `ModelError` if the base URL is none. */
  constructor(subject: CallSubject, path: string, dispatcher: Dispatcher) {
    this.subject = subject;
    this.#dispatcher = dispatcher;
    this.#address = endpointAddress(subject.baseUrl, path);
    this.#headers = ['content-type', 'application/json', 'accept', 'application/json'];
    if (subject.apiKey) this.#headers.push('authorization', `Bearer ${subject.apiKey}`);
  }

  /** Sends a body and gives what is answered. Throws `ModelError`, or the signal's reason. */
  async post(body: object, signal: AbortSignal): Promise<unknown> {
    signal.throwIfAborted();
    try {
      const response = await this.#dispatcher.request({
        ...this.#address,
        method: 'POST',
        headers: this.#headers,
        body: JSON.stringify(body),
        signal,
        headersTimeout: LONGEST_SILENCE,
        bodyTimeout: LONGEST_SILENCE,
      });
      const { statusCode: status, headers } = response;
      if (status >= 200 && status < 300) return this.#answer(await response.body.text());
      const retryAfter = headers['retry-after']?.toString();
      throw vendorError({ status, body: await beginningOf(response.body), retryAfter }, this.subject);
    } catch (error) {
      signal.throwIfAborted();
      throw transportError(error, this.subject);
    }
  }

  #answer(text: string): unknown {
    let answer: unknown;
    try {
      answer = JSON.parse(text);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      throw noModel(this.subject);
    }
    if (typeof answer === 'object' && answer !== null && 'error' in answer && answer.error) throw errorInStream(answer.error, this.subject);
    return answer;
  }
}

async function beginningOf(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= MOST_ERROR_BYTES) break;
  }
  return Buffer.concat(chunks).toString();
}

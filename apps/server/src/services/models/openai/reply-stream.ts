import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import type { ModelEvent } from '../port.ts';
import { transportError } from '../transport-error.ts';
import { vendorError, type CallSubject } from '../vendor-error.ts';
import { EventStreamReader } from './event-stream.ts';
import { noModel } from './no-model.ts';
import type { Chunk, ReplyAssembler } from './reply-assembler.ts';

type Batch = readonly ModelEvent[];

/** As many batches may wait to be taken before the vendor is made to wait. */
const MOST_WAITING = 64;
/** Of an error's body, so much is read. */
const MOST_ERROR_BYTES = 64 * 1024;

/**
 * One reply on its way: takes the response as undici hands it on, piece by piece, and gives out the
 * events of each piece as a batch. Giving up (`return`, or the signal) closes the connection at once.
 */
export class ReplyStream implements Dispatcher.DispatchHandler, AsyncIterableIterator<Batch> {
  readonly #assembler: ReplyAssembler;
  readonly #subject: CallSubject;
  readonly #signal: AbortSignal;
  readonly #waiting: Batch[] = [];
  #controller: Dispatcher.DispatchController | undefined;
  #reader: EventStreamReader | undefined;
  /** The body where it is no event stream: an error, or a reply in one piece. */
  #document: { readonly status: number; readonly retryAfter: string | undefined; readonly chunks: Buffer[]; bytes: number } | undefined;
  #taker: PromiseWithResolvers<IteratorResult<Batch, undefined>> | undefined;
  #state: 'open' | 'ended' | 'failed' = 'open';
  #failure: unknown;

  constructor(assembler: ReplyAssembler, subject: CallSubject, signal: AbortSignal) {
    this.#assembler = assembler;
    this.#subject = subject;
    this.#signal = signal;
    signal.addEventListener('abort', this.#abort, { once: true });
    if (signal.aborted) this.#abort();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<Batch, undefined>> {
    const batch = this.#waiting.shift();
    if (batch) {
      if (this.#controller?.paused && this.#waiting.length === 0) this.#controller.resume();
      return Promise.resolve({ value: batch, done: false });
    }
    if (this.#state === 'ended') return Promise.resolve({ value: undefined, done: true });
    // What makes a call fail is an error, as `#fail` gets it; the signal's reason is the caller's own.
    if (this.#state === 'failed') return Promise.reject(this.#failure as Error);
    this.#taker = Promise.withResolvers();
    return this.#taker.promise;
  }

  return(): Promise<IteratorResult<Batch, undefined>> {
    if (this.#state === 'open') {
      this.#settle('ended');
      this.#controller?.abort(new Error('Nobody reads the reply any longer.'));
    }
    this.#waiting.length = 0;
    return Promise.resolve({ value: undefined, done: true });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#state !== 'open') controller.abort(new Error('The call was given up before it began.'));
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200) return;
    const type = String(headers['content-type'] ?? '');
    if (status === 200 && !type.includes('json') && !type.includes('html')) {
      this.#reader = new EventStreamReader(this.#assembler, this.#subject);
    } else {
      this.#document = { status, retryAfter: headers['retry-after']?.toString(), chunks: [], bytes: 0 };
    }
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#document) {
      const { status, chunks, bytes } = this.#document;
      if (status === 200 || bytes < MOST_ERROR_BYTES) chunks.push(chunk);
      this.#document.bytes += chunk.length;
      return;
    }
    if (this.#state !== 'open' || !this.#reader) return;
    try {
      this.#give(this.#reader.read(chunk));
      if (this.#reader.finished) this.#settle('ended');
      else if (this.#waiting.length >= MOST_WAITING) controller.pause();
    } catch (error) {
      this.#fail(error);
      controller.abort(error instanceof Error ? error : new Error(String(error)));
    }
  }

  onResponseEnd(): void {
    if (this.#state !== 'open') return;
    try {
      this.#give(this.#reader ? this.#reader.end() : this.#readDocument());
      this.#settle('ended');
    } catch (error) {
      this.#fail(error);
    }
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#state === 'open') this.#fail(transportError(error, this.#subject));
  }

  #readDocument(): ModelEvent[] {
    const { status, retryAfter, chunks } = this.#document ?? { status: 200, retryAfter: undefined, chunks: [] };
    const body = Buffer.concat(chunks).toString();
    if (status !== 200) throw vendorError({ status, body, retryAfter }, this.#subject);
    const events: ModelEvent[] = [];
    this.#assembler.accept(completion(body), events);
    if (!this.#assembler.hasFinishReason) throw noModel(this.#subject);
    this.#assembler.finish(events);
    return events;
  }

  #give(batch: Batch): void {
    if (batch.length === 0) return;
    const taker = this.#taker;
    if (!taker) {
      this.#waiting.push(batch);
      return;
    }
    this.#taker = undefined;
    taker.resolve({ value: batch, done: false });
  }

  readonly #abort = (): void => {
    if (this.#state !== 'open') return;
    this.#waiting.length = 0;
    this.#fail(this.#signal.reason);
    this.#controller?.abort(new Error('The call was cancelled.'));
  };

  #fail(error: unknown): void {
    this.#failure = error;
    this.#settle('failed');
  }

  #settle(state: 'ended' | 'failed'): void {
    this.#state = state;
    this.#signal.removeEventListener('abort', this.#abort);
    const taker = this.#taker;
    if (!taker) return;
    this.#taker = undefined;
    if (state === 'ended') taker.resolve({ value: undefined, done: true });
    else taker.reject(this.#failure);
  }
}

function completion(body: string): Chunk {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return {};
  }
}

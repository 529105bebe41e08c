import type { Clock } from '#kernel/clock.ts';
import { ModelError, type ModelErrorKind } from '../model-error.ts';
import type { StreamedCalls } from '../port.ts';
import { openStream, streamFrom, type OpenedStream } from './opened-stream.ts';

/** So many failures in a row open the circuit, for so many milliseconds. */
const MOST_FAILURES = 5;
const OPEN_FOR = 30_000;

/** What says that the vendor is down; a wrong request or a rate limit says that it is up. */
const OUTAGES: ReadonlySet<ModelErrorKind> = new Set(['connection', 'timeout', 'vendor-error']);

/**
 * Stops calling a vendor that is down, so that callers learn it at once instead of waiting. After half
 * a minute one call is let through: if it succeeds all are again.
 */
export class CircuitBreaker<Request, Piece> implements StreamedCalls<Request, Piece> {
  readonly #model: StreamedCalls<Request, Piece>;
  readonly #clock: Clock;
  #failures = 0;
  /** Milliseconds since 1970; 0 while the circuit is closed. */
  #openUntil = 0;

  constructor(model: StreamedCalls<Request, Piece>, clock: Clock) {
    this.#model = model;
    this.#clock = clock;
  }

  stream(request: Request, options: { readonly signal: AbortSignal }): AsyncIterable<Piece> {
    return streamFrom(() => this.#open(request, options));
  }

  async #open(request: Request, options: { readonly signal: AbortSignal }): Promise<OpenedStream<Piece>> {
    this.#admit();
    try {
      const opened = await openStream(this.#model.stream(request, options));
      this.#close();
      return opened;
    } catch (error) {
      if (error instanceof ModelError) {
        if (OUTAGES.has(error.kind)) this.#fail();
        else this.#close();
      }
      throw error;
    }
  }

  #admit(): void {
    if (this.#openUntil === 0) return;
    const now = this.#clock.now();
    if (now < this.#openUntil) {
      const retryAfter = this.#openUntil - now;
      const seconds = Math.ceil(retryAfter / 1000);
      const message = `The model failed ${this.#failures} times in a row, so it is left alone for ${seconds} s: try again then.`;
      throw new ModelError('connection', message, { retryAfter });
    }
    // The one call that tries; the others go on being refused until it is known how it went.
    this.#openUntil = now + OPEN_FOR;
  }

  #close(): void {
    this.#failures = 0;
    this.#openUntil = 0;
  }

  #fail(): void {
    this.#failures += 1;
    if (this.#failures >= MOST_FAILURES) this.#openUntil = this.#clock.now() + OPEN_FOR;
  }
}

import { pause } from '#kernel/pause.ts';
import { ModelError } from '../model-error.ts';
import type { StreamedCalls } from '../port.ts';
import { openStream, streamFrom, type OpenedStream } from './opened-stream.ts';

/** The first pause lies between half of this and all of it; each further one may be twice as long. Milliseconds. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 20_000;
/** A vendor that asks for a longer pause than this gets no second call. Milliseconds. */
const LONGEST_RETRY_AFTER = 60_000;

/**
 * Calls again where that may help, with growing pauses of random length, and after as long as the
 * vendor asks. Only until the first event: what a reader has seen is never begun anew.
 */
export class Retries<Request, Piece> implements StreamedCalls<Request, Piece> {
  readonly #model: StreamedCalls<Request, Piece>;
  readonly #most: number;
  readonly #random: () => number;

  /** @param most how often a call is made again; `random` gives numbers from 0 to 1 */
  constructor(model: StreamedCalls<Request, Piece>, most: number, random: () => number) {
    this.#model = model;
    this.#most = most;
    this.#random = random;
  }

  stream(request: Request, options: { readonly signal: AbortSignal }): AsyncIterable<Piece> {
    return streamFrom(() => this.#open(request, options));
  }

  async #open(request: Request, options: { readonly signal: AbortSignal }): Promise<OpenedStream<Piece>> {
    for (let retries = 0; ; retries += 1) {
      try {
        return await openStream(this.#model.stream(request, options));
      } catch (error) {
        const milliseconds = this.#pauseAfter(error, retries);
        if (milliseconds === undefined || options.signal.aborted) throw error;
        await pause(milliseconds, options.signal);
      }
    }
  }

  /** Milliseconds, or undefined if there is to be no further call. */
  #pauseAfter(error: unknown, retries: number): number | undefined {
    if (retries >= this.#most || !(error instanceof ModelError) || !error.retryable) return undefined;
    const longest = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** retries);
    const pause = longest * (0.5 + 0.5 * this.#random());
    if (error.retryAfter === undefined) return pause;
    return error.retryAfter > LONGEST_RETRY_AFTER ? undefined : Math.max(pause, error.retryAfter);
  }
}

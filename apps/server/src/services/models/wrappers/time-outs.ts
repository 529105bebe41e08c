import type { Clock } from '#kernel/clock.ts';
import { ModelError } from '../model-error.ts';
import type { StreamedCalls } from '../port.ts';

/** How long a model may take, in milliseconds. */
export interface ModelTimeouts {
  /** Until the first event. */
  readonly firstEvent: number;
  /** Between two events. */
  readonly idle: number;
  /** For the whole reply. */
  readonly total: number;
}

/** Models that think before they speak may be silent for long. */
export const DEFAULT_TIMEOUTS: ModelTimeouts = { firstEvent: 120_000, idle: 60_000, total: 600_000 };

/** Ends a call that takes too long, with a `ModelError` of the kind `timeout`. */
export class TimeOuts<Request, Piece> implements StreamedCalls<Request, Piece> {
  readonly #model: StreamedCalls<Request, Piece>;
  readonly #timeouts: ModelTimeouts;
  readonly #clock: Clock;

  constructor(model: StreamedCalls<Request, Piece>, timeouts: ModelTimeouts, clock: Clock) {
    this.#model = model;
    this.#timeouts = timeouts;
    this.#clock = clock;
  }

  stream(request: Request, { signal }: { readonly signal: AbortSignal }): AsyncIterable<Piece> {
    return new TimedStream(this.#model, request, signal, this.#timeouts, this.#clock);
  }
}

/** One reply under watch. A single timer is set for the whole reply and set anew only when it rings early. */
class TimedStream<Request, Piece> implements AsyncIterableIterator<Piece> {
  readonly #rest: AsyncIterator<Piece>;
  readonly #caller: AbortSignal;
  readonly #call = new AbortController();
  readonly #timeouts: ModelTimeouts;
  readonly #clock: Clock;
  readonly #end: number;
  /** When what is waited for must have come; undefined while the reader works. */
  #due: number | undefined;
  #heard = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(model: StreamedCalls<Request, Piece>, request: Request, caller: AbortSignal, timeouts: ModelTimeouts, clock: Clock) {
    this.#caller = caller;
    this.#timeouts = timeouts;
    this.#clock = clock;
    this.#end = clock.now() + timeouts.total;
    if (caller.aborted) this.#call.abort(caller.reason);
    else caller.addEventListener('abort', this.#cancel, { once: true });
    this.#rest = model.stream(request, { signal: this.#call.signal })[Symbol.asyncIterator]();
    this.#timer = setTimeout(this.#ring, Math.min(timeouts.firstEvent, timeouts.total));
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<Piece>> {
    this.#due = Math.min(this.#end, this.#clock.now() + (this.#heard ? this.#timeouts.idle : this.#timeouts.firstEvent));
    return this.#rest.next().then(this.#arrived, this.#failed);
  }

  async return(): Promise<IteratorResult<Piece>> {
    this.#stop();
    return (await this.#rest.return?.()) ?? { value: undefined, done: true };
  }

  readonly #arrived = (result: IteratorResult<Piece>): IteratorResult<Piece> => {
    this.#heard = true;
    this.#due = undefined;
    if (result.done) this.#stop();
    return result;
  };

  readonly #failed = (error: unknown): never => {
    this.#stop();
    // What the model throws is passed on as it is.
    // oxlint-disable-next-line typescript/only-throw-error
    throw error;
  };

  readonly #ring = (): void => {
    const now = this.#clock.now();
    const due = this.#due ?? this.#end;
    if (now < due) {
      // A timer of its own for each event would cost more than one that looks again now and then.
      const wait = this.#due === undefined ? Math.min(this.#timeouts.idle, due - now) : due - now;
      this.#timer = setTimeout(this.#ring, wait);
      return;
    }
    this.#stop();
    this.#call.abort(new ModelError('timeout', this.#message(now)));
  };

  readonly #cancel = (): void => this.#call.abort(this.#caller.reason);

  #message(now: number): string {
    const seconds = (milliseconds: number): number => Math.round(milliseconds / 100) / 10;
    const { firstEvent, idle, total } = this.#timeouts;
    if (now >= this.#end) return `The reply took longer than ${seconds(total)} s in all: ask for less, or raise the model's time-out.`;
    if (this.#heard) return `The model went silent for ${seconds(idle)} s in the middle of its reply: try again.`;
    return `The model did not begin to reply within ${seconds(firstEvent)} s: try again, or raise the model's time-out.`;
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#caller.removeEventListener('abort', this.#cancel);
  }
}

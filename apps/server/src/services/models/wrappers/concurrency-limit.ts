import type { ChatModel, ChatRequest } from '../port.ts';
import { openStream, streamFrom, type Batch, type OpenedStream } from './opened-stream.ts';

/** Lets so many replies run at once; further calls wait in line, in order, until a place is free or they are cancelled. */
export class ConcurrencyLimit implements ChatModel {
  readonly #model: ChatModel;
  readonly #line = new Set<() => void>();
  #free: number;

  constructor(model: ChatModel, most: number) {
    this.#model = model;
    this.#free = most;
  }

  stream(request: ChatRequest, options: { readonly signal: AbortSignal }): AsyncIterable<Batch> {
    return streamFrom(() => this.#open(request, options));
  }

  async #open(request: ChatRequest, options: { readonly signal: AbortSignal }): Promise<OpenedStream> {
    options.signal.throwIfAborted();
    if (this.#free > 0) this.#free -= 1;
    else await this.#place(options.signal);
    const leave = once(() => this.#leave());
    try {
      const { first, rest } = await openStream(this.#model.stream(request, options));
      if (first.done) leave();
      return { first, rest: leaving(rest, leave) };
    } catch (error) {
      leave();
      throw error;
    }
  }

  /** Waits for a place, which then is the caller's. */
  #place(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const enter = (): void => {
        signal.removeEventListener('abort', give);
        resolve();
      };
      const give = (): void => {
        this.#line.delete(enter);
        reject(signal.reason as Error);
      };
      this.#line.add(enter);
      signal.addEventListener('abort', give, { once: true });
    });
  }

  /** Hands the place to the next in line. */
  #leave(): void {
    const [next] = this.#line;
    if (!next) {
      this.#free += 1;
      return;
    }
    this.#line.delete(next);
    next();
  }
}

/** The same batches; `leave` is called at their end, however it comes. */
function leaving(rest: AsyncIterator<Batch>, leave: () => void): AsyncIterator<Batch> {
  return {
    next: async () => {
      try {
        const result = await rest.next();
        if (result.done) leave();
        return result;
      } catch (error) {
        leave();
        throw error;
      }
    },
    return: async () => {
      leave();
      return (await rest.return?.()) ?? { value: undefined, done: true };
    },
  };
}

function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    action();
  };
}

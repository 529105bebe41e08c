import { WaitingLine } from '#kernel/waiting-line.ts';
import type { StreamedCalls } from '../port.ts';
import { openStream, streamFrom, type OpenedStream } from './opened-stream.ts';

/** Lets so many replies run at once; further calls wait in line, in order, until a place is free or they are cancelled. */
export class ConcurrencyLimit<Request, Piece> implements StreamedCalls<Request, Piece> {
  readonly #model: StreamedCalls<Request, Piece>;
  readonly #line: WaitingLine;

  constructor(model: StreamedCalls<Request, Piece>, most: number) {
    this.#model = model;
    this.#line = new WaitingLine(most);
  }

  stream(request: Request, options: { readonly signal: AbortSignal }): AsyncIterable<Piece> {
    return streamFrom(() => this.#open(request, options));
  }

  async #open(request: Request, options: { readonly signal: AbortSignal }): Promise<OpenedStream<Piece>> {
    const leave = await this.#line.enter(options.signal);
    try {
      const { first, rest } = await openStream(this.#model.stream(request, options));
      if (first.done) leave();
      return { first, rest: leaving(rest, leave) };
    } catch (error) {
      leave();
      throw error;
    }
  }
}

/** The same pieces; `leave` is called at their end, however it comes. */
function leaving<Piece>(rest: AsyncIterator<Piece>, leave: () => void): AsyncIterator<Piece> {
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

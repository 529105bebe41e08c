import { WaitingLine } from '#kernel/waiting-line.ts';
import type { ChatModel, ChatRequest } from '../port.ts';
import { openStream, streamFrom, type Batch, type OpenedStream } from './opened-stream.ts';

/** Lets so many replies run at once; further calls wait in line, in order, until a place is free or they are cancelled. */
export class ConcurrencyLimit implements ChatModel {
  readonly #model: ChatModel;
  readonly #line: WaitingLine;

  constructor(model: ChatModel, most: number) {
    this.#model = model;
    this.#line = new WaitingLine(most);
  }

  stream(request: ChatRequest, options: { readonly signal: AbortSignal }): AsyncIterable<Batch> {
    return streamFrom(() => this.#open(request, options));
  }

  async #open(request: ChatRequest, options: { readonly signal: AbortSignal }): Promise<OpenedStream> {
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

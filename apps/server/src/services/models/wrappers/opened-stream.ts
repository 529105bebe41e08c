/** An answer whose first piece has come: that piece, and where the others come from. */
export interface OpenedStream<Piece> {
  readonly first: IteratorResult<Piece>;
  readonly rest: AsyncIterator<Piece>;
}

/** Waits for the first piece of an answer. Throws what the answer throws before it. */
export async function openStream<Piece>(stream: AsyncIterable<Piece>): Promise<OpenedStream<Piece>> {
  const rest = stream[Symbol.asyncIterator]();
  return { first: await rest.next(), rest };
}

/**
 * An answer that `open` begins when its first piece is asked for. What comes after that piece is handed
 * through untouched, so a wrapper that only cares for the beginning costs nothing afterwards.
 */
export function streamFrom<Piece>(open: () => Promise<OpenedStream<Piece>>): AsyncIterable<Piece> {
  let rest: AsyncIterator<Piece> | undefined;
  const begin = async (): Promise<IteratorResult<Piece>> => {
    const opened = await open();
    rest = opened.rest;
    return opened.first;
  };
  const iterator: AsyncIterableIterator<Piece> = {
    next: () => (rest ? rest.next() : begin()),
    return: async () => (await rest?.return?.()) ?? { value: undefined, done: true },
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
}

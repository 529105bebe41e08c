import type { ModelEvent } from '../port.ts';

export type Batch = readonly ModelEvent[];

/** A reply whose first batch has come: that batch, and where the others come from. */
export interface OpenedStream {
  readonly first: IteratorResult<Batch>;
  readonly rest: AsyncIterator<Batch>;
}

/** Waits for the first batch of a reply. Throws what the reply throws before it. */
export async function openStream(stream: AsyncIterable<Batch>): Promise<OpenedStream> {
  const rest = stream[Symbol.asyncIterator]();
  return { first: await rest.next(), rest };
}

/**
 * A reply that `open` begins when its first batch is asked for. What comes after that batch is handed
 * through untouched, so a wrapper that only cares for the beginning costs nothing afterwards.
 */
export function streamFrom(open: () => Promise<OpenedStream>): AsyncIterable<Batch> {
  let rest: AsyncIterator<Batch> | undefined;
  const begin = async (): Promise<IteratorResult<Batch>> => {
    const opened = await open();
    rest = opened.rest;
    return opened.first;
  };
  const iterator: AsyncIterableIterator<Batch> = {
    next: () => (rest ? rest.next() : begin()),
    return: async () => (await rest?.return?.()) ?? { value: undefined, done: true },
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
}

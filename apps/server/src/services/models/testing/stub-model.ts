import type { ChatModel, ChatRequest, ModelEvent } from '../port.ts';

/** What a stub does when it is called: gives these batches, or throws; a promise makes it wait. */
export type StubStep = readonly ModelEvent[] | Error | Promise<readonly ModelEvent[]>;

export const TEXT: readonly ModelEvent[] = [{ type: 'text', text: 'Hi' }];
export const FINISH: readonly ModelEvent[] = [{ type: 'finish', reason: 'stop', usage: { inputTokens: 1, outputTokens: 1 } }];

/** A model in memory, for tests of what stands around one: each call plays the next of the given lists of steps. */
export class StubModel implements ChatModel {
  readonly #plays: (readonly StubStep[])[];
  calls = 0;
  /** Calls that are being answered, and calls that were aborted. */
  running = 0;
  aborted = 0;

  /** The last list is played again and again. */
  constructor(...plays: (readonly StubStep[])[]) {
    this.#plays = plays;
  }

  async *stream(_request: ChatRequest, { signal }: { readonly signal: AbortSignal }): AsyncIterable<readonly ModelEvent[]> {
    const steps = this.#plays[Math.min(this.calls, this.#plays.length - 1)] ?? [];
    this.calls += 1;
    this.running += 1;
    try {
      for (const step of steps) {
        signal.throwIfAborted();
        if (step instanceof Error) throw step;
        yield await untilAborted(step, signal);
      }
    } catch (error) {
      if (signal.aborted) this.aborted += 1;
      throw error;
    } finally {
      this.running -= 1;
    }
  }
}

/** A step that never comes. */
export function never(): Promise<readonly ModelEvent[]> {
  return Promise.withResolvers<readonly ModelEvent[]>().promise;
}

/** A step that comes after so many milliseconds. */
export function after(milliseconds: number, batch: readonly ModelEvent[]): Promise<readonly ModelEvent[]> {
  return new Promise((resolve) => setTimeout(() => resolve(batch), milliseconds));
}

/** All events of a reply to an empty request. */
export async function collect(model: ChatModel, signal = new AbortController().signal): Promise<ModelEvent[]> {
  const events: ModelEvent[] = [];
  for await (const batch of model.stream({ messages: [] }, { signal })) events.push(...batch);
  return events;
}

/** What a promise is rejected with. Throws if it is not. */
export function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('A failure was expected.');
    },
    (error: unknown) => error,
  );
}

function untilAborted(step: readonly ModelEvent[] | Promise<readonly ModelEvent[]>, signal: AbortSignal): Promise<readonly ModelEvent[]> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    Promise.resolve(step).then(resolve, reject);
  });
}

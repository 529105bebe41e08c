import type { Call } from './endpoint.ts';
import { type ApiFailure, CallFailed } from './failure.ts';
import { renewing } from './refresh.ts';
import { outcomeOf, request, unreachable } from './send.ts';

/** One server-sent event. */
export interface ServerEvent {
  readonly event: string;
  readonly data: string;
}

/**
 * Sends a call and yields the events that it is answered with, as they come. Throws `CallFailed`
 * where it was refused or the connection broke, and the `AbortError` of the signal.
 */
export async function* streamEvents(call: Call, signal: AbortSignal): AsyncGenerator<ServerEvent> {
  const opened = await renewing<Opened>(call, () => open(call, signal));
  if ('error' in opened) throw new CallFailed(opened.error);
  const reader = opened.body.pipeThrough(new TextDecoderStream()).getReader();
  const parser = new EventParser();
  try {
    for (;;) {
      const { done, value } = await read(reader, signal);
      if (done) return;
      yield* parser.push(value);
    }
  } finally {
    // Where the reader leaves early, the connection is given up.
    await reader.cancel().catch(() => undefined);
  }
}

interface Opened {
  readonly body: ReadableStream<BufferSource>;
}

async function open(call: Call, signal: AbortSignal): Promise<Opened | { readonly error: ApiFailure }> {
  try {
    const response = await request(call, signal);
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
    if (isStream && response.body) return { body: response.body };
    const outcome = outcomeOf('none', response, await response.json());
    return 'error' in outcome ? outcome : { error: unreachable(new Error('The server answered without a stream.')) };
  } catch (error) {
    if (signal.aborted) throw error;
    return { error: unreachable(error) };
  }
}

async function read(reader: ReadableStreamDefaultReader<string>, signal: AbortSignal) {
  try {
    return await reader.read();
  } catch (error) {
    if (signal.aborted) throw error;
    throw new CallFailed(unreachable(error));
  }
}

/** Cuts a stream of text into events, however its pieces fall. */
export class EventParser {
  #rest = '';
  #event = '';
  #data: string[] = [];

  /** The events that a further piece completes. */
  push(piece: string): ServerEvent[] {
    const lines = (this.#rest + piece).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? '';
    return lines.flatMap((line) => this.#line(line));
  }

  #line(line: string): ServerEvent[] {
    if (line === '') {
      const event = { event: this.#event === '' ? 'message' : this.#event, data: this.#data.join('\n') };
      const isEmpty = this.#data.length === 0;
      this.#event = '';
      this.#data = [];
      return isEmpty ? [] : [event];
    }
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (field === 'event') this.#event = value;
    if (field === 'data') this.#data.push(value);
    return [];
  }
}

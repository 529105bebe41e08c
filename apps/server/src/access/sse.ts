import type { OutgoingHttpHeader, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { logContext } from '#kernel/log-context.ts';
import type { EventSink, EventStream } from '#kernel/route.ts';
import { refusalOf } from './refusal.ts';

/** What a reader may leave unread before its connection is dropped, in bytes. */
const MAX_UNREAD = 8 * 1024 * 1024;
/** A stream that was silent for so long gets a sign of life, in milliseconds. */
const SILENCE = 15_000;
const TICKS_OF_SILENCE = 3;

/** Names in lower case. */
type Headers = Readonly<Record<string, OutgoingHttpHeader | undefined>>;

/** What went wrong in a stream, in the words of the `error` event. */
interface StreamFailure {
  readonly code: number;
  readonly message: string;
}

/** All streams of server-sent events that are open in this process. */
export class EventStreams {
  readonly #open = new Set<Connection>();
  readonly #logger: Logger;
  #ticks: NodeJS.Timeout | undefined;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** How many streams are open. */
  get size(): number {
    return this.#open.size;
  }

  /**
   * Answers with the events that `stream` writes, and resolves when all are written. What it throws
   * before its first event is thrown on, for an answer as JSON; after that it becomes an `error`
   * event. The work goes on when the client leaves.
   */
  async serve(response: ServerResponse, headers: Headers, stream: EventStream): Promise<void> {
    const connection = new Connection(response, headers, this.#logger);
    this.#add(connection);
    try {
      await stream.write(connection);
      connection.end();
    } catch (error) {
      if (!connection.begun) throw error;
      const refusal = refusalOf(error);
      this.#logger.error({ ...logContext(), err: error }, 'a stream of events failed');
      connection.fail(refusal);
    } finally {
      this.#remove(connection);
    }
  }

  /** Ends every open stream with an `error` event. */
  endAll(failure: StreamFailure): void {
    for (const connection of this.#open) connection.fail(failure);
  }

  #add(connection: Connection): void {
    this.#open.add(connection);
    this.#ticks ??= setInterval(() => {
      for (const open of this.#open) open.tick();
    }, SILENCE / TICKS_OF_SILENCE);
  }

  #remove(connection: Connection): void {
    this.#open.delete(connection);
    if (this.#open.size > 0) return;
    clearInterval(this.#ticks);
    this.#ticks = undefined;
  }
}

/** One stream: collects what is sent within a turn of the event loop and writes it at once. */
class Connection implements EventSink {
  readonly #response: ServerResponse;
  readonly #headers: Headers;
  readonly #logger: Logger;
  readonly #context = logContext();
  readonly #gone = new AbortController();
  #pending = '';
  #scheduled = false;
  #begun = false;
  #over = false;
  #silentTicks = 0;

  constructor(response: ServerResponse, headers: Headers, logger: Logger) {
    this.#response = response;
    this.#headers = headers;
    this.#logger = logger;
    response.once('close', () => this.#leave());
  }

  get closed(): AbortSignal {
    return this.#gone.signal;
  }

  /** Whether an event was sent, so that the answer can no longer be JSON. */
  get begun(): boolean {
    return this.#begun;
  }

  send(event: string, data: string): void {
    this.#push(`event:${event}\ndata:${data}\n\n`);
  }

  sendNumbered(id: number, event: string, data: string): void {
    this.#push(`id:${id}\nevent:${event}\ndata:${data}\n\n`);
  }

  /** Sends what is pending and ends the answer. */
  end(): void {
    if (this.#over) return;
    this.#over = true;
    this.#writeHead();
    this.#response.end(escaped(this.#pending));
  }

  /** Ends the answer with an `error` event. */
  fail(failure: StreamFailure): void {
    this.send('error', JSON.stringify({ code: failure.code, msg: failure.message }));
    this.end();
    this.#gone.abort();
  }

  /** Counts towards a sign of life: a blank line, since some clients take any other line for an event. */
  tick(): void {
    this.#silentTicks += 1;
    if (this.#begun && this.#silentTicks >= TICKS_OF_SILENCE) this.#push('\n');
  }

  #push(text: string): void {
    if (this.#over) return;
    this.#begun = true;
    this.#silentTicks = 0;
    this.#pending += text;
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(this.#flush);
  }

  readonly #flush = (): void => {
    this.#scheduled = false;
    if (this.#over) return;
    this.#writeHead();
    this.#response.write(escaped(this.#pending));
    this.#pending = '';
    if (this.#response.writableLength > MAX_UNREAD) {
      this.#logger.warn({ ...this.#context, unread: this.#response.writableLength }, 'dropped a client that does not read its stream');
      this.#response.destroy();
      this.#leave();
    }
  };

  #writeHead(): void {
    if (this.#response.headersSent) return;
    for (const [name, value] of Object.entries(this.#headers)) {
      if (value !== undefined) this.#response.setHeader(name, value);
    }
    this.#response.writeHead(200);
  }

  #leave(): void {
    if (this.#over) return;
    this.#over = true;
    this.#pending = '';
    this.#gone.abort();
  }
}

/** What JSON may hold as it is, and some clients take for the end of a line; nothing around it holds any. */
const LINE_SEPARATORS = /[\u0085\u2028\u2029]/g;

function escaped(events: string): string {
  // Nearly all have none, and three searches for one character are far cheaper than one for any of three.
  if (!events.includes('\u0085') && !events.includes('\u2028') && !events.includes('\u2029')) return events;
  return events.replace(LINE_SEPARATORS, (separator) => `\\u${separator.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

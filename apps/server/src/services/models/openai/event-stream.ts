import { ModelError } from '../model-error.ts';
import type { ModelEvent } from '../port.ts';
import { brokenReply } from '../transport-error.ts';
import type { CallSubject } from '../vendor-error.ts';
import { noModel } from './no-model.ts';
import type { Chunk, ReplyAssembler } from './reply-assembler.ts';

const NEWLINE = 0x0a;
/** The longest line that a vendor may send, in bytes: far more than any event needs. */
const LONGEST_LINE = 4 * 1024 * 1024;

/** Reads a response's body as it arrives: server-sent events of one `data:` line each, as every vendor sends them. */
export class EventStreamReader {
  readonly #assembler: ReplyAssembler;
  readonly #subject: CallSubject;
  /** What came after the last newline. Cut at bytes, so that no character is torn. */
  #rest: Buffer[] = [];
  #restBytes = 0;
  #sawEvent = false;
  /** Whether the last event was given out. */
  finished = false;

  constructor(assembler: ReplyAssembler, subject: CallSubject) {
    this.#assembler = assembler;
    this.#subject = subject;
  }

  /** The events in the next bytes. Throws `ModelError`. */
  read(bytes: Buffer): ModelEvent[] {
    const events: ModelEvent[] = [];
    const end = bytes.lastIndexOf(NEWLINE) + 1;
    if (end === 0) {
      this.#restBytes += bytes.length;
      if (this.#restBytes > LONGEST_LINE) throw endlessLine(this.#subject);
      this.#rest.push(bytes);
      return events;
    }
    const whole = end === bytes.length ? bytes : bytes.subarray(0, end);
    const text = this.#rest.length === 0 ? whole.toString() : Buffer.concat([...this.#rest, whole]).toString();
    this.#rest = end === bytes.length ? [] : [bytes.subarray(end)];
    this.#restBytes = bytes.length - end;
    this.#readLines(text, events);
    return events;
  }

  /** The events that remain when the body has ended. Throws `ModelError` where it broke off. */
  end(): ModelEvent[] {
    const events: ModelEvent[] = [];
    if (this.finished) return events;
    this.#readLines(`${Buffer.concat(this.#rest).toString()}\n`, events);
    if (this.finished) return events;
    if (!this.#sawEvent) throw noModel(this.#subject);
    if (!this.#assembler.hasFinishReason) {
      throw brokenReply(this.#subject);
    }
    this.#finish(events);
    return events;
  }

  #readLines(text: string, events: ModelEvent[]): void {
    let start = 0;
    for (let end = text.indexOf('\n'); end !== -1 && !this.finished; end = text.indexOf('\n', start)) {
      if (end > start) this.#readLine(text.slice(start, end), events);
      start = end + 1;
    }
  }

  #readLine(line: string, events: ModelEvent[]): void {
    if (line.startsWith('data:')) {
      this.#sawEvent = true;
      const data = line.slice(5).trim();
      if (data === '[DONE]') this.#finish(events);
      else if (data !== '') this.#assembler.accept(this.#parse(data), events);
    }
  }

  #parse(data: string): Chunk {
    try {
      return JSON.parse(data) as Chunk;
    } catch (error) {
      const message = `The model "${this.#subject.modelName}" sent something that is no JSON: try again.`;
      throw new ModelError('vendor-error', message, { cause: error });
    }
  }

  #finish(events: ModelEvent[]): void {
    this.finished = true;
    this.#assembler.finish(events);
  }
}

function endlessLine({ modelName }: CallSubject): ModelError {
  const most = `${LONGEST_LINE / 1024 / 1024} MB`;
  return new ModelError('vendor-error', `The model "${modelName}" sent more than ${most} without the end of a line: its reply was cut off.`);
}

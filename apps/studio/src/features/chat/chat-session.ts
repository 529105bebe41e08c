import type { Call } from '../../api/endpoint.ts';
import type { ServerEvent } from '../../api/events.ts';
import { isApiFailure } from '../../api/failure.ts';
import { afterEvent, newTurn, type Question, type Turn } from './turn.ts';

/** What a session does on the server: the calls differ between a preview, a chat and a shared page. */
export interface ChatPort {
  /** The call that begins a turn, in a new conversation where there is none. */
  readonly begin: (question: Question, conversationId: string | undefined) => Call;
  /** The call that gives a turn the outputs of tools, by the ids of their calls; absent where no turn waits for any. */
  readonly submit?: (turn: Turn, outputs: Readonly<Record<string, string>>) => Call;
  /** Reads the events that a call is answered with. */
  readonly stream: (call: Call, signal: AbortSignal) => AsyncIterable<ServerEvent>;
  readonly cancel: (turn: Turn) => Promise<unknown>;
  /** Removes a message from the conversation; absent where what was said stays. */
  readonly takeBack?: (turn: Turn, messageId: string) => Promise<unknown>;
}

/** Deltas that arrive within so many milliseconds are shown together. */
const FRAME = 33;

/** One conversation as this page has it. Knows nothing of React: `subscribe` tells of changes. */
export class ChatSession {
  readonly #port: ChatPort;
  readonly #listeners = new Set<() => void>();
  #turns: readonly Turn[] = [];
  #shown: readonly Turn[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #conversationId: string | undefined;
  #reading: AbortController | undefined;
  #stopWanted = false;
  #nextKey = 1;

  /** `conversationId` names a conversation that is gone on with. */
  constructor(port: ChatPort, conversationId?: string) {
    this.#port = port;
    this.#conversationId = conversationId;
  }

  /** The turns so far; the same list as long as nothing has changed. */
  readonly turns = (): readonly Turn[] => this.#shown;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Asks, and resolves when the turn has ended or waits for outputs. Does nothing while a turn runs. */
  async send(question: Question): Promise<void> {
    if (this.#reading) return;
    const turn = newTurn(this.#nextKey++, question);
    this.#turns = [...this.#turns, turn];
    await this.#read(turn.key, this.#port.begin(question, this.#conversationId));
  }

  /** Gives the outputs that the last turn waits for. */
  async submit(outputs: Readonly<Record<string, string>>): Promise<void> {
    const turn = this.#turns.at(-1);
    if (turn?.status !== 'waiting' || this.#reading || !this.#port.submit) return;
    const parts = turn.parts.map((part) => (part.kind === 'tool' && part.output === undefined ? { ...part, output: outputOf(turn, part, outputs) } : part));
    this.#replace({ ...turn, status: 'running', required: [], parts });
    await this.#read(turn.key, this.#port.submit(turn, outputs));
  }

  /** Ends the last turn; what it has said stays. */
  async stop(): Promise<void> {
    const turn = this.#turns.at(-1);
    if (!turn || (turn.status !== 'running' && turn.status !== 'waiting')) return;
    this.#stopWanted = true;
    // Until the server has named the chat there is nothing to cancel; `#read` does it then.
    if (turn.chatId !== '') await this.#cancel(turn);
  }

  /** Asks the last question again, as if the first answer had never been. */
  async retry(): Promise<void> {
    const turn = this.#turns.at(-1);
    if (!turn || this.#reading) return;
    try {
      if (turn.status === 'waiting') await this.#port.cancel(turn);
      await Promise.all(messagesKept(turn).map((id) => this.#takeBack(turn, id)));
    } catch (error) {
      this.#fail(turn.key, error);
      return;
    }
    this.#turns = this.#turns.slice(0, -1);
    await this.send(turn.question);
  }

  /** Begins anew, with an empty conversation. */
  reset(): void {
    this.#reading?.abort();
    // What is still being aborted is no turn of this conversation.
    this.#reading = undefined;
    this.#conversationId = undefined;
    this.#turns = [];
    this.#tell();
  }

  /** Gives the connection up, as when the page goes. The server finishes the turn. */
  close(): void {
    this.#reading?.abort();
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #read(key: number, call: Call): Promise<void> {
    const reading = new AbortController();
    this.#reading = reading;
    this.#stopWanted = false;
    this.#tell();
    try {
      for await (const event of this.#port.stream(call, reading.signal)) {
        const turn = this.#turns.find((each) => each.key === key);
        if (!turn) return;
        const next = afterEvent(turn, event);
        if (next === turn) continue;
        this.#replace(next);
        if (next.conversationId !== '') this.#conversationId = next.conversationId;
        if (this.#stopWanted && turn.chatId === '' && next.chatId !== '') void this.#cancel(next);
      }
      this.#end(key);
    } catch (error) {
      if (!reading.signal.aborted) this.#fail(key, error);
    } finally {
      if (this.#reading === reading) this.#reading = undefined;
      this.#tell();
    }
  }

  /** A stream that ended without saying how the turn ended has broken. */
  #end(key: number): void {
    const turn = this.#turns.find((each) => each.key === key);
    if (turn?.status === 'running') this.#fail(key, new Error(''));
  }

  async #takeBack(turn: Turn, id: string): Promise<void> {
    try {
      await this.#port.takeBack?.(turn, id);
    } catch (error) {
      // Nothing was kept of an answer that never came to its first word.
      if (!isApiFailure(error) || error.status !== 404) throw error;
    }
  }

  async #cancel(turn: Turn): Promise<void> {
    try {
      await this.#port.cancel(turn);
      // A turn that waits has no stream to tell of its end.
      if (!this.#reading) this.#replace({ ...turn, status: 'canceled', required: [] });
    } catch (error) {
      this.#fail(turn.key, error);
    }
  }

  #fail(key: number, error: unknown): void {
    const turn = this.#turns.find((each) => each.key === key);
    if (!turn) return;
    const failure = isApiFailure(error)
      ? { code: error.status === 0 ? 0 : error.code, message: error.status === 0 ? '' : error.message, logId: error.logId, ...(error.retryAfter !== undefined && { retryAfter: error.retryAfter }) }
      : { code: 0, message: error instanceof Error ? error.message : String(error), logId: '' };
    this.#replace({ ...turn, status: 'failed', failure });
  }

  #replace(turn: Turn): void {
    this.#turns = this.#turns.map((each) => (each.key === turn.key ? turn : each));
    this.#timer ??= setTimeout(() => this.#tell(), FRAME);
  }

  #tell(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#shown = this.#turns;
    for (const listener of this.#listeners) listener();
  }
}

/** What was given for a call: calls have ids of their own, so their order is what ties them to the parts. */
function outputOf(turn: Turn, part: Turn['parts'][number], outputs: Readonly<Record<string, string>>): string {
  const open = turn.parts.filter((each) => each.kind === 'tool' && each.output === undefined);
  return outputs[turn.required[open.indexOf(part)]?.id ?? ''] ?? '';
}

/** The messages that the server may keep of a turn: of one that was stopped or failed also what had been said by then. */
function messagesKept({ messageIds, parts }: Turn): readonly string[] {
  return [...new Set([...messageIds, ...parts.map(({ id }) => id)])];
}

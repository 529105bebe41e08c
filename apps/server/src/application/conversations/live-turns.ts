import type { Message } from '@buckle/contract';
import { seconds } from '#kernel/clock.ts';
import type { EventSink } from '#kernel/route.ts';
import type { ProducedMessage } from './turn/turn-types.ts';

/** What Coze's clients are told when an answer is complete. */
const ANSWER_FINISHED = JSON.stringify({
  msg_type: 'generate_answer_finish',
  data: JSON.stringify({ finish_reason: 0, FinData: '' }),
  from_module: null,
  from_unit: null,
});

/** What every message of a turn has in common. */
export interface TurnPlace {
  readonly conversationId: string;
  readonly botId: string;
  readonly chatId: string;
  readonly sectionId: string;
}

/**
 * The stream of one turn to the client that waits for it. Events are kept until the client's stream
 * is attached, and dropped when the client has gone: the turn goes on without it.
 */
export class LiveTurn {
  readonly #place: TurnPlace;
  #sink: EventSink | undefined;
  #early: [event: string, data: string][] = [];
  #deltaFor = '';
  #deltaHead = '';
  #deltaTail = '';

  constructor(place: TurnPlace) {
    this.#place = place;
  }

  get chatId(): string {
    return this.#place.chatId;
  }

  /** Sends what came before, and from now on everything, to `sink`. */
  attach(sink: EventSink): void {
    this.#sink = sink;
    for (const [event, data] of this.#early) sink.send(event, data);
    this.#early = [];
  }

  send(event: string, data: string): void {
    if (!this.#sink) this.#early.push([event, data]);
    else if (!this.#sink.closed.aborted) this.#sink.send(event, data);
  }

  /** A piece of an answer: of its text, or of the model's reasoning before it. */
  delta(messageId: string, now: number, text: string, reasoning: string): void {
    if (this.#deltaFor !== messageId) this.#beginDeltas(messageId, now);
    // Fifty of these make a turn: only what differs between them is put into JSON each time.
    const thought = reasoning === '' ? '' : `,"reasoning_content":${JSON.stringify(reasoning)}`;
    this.send('conversation.message.delta', `${this.#deltaHead}${JSON.stringify(text)}${thought}${this.#deltaTail}`);
  }

  /** A message that is finished and durable. */
  completed(message: ProducedMessage, now: number): void {
    const { content, reasoning } = message;
    const answer: Message = {
      ...this.#message(message.id, message.type, now),
      content,
      ...(reasoning === undefined ? {} : { reasoning_content: reasoning }),
    };
    this.send('conversation.message.completed', JSON.stringify(answer));
  }

  /** That the answer is complete: Coze says so in a message of its own. */
  answerFinished(now: number): void {
    this.completed({ id: '', type: 'verbose', content: ANSWER_FINISHED }, now);
  }

  #beginDeltas(messageId: string, now: number): void {
    this.#deltaFor = messageId;
    this.#deltaHead = '{"content":';
    this.#deltaTail = `,${JSON.stringify(this.#message(messageId, 'answer', now)).slice(1)}`;
  }

  #message(id: string, type: Message['type'], now: number): Omit<Message, 'content'> {
    const { conversationId, botId, chatId, sectionId } = this.#place;
    return {
      id,
      conversation_id: conversationId,
      bot_id: botId,
      chat_id: chatId,
      section_id: sectionId,
      role: 'assistant',
      type,
      content_type: 'text',
      meta_data: {},
      created_at: seconds(now),
      updated_at: seconds(now),
    };
  }
}

/** The turns of this process that a client is connected to. */
export class LiveTurns {
  readonly #turns = new Map<string, LiveTurn>();

  /** Opens a stream of a turn, before the turn begins or goes on. The first that is open is the one that is told. */
  open(place: TurnPlace): LiveTurn {
    const turn = new LiveTurn(place);
    if (!this.#turns.has(place.chatId)) this.#turns.set(place.chatId, turn);
    return turn;
  }

  /** The stream of a turn, where a client waits for it here. */
  get(chatId: string): LiveTurn | undefined {
    return this.#turns.get(chatId);
  }

  close(turn: LiveTurn): void {
    if (this.#turns.get(turn.chatId) === turn) this.#turns.delete(turn.chatId);
  }
}

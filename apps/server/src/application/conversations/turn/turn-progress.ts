import type { TraceStep } from '@buckle/contract';
import { idInBlock, BLOCK_SIZE } from '#kernel/ids.ts';
import type { EndedWork, Journal, JournalEntry } from '#services/work/index.ts';
import type { ConversationsContext } from '../context.ts';
import { producedDocument } from './turn-documents.ts';
import type { ProducedMessage, TurnInput, TurnResult } from './turn-types.ts';

/** Of the block of ids that a chat's id begins, the questions have the first hundred after it. */
export const QUESTIONS_AT_MOST = 100;
/** Where in that block the ids of the messages begin that the turn produces. */
export const FIRST_PRODUCED = QUESTIONS_AT_MOST + 1;

/** What the journal keeps of a finished step: its result, and how it stands in the trace. */
export interface StepRecord<T> {
  readonly result: T;
  readonly step: TraceStep;
}

/** What a journal has of the step at a path, where it is finished. */
export function recordedStep<T>(journal: Journal, path: string): StepRecord<T> | undefined {
  // The step of this path recorded it, with its own type.
  return journal.find('result', path)?.['value'] as StepRecord<T> | undefined;
}

type ProgressContext = Pick<ConversationsContext, 'documents' | 'messages' | 'liveTurns' | 'clock' | 'ids'>;

/**
 * How far a turn has come: the messages it produced, whose ids depend on their number alone, and the
 * steps of its trace. A run after a kill builds the same again from the journal.
 */
export class TurnProgress {
  readonly #context: ProgressContext;
  readonly #work: EndedWork<TurnInput>;
  readonly #produced: ProducedMessage[] = [];
  readonly #steps: TraceStep[] = [];
  /** Entries and messages that ride with the next commit. */
  #entries: JournalEntry[] = [];
  #unwritten: ProducedMessage[] = [];
  /** Messages that the client is told of after the next commit. */
  #untold: ProducedMessage[] = [];
  firstTokenAt: number | undefined;

  constructor(context: ProgressContext, work: EndedWork<TurnInput>) {
    this.#context = context;
    this.#work = work;
  }

  /** The id that the next message will have. */
  get nextId(): string {
    return idInBlock(this.#work.id, FIRST_PRODUCED + this.#produced.length);
  }

  /** How many further messages the turn has ids for. */
  get room(): number {
    return BLOCK_SIZE - FIRST_PRODUCED - this.#produced.length;
  }

  /** The text of the last answer so far. */
  get lastAnswer(): string {
    return this.#produced.findLast(({ type }) => type === 'answer')?.content ?? '';
  }

  /** The result of a step that was finished before. */
  recorded<T>(path: string): StepRecord<T> | undefined {
    return recordedStep(this.#work.journal, path);
  }

  /** Notes a finished step; it is durable with the next `commit`, or with the end of the turn. */
  finished<T>(path: string, record: StepRecord<T>): void {
    if (!this.recorded(path)) this.#entries.push({ type: 'result', path, value: record });
    this.#steps.push(record.step);
  }

  /** Notes a step that was recorded by itself. */
  traced(step: TraceStep): void {
    this.#steps.push(step);
  }

  /**
   * Notes a message; it is written with the next `commit`, or with the end of the turn. One that comes
   * from the journal was `told` to the client by an earlier run.
   */
  produce(
    type: ProducedMessage['type'],
    content: string,
    { reasoning = '', told = false }: { readonly reasoning?: string; readonly told?: boolean } = {},
  ): ProducedMessage {
    const message: ProducedMessage = { id: this.nextId, type, content, ...(reasoning === '' ? {} : { reasoning }) };
    this.#produced.push(message);
    this.#unwritten.push(message);
    if (!told) this.#untold.push(message);
    return message;
  }

  /**
   * Makes durable what was noted, then tells the client. Messages are written also where the journal
   * has them already: by itself, as with a tool's output, or from a run that was killed before it wrote them.
   */
  async commit(): Promise<void> {
    if (this.#entries.length > 0 || this.#unwritten.length > 0) {
      const { ids, clock, documents } = this.#context;
      const appending = this.#entries.length > 0 ? [this.#work.journal.appending(this.#entries)] : [];
      const writes = this.#unwritten.map((message) => {
        const document = producedDocument(this.#work, message, ids.next(), clock.now());
        return () => this.#context.messages.ensure(document);
      });
      await documents.inOrder([...appending, ...writes]);
      this.#entries = [];
      this.#unwritten = [];
    }
    this.#tell();
  }

  /** The entries that ride with the end of the turn. */
  get entries(): readonly JournalEntry[] {
    return this.#entries;
  }

  /** What the turn leaves behind; the client is told of its last messages after the commit. */
  result(errorCode?: number): TurnResult {
    return {
      messages: this.#unwritten,
      untold: this.#untold,
      steps: this.#steps,
      ...(this.firstTokenAt === undefined ? {} : { firstTokenAt: this.firstTokenAt }),
      ...(errorCode === undefined ? {} : { errorCode }),
    };
  }

  #tell(): void {
    const live = this.#context.liveTurns.get(this.#work.id);
    for (const message of this.#untold) live?.completed(message, this.#context.clock.now());
    this.#untold = [];
  }
}

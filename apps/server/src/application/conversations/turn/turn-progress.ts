import type { TraceStep } from '@buckle/contract';
import { idInBlock, BLOCK_SIZE } from '#kernel/ids.ts';
import { type EndedWork, inSlices, type JournalEntry } from '#services/work/index.ts';
import type { ConversationsContext } from '../context.ts';
import { producedDocument } from './turn-documents.ts';
import { FLOW } from './flow-notes.ts';
import type { FlowNote } from './flow-port.ts';
import { PassageNumbers } from './passage-numbers.ts';
import type { ProducedMessage, Suspended, TurnInput, TurnResult } from './turn-types.ts';

/** Of the block of ids that a chat's id begins, the questions have the first hundred after it. */
export const QUESTIONS_AT_MOST = 100;
/** Where in that block the ids of the messages begin that the turn produces. */
export const FIRST_PRODUCED = QUESTIONS_AT_MOST + 1;

/** What the journal keeps of a finished step: its result, and how it stands in the trace. */
export interface StepRecord<T> {
  readonly result: T;
  readonly step: TraceStep;
  /** Whether it is the answer of the turn. */
  readonly isAnswer?: true;
}

/** The journal entry that says that a workflow of the turn asked the user something; its path says which. */
export const ASKS = 'asks';

/** What a journal has of the step at a path, where it is finished. */
export function recordedStep<T>(entries: readonly JournalEntry[], path: string): StepRecord<T> | undefined {
  // The step of this path recorded it, with its own type.
  return entries.findLast((entry) => entry.type === 'result' && entry.path === path)?.['value'] as StepRecord<T> | undefined;
}

type ProgressContext = Pick<ConversationsContext, 'documents' | 'messages' | 'liveTurns' | 'clock' | 'ids'>;

/**
 * How far a turn has come: the messages it produced, whose ids depend on their number alone, and the
 * steps of its trace. A run after a kill builds the same again from the journal.
 */
export class TurnProgress {
  readonly #context: ProgressContext;
  readonly #work: EndedWork<TurnInput>;
  /** The journal of the chats that this one goes on with. */
  readonly #earlier: readonly JournalEntry[];
  readonly #produced: ProducedMessage[] = [];
  readonly #steps: TraceStep[] = [];
  readonly #numbers = new PassageNumbers();
  /** Entries and messages that ride with the next commit. */
  #entries: JournalEntry[] = [];
  #unwritten: ProducedMessage[] = [];
  /** Messages that the client is told of after the next commit. */
  #untold: ProducedMessage[] = [];
  #lastAnswer = '';
  #committing: Promise<void> = Promise.resolve();
  firstTokenAt: number | undefined;

  constructor(context: ProgressContext, work: EndedWork<TurnInput>, earlier: readonly JournalEntry[] = []) {
    this.#context = context;
    this.#work = work;
    this.#earlier = earlier;
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
    return this.#lastAnswer;
  }

  /** The result of a step that was finished before. */
  recorded<T>(path: string): StepRecord<T> | undefined {
    return recordedStep(this.#work.journal.entries, path) ?? recordedStep(this.#earlier, path);
  }

  /** Whether an earlier chat has finished a step: its messages and its trace are there. */
  isEarlier(path: string): boolean {
    return recordedStep(this.#earlier, path) !== undefined;
  }

  /** The number by which an answer names a passage: the one that it was told by, or the next. */
  numberOf(passageId: string): number {
    return this.#numbers.of(passageId);
  }

  /** Notes a finished step; it is durable with the next `commit`, or with the end of the turn. */
  finished<T>(path: string, record: StepRecord<T>): void {
    this.#numbers.told(record.step.passages);
    if (this.isEarlier(path)) return;
    if (!this.recorded(path)) this.#entries.push({ type: 'result', path, value: record });
    this.#steps.push(record.step);
  }

  /** Notes a step that was recorded by itself. */
  traced(step: TraceStep): void {
    this.#steps.push(step);
  }

  /** Notes what a workflow in the turn did. */
  noted(path: string, note: FlowNote): void {
    this.#entries.push({ type: FLOW, path, note });
    this.repeated(note, false);
  }

  /** Takes in what the journal has of a workflow: what it said may not be written yet. */
  repeated({ said, steps = [] }: FlowNote, told = true): void {
    this.#steps.push(...steps);
    if (said) this.#say({ ...said, type: 'answer' }, told);
  }

  /** Notes that the user was asked by a workflow of the turn. */
  asked(path: string): void {
    this.#entries.push({ type: ASKS, path });
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
    this.#say(message, told);
    return message;
  }

  #say(message: ProducedMessage, told: boolean): void {
    if (message.type === 'answer') this.#lastAnswer = message.content;
    this.#unwritten.push(message);
    if (!told) this.#untold.push(message);
  }

  /**
   * Makes durable what was noted, then tells the client. Messages are written also where the journal
   * has them already: by itself, as with a tool's output, or from a run that was killed before it wrote them.
   */
  commit(): Promise<void> {
    // One after the other: what comes while one is under way goes with the next.
    const committing = this.#committing.then(() => this.#commit());
    this.#committing = committing.catch(() => undefined);
    return committing;
  }

  /** Resolves when no commit is under way, and no more is left than goes into one document. */
  async rest(): Promise<void> {
    await this.#committing;
    if (inSlices(this.#entries).length > 1) await this.commit();
  }

  async #commit(): Promise<void> {
    const [entries, unwritten, untold] = [this.#entries, this.#unwritten, this.#untold];
    [this.#entries, this.#unwritten, this.#untold] = [[], [], []];
    let stored = 0;
    try {
      await this.#write(entries, unwritten, (count) => (stored += count));
    } catch (error) {
      // What is in the journal stays there once.
      this.#entries = [...entries.slice(stored), ...this.#entries];
      this.#unwritten = [...unwritten, ...this.#unwritten];
      this.#untold = [...untold, ...this.#untold];
      throw error;
    }
    const live = this.#context.liveTurns.get(this.#work.id);
    for (const message of untold) live?.completed(message, this.#context.clock.now());
  }

  /** Writes entries, in as many documents as they need, and messages; `onStored` is told of entries that are durable. */
  async #write(entries: readonly JournalEntry[], unwritten: readonly ProducedMessage[], onStored: (count: number) => void): Promise<void> {
    if (entries.length === 0 && unwritten.length === 0) return;
    const { ids, clock, documents } = this.#context;
    const slices = entries.length > 0 ? inSlices(entries) : [];
    const appending = slices.map((slice) => async () => {
      await this.#work.journal.append(slice);
      onStored(slice.length);
    });
    const writes = unwritten.map((message) => {
      const document = producedDocument(this.#work, message, ids.next(), clock.now());
      return () => this.#context.messages.ensure(document);
    });
    await documents.inOrder([...appending, ...writes]);
  }

  /** What the turn leaves behind; the client is told of its last messages after the commit. */
  result({ errorCode, suspended }: { readonly errorCode?: number; readonly suspended?: Suspended } = {}): TurnResult {
    return {
      entries: this.#entries,
      messages: this.#unwritten,
      untold: this.#untold,
      steps: this.#steps,
      ...(this.firstTokenAt === undefined ? {} : { firstTokenAt: this.firstTokenAt }),
      ...(suspended === undefined ? {} : { suspended }),
      ...(errorCode === undefined ? {} : { errorCode }),
    };
  }
}

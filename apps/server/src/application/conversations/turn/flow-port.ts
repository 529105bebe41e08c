import type { TraceStep } from '@buckle/contract';

/** What a workflow inside a turn did, as the turn's journal keeps it; it survives JSON. */
export interface FlowNote {
  /** As the workflow understands it. */
  readonly entry: Readonly<Record<string, unknown>>;
  /** A message that it said to the user by that. */
  readonly said?: SaidMessage;
  /** What it used of models, for the turn's trace. */
  readonly steps?: readonly TraceStep[];
}

/** A message of a workflow inside a turn. */
export interface SaidMessage {
  readonly id: string;
  readonly content: string;
}

/** Whose conversation a workflow inside a turn talks in. */
export interface FlowTurn {
  /** The bot's workspace. */
  readonly workspaceId: string;
  readonly botId: string;
  readonly userId: string;
  readonly creatorId: string;
  readonly connectorId: string;
  readonly conversationId: string;
  readonly conversationName: string;
  readonly sessionName?: string | undefined;
  /** How many chats and workflows that ask each other are around. */
  readonly depth: number;
}

/** What a turn lends to a workflow that runs inside of it. */
export interface FlowPlace {
  /** Names the run, the same in every chat in which it goes on: for `Idempotency-Key`. */
  readonly id: string;
  readonly turn: FlowTurn;
  /** What it noted in earlier chats, and in this one so far. */
  readonly earlier: readonly FlowNote[];
  readonly notes: readonly FlowNote[];
  /** What the user says in this chat to what it asked in an earlier one. */
  readonly reply: string | undefined;
  readonly signal: AbortSignal;
  /** What was said in the conversation before this turn, the oldest first: the last so many rounds. */
  history(rounds: number): Promise<readonly { readonly role: 'user' | 'assistant'; readonly content: string }[]>;
  newMessageId(): string;
  /** A piece of a message that it is writing. */
  delta(messageId: string, text: string): void;
  /** Notes what it did; durable with the next commit. */
  note(note: FlowNote): void;
  commit(): Promise<void>;
}

/** How a workflow inside a turn came to rest. */
export type FlowResult =
  | {
      readonly state: 'done';
      readonly output: string;
      /** Whether that is an answer to the user, which was said. */
      readonly isAnswer: boolean;
    }
  /** It goes on with what the user says next. */
  | { readonly state: 'asks'; readonly question: string };

/** The workflow that answers in the place of a bot's model, pinned to a version. */
export interface Chatflow {
  readonly workflow_id: string;
  readonly version: string;
}

/** What a chatflow is asked. */
export interface ChatflowInput {
  readonly userInput: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** Runs workflows that answer in the place of a model. */
export interface Chatflows {
  answer(chatflow: Chatflow, input: ChatflowInput, place: FlowPlace): Promise<FlowResult>;
}

import type { getChatTrace, TraceStep } from '@buckle/contract';
import type { z } from 'zod';
import type { Write } from '#data/documents/port.ts';
import type { RemovalWatch } from '#data/documents/remove-all.ts';
import type { FlowOwner } from '#kernel/flow-owner.ts';

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

/** For whom a workflow inside a turn runs, whichever it is: in the bot's workspace, and in the turn's conversation. */
export type FlowTurn = Omit<FlowOwner, 'workflowId'> & Required<Pick<FlowOwner, 'current'>>;

/** What a turn lends to a workflow that runs inside of it. */
export interface FlowPlace {
  readonly turn: FlowTurn;
  /** What it noted in earlier chats, and in this one so far. */
  readonly earlier: readonly FlowNote[];
  readonly notes: readonly FlowNote[];
  /** What the user says in this chat to what it asked in an earlier one. */
  readonly reply: string | undefined;
  readonly signal: AbortSignal;
  /** What was said in the conversation before this turn, the oldest first: the last so many rounds. */
  history(rounds: number): Promise<readonly { readonly role: 'user' | 'assistant'; readonly content: string }[]>;
  /** An id for something that it writes. */
  newId(): string;
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

/** What a workflow did in a chat that has ended, and in those before it. */
export interface FlowRecord {
  readonly turn: FlowTurn;
  readonly chatId: string;
  readonly notes: readonly FlowNote[];
  /** How its chat ended; `waiting` where it goes on with what the user says next. */
  readonly state: 'completed' | 'failed' | 'canceled' | 'waiting';
  readonly reason?: string | undefined;
  /** When all of the chat is to be removed. */
  readonly expiresAt?: number | undefined;
}

/** A run of a workflow that was part of a turn. */
export type RunOfTurn = z.output<(typeof getChatTrace)['answer']>['runs'][number];

/** The workflows of turns, which are another module's. */
export interface TurnFlows {
  /** Lets a chatflow answer in the place of a model. */
  answer(chatflow: Chatflow, input: ChatflowInput, place: FlowPlace): Promise<FlowResult>;
  /** The writes that keep what a workflow did for those who look into it; right when they are done twice. */
  recording(record: FlowRecord): readonly Write[];
  /** The id of the run that keeps what a workflow did; absent where it has not begun. */
  runOf(notes: readonly FlowNote[]): string | undefined;
  /** Those of these runs that are kept, in a workspace. */
  describeRuns(workspaceId: string, runIds: readonly string[]): Promise<readonly RunOfTurn[]>;
  /** Removes what was kept of the workflows in a conversation. */
  removeOf(conversationId: string, watch: RemovalWatch): Promise<void>;
  /** Removes what was kept of chats whose time is over. */
  removeExpired(): Promise<void>;
}

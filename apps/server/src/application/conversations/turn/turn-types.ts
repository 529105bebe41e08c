import type { BotDefinition, FunctionTool, Message, ToolCall, TraceStep } from '@buckle/contract';
import type { JournalEntry } from '#services/work/index.ts';
import { textOf } from '../message-content.ts';
import type { MetaData } from '../meta-data.ts';
import type { Chatflow } from './flow-port.ts';

/** A message that a call brings, with the id it was given. */
export interface QuestionMessage {
  readonly id: string;
  readonly sequence: string;
  readonly role: Message['role'];
  readonly type: Message['type'];
  readonly content: string;
  readonly contentType: Message['content_type'];
  readonly metaData?: MetaData;
}

/** What a turn is started with: enough to do all of it again after a kill. */
export interface TurnInput {
  readonly conversationId: string;
  /** Set where the conversation is begun by this very chat. */
  readonly newConversation?: true;
  /** What the conversation is called, if anything. */
  readonly conversationName?: string;
  readonly creatorId: string;
  /** Of a conversation that is begun by this very chat. */
  readonly sessionName?: string;
  readonly connectorId: string;
  readonly botId: string;
  /** The version that was online then, or the revision of the draft. */
  readonly botVersionId: string;
  /** The draft as it stood, where the turn is a preview of it. */
  readonly draft?: BotDefinition;
  /** The bot's workspace: its models and its usage. */
  readonly botWorkspaceId: string;
  /** The bot's user, as its application names them. */
  readonly userId: string;
  readonly sectionId: string;
  readonly questions: readonly QuestionMessage[];
  readonly customVariables: Readonly<Record<string, string>>;
  readonly metaData: MetaData;
  /** Whether question and answer stay in the conversation. */
  readonly saved: boolean;
  /** Tools that the caller runs, beside the bot's. */
  readonly tools: readonly FunctionTool[];
  /** The suspended chat that this one goes on with: its first words answer what that asked. */
  readonly continues?: string;
  /** The chatflow that answers without a bot, or in the place of the bot's own brain. */
  readonly chatflow?: Chatflow;
  /** Inputs of a chatflow, beside what the user said. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** How many chats and workflows that ask each other are around. */
  readonly depth?: number;
  /** Whether whoever began it reads all files of the bot's workspace; see `readsFiles`. */
  readonly readsFiles?: boolean;
  /** Set where nobody is there to run tools of the client. */
  readonly withoutClientTools?: true;
}

/** Who answers in a turn: a turn that was suspended goes on with the same one only. */
export function brainOf({ botId, chatflow }: Pick<TurnInput, 'botId' | 'chatflow'>): string {
  return chatflow ? `${botId}/${chatflow.workflow_id}` : botId;
}

/** The text of the last thing that the user says. */
export function questionOf({ questions }: TurnInput): string {
  const last = questions.findLast(({ role }) => role === 'user');
  return last ? textOf(last.contentType, last.content) : '';
}

/** A message that the turn produced. */
export interface ProducedMessage {
  readonly id: string;
  readonly type: Message['type'];
  readonly content: string;
  readonly reasoning?: string;
}

/** A workflow of a turn has asked the user something. */
export interface Suspended {
  /** Where in the turn's journal the workflow notes what it does. */
  readonly path: string;
  /** What the client is told of it. */
  readonly call: ToolCall;
  readonly question: string;
}

/** What a turn leaves behind when it ends. */
export interface TurnResult {
  /** What it did since the last commit. */
  readonly entries: readonly JournalEntry[];
  /** Messages that are not written yet. */
  readonly messages: readonly ProducedMessage[];
  /** Messages that its client is not told of yet. */
  readonly untold: readonly ProducedMessage[];
  readonly steps: readonly TraceStep[];
  readonly firstTokenAt?: number;
  /** What the user was asked, where the next chat goes on with this turn. */
  readonly suspended?: Suspended;
  /** The code of `last_error`, where the turn failed. */
  readonly errorCode?: number;
}

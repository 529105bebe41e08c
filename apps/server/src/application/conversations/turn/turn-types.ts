import type { BotDefinition, FunctionTool, Message, TraceStep } from '@buckle/contract';
import type { MetaData } from '../meta-data.ts';

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
  /** Set where nobody is there to run tools of the client. */
  readonly withoutClientTools?: true;
}

/** A message that the turn produced. */
export interface ProducedMessage {
  readonly id: string;
  readonly type: Message['type'];
  readonly content: string;
  readonly reasoning?: string;
}

/** What a turn leaves behind when it ends. */
export interface TurnResult {
  /** Messages that are not written yet. */
  readonly messages: readonly ProducedMessage[];
  /** Messages that its client is not told of yet. */
  readonly untold: readonly ProducedMessage[];
  readonly steps: readonly TraceStep[];
  readonly firstTokenAt?: number;
  /** The code of `last_error`, where the turn failed. */
  readonly errorCode?: number;
}

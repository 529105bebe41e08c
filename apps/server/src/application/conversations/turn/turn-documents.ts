import type { Write } from '#data/documents/port.ts';
import { sessionField } from '#kernel/principal.ts';
import type { ChatDocument } from '../chat-document.ts';
import type { ConversationsContext } from '../context.ts';
import { type ConversationDocument, SHARE_CONNECTOR } from '../conversation-document.ts';
import type { MessageDocument } from '../message-document.ts';
import { metaDataField } from '../meta-data.ts';
import type { ProducedMessage, TurnInput } from './turn-types.ts';

/** How long a chat is readable that is not to be saved, or is a preview, in milliseconds: 24 hours. */
const UNSAVED_KEPT = 24 * 3_600_000;

/** A turn as its documents need it: the work, or what is about to become it. */
export interface TurnWork {
  readonly id: string;
  readonly workspaceId: string;
  readonly input: TurnInput;
  readonly createdAt: number;
}

/** The chat of a turn that begins. */
export function chatDocument({ id, workspaceId, input, createdAt }: TurnWork): ChatDocument {
  return {
    id,
    workspaceId,
    conversationId: input.conversationId,
    botId: input.botId,
    sectionId: input.sectionId,
    status: 'in_progress',
    inputTokens: 0,
    outputTokens: 0,
    createdAt,
    questionIds: input.questions.map((question) => question.id),
    ...metaDataField(input.metaData),
    ...expiry(input, createdAt),
  };
}

/** The documents that a turn begins with, in the order in which they are written after the work itself. */
export function startDocuments(work: TurnWork): {
  readonly conversation: ConversationDocument | undefined;
  readonly chat: ChatDocument;
  readonly questions: readonly MessageDocument[];
} {
  const { workspaceId, input, createdAt } = work;
  const conversation: ConversationDocument = {
    id: input.conversationId,
    workspaceId,
    ...(input.draft ? { previewOf: input.botId } : input.botId === '' ? {} : { botId: input.botId }),
    creatorId: input.creatorId,
    ...sessionField(input),
    userId: input.userId,
    connectorId: input.connectorId,
    ...(input.connectorId === SHARE_CONNECTOR ? { visitorId: input.userId } : {}),
    name: '',
    sectionId: input.sectionId,
    createdAt,
    updatedAt: createdAt,
    ...(input.draft ? { expiresAt: createdAt + UNSAVED_KEPT } : { activeAt: createdAt }),
  };
  const questions = input.questions.map((question) => ({ ...question, ...place(work), createdAt, updatedAt: createdAt }));
  return { conversation: input.newConversation ? conversation : undefined, chat: chatDocument(work), questions };
}

/** The writes with which a turn begins. */
export function startWrites(context: ConversationsContext, work: TurnWork): Write[] {
  const { conversation, chat, questions } = startDocuments(work);
  return [
    ...(conversation ? [() => context.conversations.insert(conversation)] : []),
    () => context.chats.insert(chat),
    ...questions.map((question) => () => context.messages.insert(question)),
  ];
}

/** The write without which no turn begins in a conversation that is there: one that was deleted since it was found. */
export function useConversation({ conversations }: Pick<ConversationsContext, 'conversations'>, { input, createdAt }: TurnWork): Write {
  const used = input.draft ? { expiresAt: createdAt + UNSAVED_KEPT } : { activeAt: createdAt };
  return () => conversations.update(input.conversationId, { set: used });
}

/** The writes that make up for what a killed process may have left out of a turn's beginning. */
export function repairWrites(
  { conversations, chats, messages }: Pick<ConversationsContext, 'conversations' | 'chats' | 'messages'>,
  work: TurnWork,
): Write[] {
  const { conversation, chat, questions } = startDocuments(work);
  return [
    ...(conversation ? [() => conversations.ensure(conversation)] : []),
    () => chats.ensure(chat),
    ...questions.map((question) => () => messages.ensure(question)),
  ];
}

/** A message that the turn produced, as it is stored. */
export function producedDocument(work: TurnWork, message: ProducedMessage, sequence: string, now: number): MessageDocument {
  return {
    ...place(work),
    id: message.id,
    sequence,
    role: 'assistant',
    type: message.type,
    contentType: 'text',
    content: message.content,
    ...(message.reasoning ? { reasoning: message.reasoning } : {}),
    createdAt: now,
    updatedAt: now,
  };
}

/** Until when the documents of a turn are kept that is not to be saved, or is a preview. */
export function expiry(input: TurnInput, createdAt: number): { expiresAt?: number } {
  return input.saved && !input.draft ? {} : { expiresAt: createdAt + UNSAVED_KEPT };
}

function place({ id, workspaceId, input, createdAt }: TurnWork) {
  return {
    workspaceId,
    conversationId: input.conversationId,
    chatId: id,
    botId: input.botId,
    sectionId: input.sectionId,
    listed: input.saved,
    ...expiry(input, createdAt),
  };
}

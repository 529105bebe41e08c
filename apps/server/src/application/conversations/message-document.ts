import type { Message, MessageFeedback } from '@buckle/contract';
import type { Documents } from '#data/documents/port.ts';
import { seconds } from '#kernel/clock.ts';
import { type Keyring, type SealedCollection, sealedCollection } from '#services/storage/index.ts';
import type { MetaData } from './meta-data.ts';

/** A message. Times are in milliseconds. */
export interface MessageDocument {
  readonly id: string;
  readonly workspaceId: string;
  readonly conversationId: string;
  /** The chat that brought or produced it. */
  readonly chatId?: string;
  readonly botId?: string;
  readonly sectionId: string;
  /** Its place in the conversation, which its id, being derived, does not tell. */
  readonly sequence: string;
  /** Whether it belongs to the conversation's list and history. */
  readonly listed: boolean;
  readonly role: Message['role'];
  readonly type: Message['type'];
  readonly contentType: Message['content_type'];
  /** Sealed. */
  readonly content: string;
  /** Sealed. */
  readonly reasoning?: string;
  /** Sealed. */
  readonly metaData?: MetaData;
  /** Sealed. */
  readonly feedback?: MessageFeedback;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** When it is to be removed. */
  readonly expiresAt?: number;
}

export function openMessages(documents: Documents, keyring: Keyring): Promise<SealedCollection<MessageDocument>> {
  return sealedCollection<MessageDocument>(documents, keyring, {
    name: 'messages',
    schemaVersion: 1,
    indexes: [{ fields: ['conversationId', 'listed', 'sequence'] }, { fields: ['chatId', 'sequence'] }, { fields: ['expiresAt'], sparse: true }],
    sealed: ['content', 'reasoning', 'metaData', 'feedback'],
    scopeOf: (message) => message.workspaceId,
  });
}

/** A message in the form of the Coze API. */
export function messageAnswer(message: MessageDocument): Message {
  return {
    id: message.id,
    conversation_id: message.conversationId,
    bot_id: message.botId ?? '',
    chat_id: message.chatId ?? '',
    section_id: message.sectionId,
    role: message.role,
    type: message.type,
    content: message.content,
    content_type: message.contentType,
    meta_data: message.metaData ?? {},
    ...(message.reasoning === undefined ? {} : { reasoning_content: message.reasoning }),
    ...(message.feedback === undefined ? {} : { feedback: message.feedback }),
    created_at: seconds(message.createdAt),
    updated_at: seconds(message.updatedAt),
  };
}

import type { Collection, Documents } from '#data/documents/port.ts';
import { type Keyring, sealedCollection } from '#services/storage/index.ts';
import type { MetaData } from './meta-data.ts';

/** A conversation. Its messages and chats refer to it. Times are in milliseconds. */
export interface ConversationDocument {
  readonly id: string;
  readonly workspaceId: string;
  /** The bot that it was begun with, if with one. */
  readonly botId?: string;
  readonly creatorId: string;
  readonly connectorId: string;
  /** In clear, for lists. */
  readonly name: string;
  /** Sealed. */
  readonly metaData?: MetaData;
  /** The section that new messages belong to. */
  readonly sectionId: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export function openConversations(documents: Documents, keyring: Keyring): Promise<Collection<ConversationDocument>> {
  return sealedCollection<ConversationDocument>(documents, keyring, {
    name: 'conversations',
    schemaVersion: 1,
    indexes: [{ fields: ['workspaceId', 'botId'] }],
    sealed: ['metaData'],
    scopeOf: (conversation) => conversation.workspaceId,
  });
}

import type { Collection, Documents } from '#data/documents/port.ts';
import { type Keyring, type SealedCollection, sealedCollection } from '#services/storage/index.ts';
import type { MetaData } from './meta-data.ts';

/** The connector of conversations on share pages. */
export const SHARE_CONNECTOR = 'share';

/** What a chat has asked its user. */
export interface SuspendedQuestion {
  readonly chatId: string;
  /** Who answers in it: only a chat with the same goes on with it. */
  readonly brain: string;
  /** The chat that has begun to go on with it, which nobody takes it from. */
  readonly next?: string;
}

/** A conversation. Its messages and chats refer to it. Times are in milliseconds. */
export interface ConversationDocument {
  readonly id: string;
  readonly workspaceId: string;
  /** The bot that it was begun with, if with one. */
  readonly botId?: string;
  /** The bot whose draft is tried in it: a preview, which no list shows. */
  readonly previewOf?: string;
  readonly creatorId: string;
  /** Of the principal that began it, where it had one. */
  readonly sessionName?: string;
  /** The bot's user that it was begun for, where a chat began it. */
  readonly userId?: string;
  readonly connectorId: string;
  /** The visitor of the bot's share page that it was begun by, if by one. */
  readonly visitorId?: string;
  /** In clear, for lists. */
  readonly name: string;
  /** The name as it is searched: in lower case; absent where there is none. */
  readonly nameKey?: string;
  /** Sealed. */
  readonly metaData?: MetaData;
  /** The section that new messages belong to. */
  readonly sectionId: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** When it was last talked in. Absent for previews, which no list shows. */
  readonly activeAt?: number;
  /** When a chat in it failed last. */
  readonly failedAt?: number;
  /** Set where a workflow keeps it by its name: for whom, and the same with the name. */
  readonly flowOwner?: string;
  readonly flowKey?: string;
  /** The last section that was begun from outside of its chats: what a chat from before it asks is not answered any more. */
  readonly clearedSectionId?: string;
  /** The turn that goes on with what the user says next. */
  readonly suspended?: SuspendedQuestion;
  /** When it is to be removed. */
  readonly expiresAt?: number;
}

/** Version 2: what lists are searched by. */
function listedSince(conversation: Record<string, unknown>): Record<string, unknown> {
  const { name, updatedAt } = conversation;
  return { ...conversation, ...named(typeof name === 'string' ? name : ''), activeAt: updatedAt };
}

/** Version 3: what the conversations of a share page's visitors are found by. */
function ofVisitorSince(conversation: Record<string, unknown>): Record<string, unknown> {
  const { connectorId, userId } = conversation;
  return connectorId === SHARE_CONNECTOR && typeof userId === 'string' ? { ...conversation, visitorId: userId } : conversation;
}

/** What only one piece of work in a conversation holds: a chat, or its deletion. */
export function slotOf(conversationId: string): string {
  return `conversation/${conversationId}`;
}

/** The name of a conversation, and what it is found by. */
export function named(name: string): Pick<ConversationDocument, 'name' | 'nameKey'> {
  return { name, ...(name === '' ? {} : { nameKey: name.toLowerCase() }) };
}

export function openConversations(documents: Documents, keyring: Keyring): Promise<SealedCollection<ConversationDocument>> {
  return sealedCollection<ConversationDocument>(documents, keyring, {
    name: 'conversations',
    schemaVersion: 3,
    indexes: [
      { fields: ['workspaceId'] },
      { fields: ['workspaceId', 'botId'] },
      { fields: ['botId', 'visitorId', 'activeAt'], sparse: true },
      { fields: ['botId', 'visitorId'], sparse: true },
      { fields: ['workspaceId', 'botId', 'creatorId', 'sessionName'], sparse: true },
      { fields: ['workspaceId', 'activeAt'], sparse: true },
      { fields: ['workspaceId', 'botId', 'activeAt'], sparse: true },
      { fields: ['workspaceId', 'userId', 'activeAt'], sparse: true },
      { fields: ['workspaceId', 'botId', 'userId', 'activeAt'], sparse: true },
      { fields: ['workspaceId', 'failedAt'], sparse: true },
      { fields: ['workspaceId', 'botId', 'failedAt'], sparse: true },
      { fields: ['workspaceId', 'nameKey'], sparse: true },
      { fields: ['workspaceId', 'botId', 'nameKey'], sparse: true },
      { fields: ['flowOwner'], sparse: true },
      { fields: ['flowKey'], unique: true },
      { fields: ['expiresAt'], sparse: true },
    ],
    upgrades: [listedSince, ofVisitorSince],
    sealed: ['metaData'],
    scopeOf: (conversation) => conversation.workspaceId,
  });
}

/** A conversation whose document is removed before what was said in it, as long as that is not gone. Its id is the conversation's. */
export interface ConversationRemoval {
  readonly id: string;
  readonly workspaceId: string;
}

export function openRemovals(documents: Documents): Promise<Collection<ConversationRemoval>> {
  return documents.collection<ConversationRemoval>({ name: 'conversation_removals', schemaVersion: 1, indexes: [{ fields: ['workspaceId'] }] });
}

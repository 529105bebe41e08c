import type { Message } from '@buckle/contract';
import { UniqueConflict } from '#data/documents/port.ts';
import { BadRequest } from '#kernel/errors.ts';
import type { FlowOwner } from '#kernel/flow-owner.ts';
import { type Principal, sessionField } from '#kernel/principal.ts';
import { askBot, type BotQuestion } from './ask-bot.ts';
import { beginSection } from './begin-section.ts';
import type { ConversationsContext } from './context.ts';
import { type ConversationDocument, named } from './conversation-document.ts';
import { removeConversation } from './delete-conversation.ts';
import type { MessageDocument } from './message-document.ts';
import { observeLastMessage } from './observe-last-message.ts';
import { historyInWords } from './turn/history.ts';

const LONGEST_NAME = 100;
/** So many conversations are listed at most, and messages at once. */
const CONVERSATIONS_AT_MOST = 1_000;
const MESSAGES_AT_MOST = 50;

/** A conversation that a workflow keeps. */
export interface FlowConversation {
  readonly id: string;
  readonly name: string;
}

/** A message of it. */
export interface FlowMessage {
  readonly id: string;
  readonly role: Message['role'];
  readonly contentType: Message['content_type'];
  readonly content: string;
}

/** What workflows do with their own conversations. Whatever is written has an id that the caller gives, so that doing it again changes nothing. */
export class FlowConversations {
  readonly #context: ConversationsContext;

  constructor(context: ConversationsContext) {
    this.#context = context;
  }

  /** An id for something that is to be written. */
  newId(): string {
    return this.#context.ids.next();
  }

  /** An id for a chat that is to begin. */
  newChatId(): string {
    return this.#context.ids.block();
  }

  /** Asks a bot; see `askBot`. */
  askBot(owner: FlowOwner, question: BotQuestion): Promise<string> {
    return askBot(this.#context, owner, question);
  }

  /** The conversation of this name. */
  async find(owner: FlowOwner, name: string): Promise<FlowConversation | undefined> {
    if (owner.current?.name === name) return owner.current;
    const { items } = await this.#context.conversations.find({ where: { flowKey: keyOf(owner, name) }, limit: 1 });
    return items[0] && { id: items[0].id, name };
  }

  /** The conversation of this name: the one that is there, or a new one under `id`. Throws `BadRequest` for a name that is none. */
  async create(owner: FlowOwner, name: string, id: string): Promise<FlowConversation & { readonly isExisted: boolean }> {
    checkName(name);
    const known = await this.find(owner, name);
    if (known) return { ...known, isExisted: known.id !== id };
    try {
      await this.#context.conversations.insert(this.#document(owner, name, id));
      return { id, name, isExisted: false };
    } catch (error) {
      if (!(error instanceof UniqueConflict)) throw error;
      const other = await this.find(owner, name);
      if (other === undefined) throw error;
      return { ...other, isExisted: other.id !== id };
    }
  }

  /** Gives a conversation another name; returns whether it has that now: another may have it already. Throws `BadRequest` where it has no name of its own. */
  async rename(owner: FlowOwner, { id }: FlowConversation, newName: string): Promise<boolean> {
    checkName(newName);
    const { conversations, clock } = this.#context;
    const conversation = await conversations.get(id);
    if (conversation?.flowKey === undefined) throw new BadRequest('The conversation that the workflow talks in was not made by a workflow, which cannot give it another name.');
    try {
      await conversations.update(id, { set: { ...named(newName), flowKey: keyOf(owner, newName), updatedAt: clock.now() } });
      return true;
    } catch (error) {
      if (error instanceof UniqueConflict) return false;
      throw error;
    }
  }

  /** Whether a conversation is still there. */
  async exists({ id }: FlowConversation): Promise<boolean> {
    return (await this.#context.conversations.closed.get(id)) !== undefined;
  }

  /** Deletes a conversation with what was said in it. Throws `BadRequest` for the one that the workflow talks in. */
  async delete(owner: FlowOwner, { id }: FlowConversation): Promise<void> {
    if (owner.current?.id === id) throw new BadRequest('The conversation that the workflow talks in cannot be deleted by it.');
    const details = { workflow: owner.workflowId, ...(owner.botId === '' ? {} : { bot: owner.botId }) };
    const actor: Principal = { userId: owner.creatorId, instanceAdmin: false, via: 'system', credentialId: 'workflow' };
    await removeConversation(this.#context, actor, { id, workspaceId: owner.workspaceId }, details);
  }

  /** All conversations of the owner, the oldest first. */
  async list(owner: FlowOwner): Promise<readonly FlowConversation[]> {
    const { items } = await this.#context.conversations.find({ where: { flowOwner: ownerKey(owner) }, limit: CONVERSATIONS_AT_MOST });
    const listed = items.map(({ id, name }) => ({ id, name }));
    return owner.current && !listed.some(({ id }) => id === owner.current?.id) ? [owner.current, ...listed] : listed;
  }

  /** Begins a new section under an id: what was said before is no longer history. What another chat asked there is given up; the one that clears goes on. */
  async clear(owner: FlowOwner, { id }: FlowConversation, sectionId: string): Promise<void> {
    const conversation = await this.#context.conversations.get(id);
    if (!conversation || conversation.sectionId === sectionId) return;
    if (owner.current?.id !== id) await beginSection(this.#context, conversation, sectionId);
    else await this.#context.conversations.update(id, { set: { sectionId, updatedAt: this.#context.clock.now() } });
  }

  /** The last rounds of what was said, the oldest first. */
  async history({ id }: FlowConversation, rounds: number): Promise<readonly Pick<FlowMessage, 'role' | 'content'>[]> {
    const conversation = await this.#context.conversations.get(id);
    if (!conversation) return [];
    const place = { conversationId: id, sectionId: conversation.sectionId, before: this.newId() };
    return historyInWords(this.#context.messages, place, rounds);
  }

  /** A page of the messages, the newest first, before or after one of them. */
  async messages(
    { id: conversationId }: FlowConversation,
    { limit, beforeId, afterId }: { readonly limit: number; readonly beforeId: string; readonly afterId: string },
  ): Promise<{ readonly items: readonly FlowMessage[]; readonly hasMore: boolean }> {
    const size = Math.min(Math.max(1, Math.trunc(limit)), MESSAGES_AT_MOST);
    const pivot = await this.message({ id: conversationId }, beforeId || afterId);
    const range = pivot === undefined ? {} : { sequence: beforeId ? { lt: pivot.sequence } : { gt: pivot.sequence } };
    const isForward = beforeId === '' && pivot !== undefined;
    const { items } = await this.#context.messages.find({ where: { conversationId, listed: true, ...range }, sort: 'sequence', descending: !isForward, limit: size + 1 });
    const page = items.slice(0, size).map(messageOf);
    return { items: isForward ? page.reverse() : page, hasMore: items.length > size };
  }

  /** A message of a conversation. */
  async message({ id }: Pick<FlowConversation, 'id'>, messageId: string): Promise<MessageDocument | undefined> {
    const message = messageId === '' ? undefined : await this.#context.messages.get(messageId);
    return message?.conversationId === id ? message : undefined;
  }

  /** Adds a message under an id. */
  async createMessage(owner: FlowOwner, { id: conversationId }: FlowConversation, { id, role, content }: Omit<FlowMessage, 'contentType'>): Promise<FlowMessage> {
    const conversation = await this.#context.conversations.get(conversationId);
    if (!conversation) throw new BadRequest('The conversation was deleted meanwhile.');
    await observeLastMessage(this.#context, conversationId);
    const now = this.#context.clock.now();
    await this.#context.messages.ensure({
      id,
      workspaceId: conversation.workspaceId,
      conversationId,
      ...(owner.botId === '' ? {} : { botId: owner.botId }),
      sectionId: conversation.sectionId,
      sequence: this.newId(),
      listed: true,
      role,
      type: role === 'user' ? 'question' : 'answer',
      contentType: 'text',
      content,
      createdAt: now,
      updatedAt: now,
      ...(conversation.expiresAt === undefined ? {} : { expiresAt: conversation.expiresAt }),
    });
    return { id, role, contentType: 'text', content };
  }

  /** Changes what a message says. Returns whether it is there. */
  async editMessage({ id }: FlowConversation, messageId: string, content: string): Promise<boolean> {
    const message = await this.message({ id }, messageId);
    if (message === undefined) return false;
    const set = { workspaceId: message.workspaceId, contentType: 'text', content, updatedAt: this.#context.clock.now() } as const;
    await this.#context.messages.update(messageId, { set });
    return true;
  }

  /** Deletes a message. Returns whether it was there. */
  async deleteMessage({ id }: FlowConversation, messageId: string): Promise<boolean> {
    const message = await this.message({ id }, messageId);
    return message === undefined ? false : this.#context.messages.delete(messageId);
  }

  #document(owner: FlowOwner, name: string, id: string): ConversationDocument {
    const now = this.#context.clock.now();
    return {
      id,
      workspaceId: owner.workspaceId,
      ...(owner.botId === '' ? {} : { botId: owner.botId }),
      creatorId: owner.creatorId,
      ...sessionField(owner),
      userId: owner.userId,
      connectorId: owner.connectorId,
      ...named(name),
      flowOwner: ownerKey(owner),
      flowKey: keyOf(owner, name),
      sectionId: id,
      createdAt: now,
      updatedAt: now,
      activeAt: now,
    };
  }
}

function checkName(name: string): void {
  if (name.trim() === '' || name.length > LONGEST_NAME) throw new BadRequest(`A conversation has a name of 1 to ${LONGEST_NAME} characters.`);
}

function messageOf({ id, role, contentType, content }: MessageDocument): FlowMessage {
  return { id, role, contentType, content };
}

function ownerKey({ workspaceId, botId, workflowId, userId }: FlowOwner): string {
  // Users are named by callers, who could put anything there.
  return `${workspaceId}/${botId || workflowId}/${encodeURIComponent(userId)}`;
}

function keyOf(owner: FlowOwner, name: string): string {
  return `${ownerKey(owner)}/${encodeURIComponent(name)}`;
}

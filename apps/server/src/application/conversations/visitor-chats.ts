import type { Message, MessageFeedback } from '@buckle/contract';
import type { BotVersionDocument } from '#application/bots/index.ts';
import type { Page, Read } from '#data/documents/port.ts';
import { NotFound } from '#kernel/errors.ts';
import { type EventSink, EventStream } from '#kernel/route.ts';
import type { ConversationsContext } from './context.ts';
import { type ConversationDocument, SHARE_CONNECTOR } from './conversation-document.ts';
import { startChat } from './create-chat.ts';
import { removeConversation } from './delete-conversation.ts';
import { keepFeedback } from './feedback.ts';
import type { MessageDocument } from './message-document.ts';
import { observeLastMessage } from './observe-last-message.ts';
import { streamTurn } from './stream-chat.ts';

const LONGEST_TITLE = 80;
/** What passes between a bot and its tools is its makers' affair. */
const TOOL_MESSAGES: ReadonlySet<string> = new Set(['function_call', 'tool_response', 'tool_output'] satisfies Message['type'][]);

/** Somebody on the share page of a bot. Whether they may be there is for the caller to check. */
export interface Visitor {
  /** Names them for this bot's workspace; nobody else has it. */
  readonly id: string;
  readonly botId: string;
  readonly workspaceId: string;
}

/** A conversation of a visitor, and how its first question begins. */
export interface TitledConversation {
  readonly conversation: ConversationDocument;
  readonly title: string;
}

interface PageRequest {
  readonly limit: number;
  readonly after: string | undefined;
}

/** What visitors do with the bot whose page they are on: each in their own conversations alone, others do not exist. */
export class VisitorChats {
  readonly #context: ConversationsContext;

  constructor(context: ConversationsContext) {
    this.#context = context;
  }

  /** Begins a turn. Throws `ConversationBusy`, and `NotFound`. */
  async chat(visitor: Visitor, version: BotVersionDocument, text: string, conversationId: string | undefined): Promise<EventStream> {
    const conversation = conversationId ? await this.#own(visitor, conversationId) : undefined;
    if (conversation) await observeLastMessage(this.#context, conversation.id);
    const body = {
      bot_id: visitor.botId,
      user_id: visitor.id,
      stream: true,
      additional_messages: [{ role: 'user' as const, content: text, content_type: 'text' as const }],
      custom_variables: {},
      auto_save_history: true,
      meta_data: {},
      parameters: {},
      tools: [],
    };
    const parts = { body, version, conversation, connectorId: SHARE_CONNECTOR, withoutClientTools: true as const };
    const { chat, started, live } = await startChat(this.#context, visitor.id, this.#context.ids.block(), parts);
    if (!live) throw new Error('A streamed chat has no stream.');
    const turn = streamTurn(this.#context, chat, live, started, true);
    return new EventStream((sink) => turn.write(withoutTools(sink)));
  }

  /** Ends a running chat; one that has ended stays as it is. */
  async cancel(visitor: Visitor, chatId: string): Promise<void> {
    const chat = await this.#context.chats.get(chatId);
    if (!chat) throw new NotFound('chat', chatId);
    await this.#own(visitor, chat.conversationId);
    await this.#context.work.cancel(chat.id);
  }

  /** The visitor's conversations, those talked in last first. */
  async list(
    { id: visitorId, botId }: Visitor,
    page: PageRequest,
  ): Promise<{ readonly items: readonly TitledConversation[]; readonly next?: string }> {
    const found = await this.#context.conversations.find({
      ...page,
      where: { botId, visitorId },
      sort: 'activeAt',
      descending: true,
    });
    const items = await Promise.all(found.items.map(async (conversation) => ({ conversation, title: await this.#titleOf(conversation) })));
    return { items, ...(found.next === undefined ? {} : { next: found.next }) };
  }

  /** What was said, the newest first. */
  async messages(visitor: Visitor, conversationId: string, page: PageRequest): Promise<Page<MessageDocument>> {
    await this.#own(visitor, conversationId);
    const items: Read<MessageDocument>[] = [];
    let { after } = page;
    do {
      const query = { where: { conversationId, listed: true }, sort: 'sequence', descending: true, limit: page.limit - items.length } as const;
      const found = await this.#context.messages.find({ ...query, after });
      items.push(...found.items.filter(({ type }) => !TOOL_MESSAGES.has(type)));
      after = found.next;
    } while (items.length < page.limit && after !== undefined);
    return { items, ...(after === undefined ? {} : { next: after }) };
  }

  /** Deletes a conversation; `address` is the visitor's, for the audit log. */
  async delete(visitor: Visitor, conversationId: string, address: string): Promise<void> {
    const conversation = await this.#own(visitor, conversationId);
    await removeConversation(this.#context, { address }, conversation, { visitor: visitor.id });
  }

  /** Keeps what the visitor thinks of an answer; `undefined` takes it back. */
  async giveFeedback(visitor: Visitor, conversationId: string, messageId: string, feedback: MessageFeedback | undefined): Promise<void> {
    await this.#own(visitor, conversationId);
    await keepFeedback(this.#context, conversationId, messageId, feedback);
  }

  async #own({ id: userId, botId }: Visitor, conversationId: string): Promise<ConversationDocument> {
    const conversation = await this.#context.conversations.get(conversationId);
    const isOwn = conversation?.userId === userId && conversation.botId === botId && conversation.connectorId === SHARE_CONNECTOR;
    if (!isOwn) throw new NotFound('conversation', conversationId);
    return conversation;
  }

  async #titleOf({ id: conversationId }: ConversationDocument): Promise<string> {
    const { items } = await this.#context.messages.find({ where: { conversationId, listed: true }, sort: 'sequence', limit: 1 });
    // Cut between characters, not inside one.
    return (items[0]?.content ?? '').slice(0, LONGEST_TITLE).replace(/[\uD800-\uDBFF]$/, '');
  }
}

/** Passes on all events but those of messages between the bot and its tools. */
function withoutTools(sink: EventSink): EventSink {
  const send = (event: string, data: string): void => {
    if (event === 'conversation.message.completed' && TOOL_MESSAGES.has((JSON.parse(data) as Message).type)) return;
    sink.send(event, data);
  };
  return { send, sendNumbered: (id, event, data) => sink.sendNumbered(id, event, data), closed: sink.closed };
}

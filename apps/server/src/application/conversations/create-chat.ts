import type { CreateChatBody, EnterMessage } from '@buckle/contract';
import { API_CONNECTOR, type BotPreview, type BotVersionDocument } from '#application/bots/index.ts';
import { INLINE_BYTES, type FileDocument } from '#application/files/index.ts';
import { LIMITED_WORK } from '#application/limits/index.ts';
import { endUserOf } from '#application/variables/index.ts';
import { BadRequest, ConversationBusy, NotFound } from '#kernel/errors.ts';
import { DocumentMissing } from '#data/documents/port.ts';
import { idInBlock } from '#kernel/ids.ts';
import { type Principal, readsFiles, sessionField } from '#kernel/principal.ts';
import { SlotTaken, type StartedWork } from '#services/work/index.ts';
import type { ChatDocument } from './chat-document.ts';
import type { ConversationsContext } from './context.ts';
import { type ConversationDocument, slotOf } from './conversation-document.ts';
import { findConversation } from './find-conversation.ts';
import type { LiveTurn } from './live-turns.ts';
import { parseParts, typeOf } from './message-content.ts';
import { observeLastMessage } from './observe-last-message.ts';
import { metaDataField } from './meta-data.ts';
import { chatDocument, startWrites, type TurnWork, useConversation } from './turn/turn-documents.ts';
import { QUESTIONS_AT_MOST } from './turn/turn-progress.ts';
import type { Chatflow } from './turn/flow-port.ts';
import { brainOf, type QuestionMessage, type TurnInput, type TurnResult } from './turn/turn-types.ts';

/** What a turn is a turn of: a version that is online, a draft, or a chatflow without a bot. */
type Answering = BotVersionDocument | BotPreview | { readonly botId: string; readonly workspaceId: string; readonly id: string };

/** A chat that has begun, durably. */
export interface StartedChat {
  readonly chat: ChatDocument;
  readonly started: StartedWork<TurnResult>;
  /** The stream to its client, where it asked for one; absent for a repeated call. */
  readonly live?: LiveTurn;
}

/**
 * Begins a turn of a published bot. Throws `ConversationBusy` where the conversation already has a
 * turn that has not ended.
 */
export async function createChat(
  context: ConversationsContext,
  principal: Principal,
  body: CreateChatBody & { readonly idempotencyKey?: string | undefined },
): Promise<StartedChat> {
  const version = await context.bots.online.forChat(principal, body.bot_id);
  const conversation = await conversationOf(context, principal, body.conversation_id);
  if (conversation?.previewOf !== undefined) throw otherPurpose(conversation.id);
  return beginChat(context, principal, body, version, conversation);
}

/**
 * Begins a turn of a bot's draft. Throws `ConversationBusy` as `createChat` does, and `BadRequest` for
 * a conversation that is no preview of this bot.
 */
export async function previewChat(
  context: ConversationsContext,
  principal: Principal,
  body: CreateChatBody & { readonly idempotencyKey?: string | undefined },
): Promise<StartedChat> {
  const preview = await context.bots.online.forPreview(principal, body.bot_id);
  const conversation = await conversationOf(context, principal, body.conversation_id);
  if (conversation && conversation.previewOf !== preview.botId) throw otherPurpose(conversation.id);
  return beginChat(context, principal, body, preview, conversation);
}

/** The conversation that a call names, if one. */
export async function conversationOf(context: ConversationsContext, principal: Principal, id: string | undefined) {
  return id ? findConversation(context, principal, 'conversation.write', id) : undefined;
}

/** The conversation is a preview, or no preview of what is tried. */
export function otherPurpose(id: string): BadRequest {
  return new BadRequest(`The conversation ${id} belongs to something else: a preview goes on in a conversation of the same bot's previews, and a chat in none.`);
}

/** Begins a turn that the principal may begin; `chatflow` answers in the place of a bot's own brain. */
export async function beginChat(
  context: ConversationsContext,
  principal: Principal,
  body: CreateChatBody & { readonly idempotencyKey?: string | undefined },
  version: Answering,
  conversation: ConversationDocument | undefined,
  chatflow?: Chatflow,
): Promise<StartedChat> {
  const { ids, idempotency } = context;
  await checkMessages(context, principal, body.additional_messages);
  if (conversation) await observeLastMessage(context, conversation.id);

  const { idempotencyKey, ...request } = body;
  const operation = chatflow ? 'chatWithWorkflow' : 'draft' in version ? 'previewChat' : 'createChat';
  const call = { operation, key: idempotencyKey, body: chatflow ? { ...request, chatflow } : request };
  return idempotency.create<StartedChat>(principal, call, () => ids.block(), {
    async find(id) {
      const chat = await context.chats.get(id);
      return chat && { chat, started: {} };
    },
    make: (id) =>
      startChat(context, principal.userId, id, {
        body: { ...body, user_id: endUserOf(principal, body.user_id) },
        version,
        conversation,
        chatflow,
        ...sessionField(principal),
        readsFiles: readsFiles(principal),
      }),
  });
}

/** Starts the turn of a chat. Throws `ConversationBusy`, `TooManyRequests` where its bot's workspace is at a limit, and `UniqueConflict` where it was started before. */
export async function startChat(
  context: ConversationsContext,
  creatorId: string,
  id: string,
  { body, version, conversation, sessionName, connectorId = API_CONNECTOR, withoutClientTools, chatflow, depth, readsFiles: reads }: {
    readonly body: CreateChatBody;
    readonly version: Answering;
    readonly conversation: ConversationDocument | undefined;
    readonly sessionName?: string;
    readonly connectorId?: string;
    readonly withoutClientTools?: true;
    readonly chatflow?: Chatflow | undefined;
    readonly depth?: number;
    readonly readsFiles?: boolean;
  },
): Promise<StartedChat> {
  const { ids, clock, work, liveTurns, turnKind, limits, usage } = context;
  const conversationId = conversation?.id ?? ids.next();
  const brain = brainOf({ botId: version.botId, ...(chatflow ? { chatflow } : {}) });
  const suspended = conversation?.suspended?.brain === brain && conversation.suspended.next === undefined ? conversation.suspended : undefined;
  const input: TurnInput = {
    conversationId,
    ...(conversation ? {} : { newConversation: true }),
    ...(conversation?.name ? { conversationName: conversation.name } : {}),
    ...(suspended ? { continues: suspended.chatId } : {}),
    creatorId,
    ...sessionField({ sessionName }),
    connectorId,
    botId: version.botId,
    botVersionId: version.id,
    ...('draft' in version ? { draft: version.draft } : {}),
    botWorkspaceId: version.workspaceId,
    userId: body.user_id || creatorId,
    sectionId: conversation?.sectionId ?? conversationId,
    questions: body.additional_messages.map((message, index) => question(message, idInBlock(id, index + 1), ids.next())),
    customVariables: body.custom_variables,
    metaData: body.meta_data,
    saved: body.auto_save_history,
    tools: body.tools,
    ...(chatflow ? { chatflow } : {}),
    ...(Object.keys(body.parameters).length > 0 ? { parameters: body.parameters } : {}),
    ...(withoutClientTools ? { withoutClientTools } : {}),
    ...(depth === undefined ? {} : { depth }),
    ...(reads ? { readsFiles: reads } : {}),
  };
  const turn: TurnWork = { id, workspaceId: conversation?.workspaceId ?? version.workspaceId, input, createdAt: clock.now() };
  const place = { conversationId, botId: input.botId, chatId: id, sectionId: input.sectionId };
  const measures = {
    running: depth === undefined ? () => work.countRunning(version.workspaceId, LIMITED_WORK) : undefined,
    spentSince: (day: string) => usage.spentSince(version.workspaceId, day),
  };
  const live = body.stream ? liveTurns.open(place) : undefined;
  try {
    const started = await limits.startWork(version.workspaceId, measures, () =>
      work.start(turnKind, {
        id,
        workspaceId: turn.workspaceId,
        input,
        slot: slotOf(conversationId),
        ...(conversation ? { guard: useConversation(context, turn) } : {}),
        writes: startWrites(context, turn),
        here: body.stream,
      }),
    );
    return { chat: chatDocument(turn), started, ...(live ? { live } : {}) };
  } catch (error) {
    if (live) liveTurns.close(live);
    if (error instanceof SlotTaken) throw new ConversationBusy(conversationId);
    if (error instanceof DocumentMissing) throw new NotFound('conversation', conversationId);
    throw error;
  }
}

function question(message: EnterMessage, id: string, sequence: string): QuestionMessage {
  return {
    id,
    sequence,
    role: message.role,
    type: typeOf(message),
    content: message.content ?? '',
    contentType: message.content_type ?? 'text',
    ...metaDataField(message.meta_data),
  };
}

/** Checks the messages of a call and the files that they name, each and together. Throws `BadRequest` or `NotFound`. */
export async function checkMessages(
  context: ConversationsContext,
  principal: Principal,
  messages: readonly EnterMessage[],
): Promise<void> {
  if (messages.length > QUESTIONS_AT_MOST) throw new BadRequest(`At most ${QUESTIONS_AT_MOST} messages fit into one call.`);
  const files = new Map<string, FileDocument>();
  let bytes = 0;
  for (const message of messages) {
    if (message.content_type !== 'object_string') continue;
    for (const part of parseParts(message.content ?? '')) {
      if (part.type === 'text' || !part.file_id) continue;
      const file = files.get(part.file_id) ?? (await context.files.find(principal, part.file_id));
      files.set(part.file_id, file);
      bytes += file.size;
      if (part.type === 'image' && !file.mediaType.startsWith('image/')) {
        throw new BadRequest(`The file ${part.file_id} is no picture but ${file.mediaType}: send it as a part of the type "file".`);
      }
      if (bytes > INLINE_BYTES) {
        throw new BadRequest(`The files of a call may have ${INLINE_BYTES} bytes together, each counted as often as it is named: send fewer or smaller ones.`);
      }
    }
  }
}

import type { EnterMessage } from '@buckle/contract';
import { API_CONNECTOR } from '#application/bots/index.ts';
import { type Principal, readsFiles } from '#kernel/principal.ts';
import type { ConversationsContext } from './context.ts';
import { beginChat, conversationOf, otherPurpose, type StartedChat } from './create-chat.ts';
import { FlowConversations } from './flow-conversations.ts';
import type { Chatflow } from './turn/flow-port.ts';

/** What a chatflow is asked in a conversation. */
export interface ChatflowChat {
  readonly chatflow: Chatflow;
  /** Of the chatflow, and of the bot where it answers in the place of one. */
  readonly workspaceId: string;
  readonly botId: string;
  readonly messages: readonly EnterMessage[];
  readonly conversationId: string | undefined;
  readonly userId: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly idempotencyKey?: string | undefined;
}

/** Begins a streamed turn of a chatflow that the principal may run. Throws as `createChat` does. */
export async function chatflowChat(context: ConversationsContext, principal: Principal, asked: ChatflowChat): Promise<StartedChat> {
  const { chatflow, workspaceId, botId, messages, conversationId, userId, parameters, idempotencyKey } = asked;
  const conversation = conversationId ? await conversationOf(context, principal, conversationId) : await keptConversation(context, principal, asked);
  if (conversation?.previewOf !== undefined) throw otherPurpose(conversation.id);
  const body = {
    bot_id: botId,
    user_id: userId,
    stream: true,
    additional_messages: [...messages],
    custom_variables: {},
    auto_save_history: true,
    meta_data: {},
    parameters,
    tools: [],
    conversation_id: conversationId,
    idempotencyKey,
  };
  return beginChat(context, principal, body, { botId, workspaceId, id: `${chatflow.workflow_id}-${chatflow.version}` }, conversation, chatflow);
}

/** The conversation that a call names instead of giving its id: its user's own by that name, made where there is none. */
async function keptConversation(context: ConversationsContext, principal: Principal, { chatflow, workspaceId, botId, userId, parameters }: ChatflowChat) {
  const name = parameters['CONVERSATION_NAME'];
  if (typeof name !== 'string' || name === '') return undefined;
  const { userId: creatorId, sessionName } = principal;
  const owner = { workspaceId, botId, workflowId: chatflow.workflow_id, userId, creatorId, sessionName, connectorId: API_CONNECTOR, readsFiles: readsFiles(principal), depth: 0 };
  const { id } = await new FlowConversations(context).create(owner, name, context.ids.next());
  return context.conversations.get(id);
}

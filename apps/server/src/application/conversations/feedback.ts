import type { MessageFeedback } from '@buckle/contract';
import type { Changes } from '#data/documents/port.ts';
import { BadRequest, NotFound } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import type { ConversationsContext } from './context.ts';
import { findConversation, unlessDeleted } from './find-conversation.ts';
import type { MessageDocument } from './message-document.ts';
import type { MessagePlace } from './message-operations.ts';

/** Keeps what somebody thinks of an answer, in the place of what was said of it before; `undefined` takes it back. */
export async function giveFeedback(
  context: ConversationsContext,
  principal: Principal,
  place: MessagePlace,
  feedback: MessageFeedback | undefined,
): Promise<void> {
  const { id } = await findConversation(context, principal, 'conversation.write', place.conversation_id);
  await keepFeedback(context, id, place.message_id, feedback);
}

/** `giveFeedback`, for callers that have checked who may write in the conversation. Throws `NotFound`, and `BadRequest` for what is no answer. */
export async function keepFeedback(
  { messages }: Pick<ConversationsContext, 'messages'>,
  conversationId: string,
  messageId: string,
  feedback: MessageFeedback | undefined,
): Promise<void> {
  const message = await messages.get(messageId);
  if (message?.conversationId !== conversationId) throw new NotFound('message', messageId);
  const { id, type, workspaceId } = message;
  if (type !== 'answer') throw new BadRequest(`Feedback is for answers; the message ${id} is of the type ${type}.`);
  const changes: Changes<MessageDocument> = feedback ? { set: { workspaceId, feedback } } : { unset: ['feedback'] };
  await unlessDeleted('message', id, messages.update(id, changes));
}

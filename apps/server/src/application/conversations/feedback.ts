import type { MessageFeedback } from '@buckle/contract';
import { BadRequest } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import type { ConversationsContext } from './context.ts';
import { unlessDeleted } from './find-conversation.ts';
import { type MessagePlace, retrieveMessage } from './message-operations.ts';

/** Keeps what somebody thinks of an answer, in the place of what was said of it before. */
export async function giveFeedback(
  context: ConversationsContext,
  principal: Principal,
  place: MessagePlace,
  feedback: MessageFeedback,
): Promise<void> {
  const { id, type, workspaceId } = await retrieveMessage(context, principal, place, 'conversation.write');
  if (type !== 'answer') throw new BadRequest(`Feedback is for answers; the message ${id} is of the type ${type}.`);
  await unlessDeleted('message', id, context.messages.update(id, { set: { workspaceId, feedback } }));
}

/** Takes the feedback on an answer back; there need be none. */
export async function withdrawFeedback(context: ConversationsContext, principal: Principal, place: MessagePlace): Promise<void> {
  const { id } = await retrieveMessage(context, principal, place, 'conversation.write');
  await unlessDeleted('message', id, context.messages.update(id, { unset: ['feedback'] }));
}

import { beforeEach, expect, it, vi } from 'vitest';
import { DocumentMissing } from '#data/documents/port.ts';
import type { ConversationsContext } from './context.ts';
import { hasInactive, removeAllOf, removeInactive } from './remove-many.ts';
import { killedTurn } from './turn/testing.ts';
import { startDocuments, type TurnWork, useConversation } from './turn/turn-documents.ts';

const DAY = 24 * 3_600_000;

let context: ConversationsContext;
let turn: TurnWork;
let conversationId: string;
let since: number;

/** A conversation with a question, in which nobody has talked for two days. */
beforeEach(async () => {
  const { context: stored, work } = await killedTurn();
  // What is tried here uses no more of it.
  context = { ...stored, work: { cancel: async () => undefined } } as unknown as ConversationsContext;
  const { conversation, questions } = startDocuments(work);
  if (!conversation) throw new Error('The turn begins no conversation.');
  await context.conversations.insert(conversation);
  for (const question of questions) await context.messages.insert(question);
  conversationId = conversation.id;
  stored.clock.advance(2 * DAY);
  since = stored.clock.now() - DAY;
  const { newConversation: _, ...input } = work.input;
  turn = { ...work, input, createdAt: stored.clock.now() };
});

/** What is left: the conversation, how much was said in it, and what is noted of its removal. */
const left = async () => ({
  conversations: await context.conversations.count({ workspaceId: 'w' }),
  messages: await context.messages.count({ conversationId, listed: true }),
  removals: await context.removals.count({ workspaceId: 'w' }),
});

/** Does something once the conversation was looked at for the last time before it is removed. */
function meanwhile(act: () => Promise<unknown>): void {
  const { closed } = context.conversations;
  const get = closed.get.bind(closed);
  vi.spyOn(closed, 'get').mockImplementationOnce(async (id) => {
    const conversation = await get(id);
    await act();
    return conversation;
  });
}

it('a conversation in which nobody talks goes whole, and no chat can begin in it', async () => {
  expect(await removeInactive(context, 'w', since, {})).toBe(1);
  expect(await left()).toEqual({ conversations: 0, messages: 0, removals: 0 });
  await expect(useConversation(context, turn)()).rejects.toThrow(DocumentMissing);
});

it('a conversation in which a chat begins in that very moment stays, with all of it', async () => {
  meanwhile(useConversation(context, turn));
  expect(await removeInactive(context, 'w', since, {})).toBe(0);
  expect(await left()).toEqual({ conversations: 1, messages: 1, removals: 0 });
});

it.each([
  ['the next time', () => removeInactive(context, 'w', since, {})],
  ['with the workspace', () => removeAllOf(context, 'w', {})],
])('what a kill has left of one goes %s', async (_, again) => {
  vi.spyOn(context.chats.closed, 'find').mockRejectedValueOnce(new Error('killed'));
  await expect(removeInactive(context, 'w', since, {})).rejects.toThrow('killed');
  expect(await left()).toEqual({ conversations: 0, messages: 1, removals: 1 });
  expect(await hasInactive(context, 'w', since)).toBe(true);
  await again();
  expect(await left()).toEqual({ conversations: 0, messages: 0, removals: 0 });
  expect(await hasInactive(context, 'w', since)).toBe(false);
});

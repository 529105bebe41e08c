import { beforeEach, expect, it } from 'vitest';
import type { ConversationsContext } from '../context.ts';
import { giveUpSuspended } from '../give-up-suspended.ts';
import { suspending } from '../suspended-turns.ts';
import { takeSuspended } from './take-suspended.ts';
import { killedTurn } from './testing.ts';
import { chatDocument, startDocuments, type TurnWork } from './turn-documents.ts';

let context: ConversationsContext;
let next: TurnWork;
let asked: TurnWork;

/** A chat that has asked something, and one that is about to go on with it. */
beforeEach(async () => {
  const { context: stored, work } = await killedTurn();
  // What is tried here uses no more of it.
  context = { ...stored, work: { get: async () => ({ state: 'running' }) } } as unknown as ConversationsContext;
  const { newConversation: _, ...input } = work.input;
  asked = work;
  next = { ...work, id: stored.ids.block(), input: { ...input, continues: work.id } };
  const { conversation } = startDocuments(work);
  if (!conversation) throw new Error('The turn begins no conversation.');
  await context.conversations.insert({ ...conversation, suspended: { chatId: work.id, brain: '2' } });
  await context.chats.insert({ ...chatDocument(work), status: 'requires_action', endedAt: 1 });
  const place = { chatId: work.id, workspaceId: 'w', conversationId: conversation.id };
  await context.documents.inOrder(suspending(context.suspendedTurns, place, work.input, []));
});

const statusOfAsked = async () => (await context.chats.get(asked.id))?.status;

it('a question is taken by the chat that goes on with it, also by its next run, and by no other', async () => {
  expect(await takeSuspended(context, next)).toHaveLength(1);
  expect(await statusOfAsked()).toBe('completed');
  expect(await takeSuspended(context, next)).toHaveLength(1);
  expect(await takeSuspended(context, { ...next, id: context.ids.block() })).toEqual([]);
});

it('a question that is taken is given up no longer', async () => {
  // As a kill leaves it that comes between the two writes.
  await context.conversations.update(next.input.conversationId, { set: { suspended: { chatId: asked.id, brain: '2', next: next.id } } });
  await giveUpSuspended(context, asked.id);
  expect(await statusOfAsked()).toBe('requires_action');
  expect(await takeSuspended(context, next)).toHaveLength(1);
});

it('a question that is given up is taken no longer: the chat begins anew', async () => {
  await giveUpSuspended(context, asked.id);
  expect(await statusOfAsked()).toBe('canceled');
  expect(await takeSuspended(context, next)).toEqual([]);
});

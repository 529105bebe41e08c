import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ConversationBusy, NotFound } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { SlotTaken } from '#services/work/index.ts';
import type { ConversationsContext } from './context.ts';
import { clearConversation, renameConversation } from './conversation-operations.ts';
import { removeConversation } from './delete-conversation.ts';
import { giveFeedback } from './feedback.ts';
import { createMessage, modifyMessage } from './message-operations.ts';
import { killedTurn } from './turn/testing.ts';
import { startDocuments } from './turn/turn-documents.ts';

const PRINCIPAL: Principal = { userId: '1', instanceAdmin: false, via: 'token', credentialId: 't' };
const BODY = { role: 'user', content: 'One more', content_type: 'text', meta_data: {} } as const;

let context: ConversationsContext;
let conversationId: string;
let messageId: string;
/** What happens once the conversation was found. */
let meanwhile: () => Promise<unknown>;

beforeEach(async () => {
  const { context: stored, work } = await killedTurn();
  const { conversation, questions } = startDocuments(work);
  const [message] = questions;
  if (!conversation || !message) throw new Error('The turn begins no conversation.');
  await stored.conversations.insert(conversation);
  await stored.messages.insert({ ...message, type: 'answer' });
  conversationId = conversation.id;
  messageId = message.id;
  meanwhile = async () => undefined;
  const authorize = async () => {
    await meanwhile();
    return 'owner' as const;
  };
  const idempotency = { create: (_principal: unknown, _call: unknown, makeId: () => string, { make }: { make: (id: string) => unknown }) => make(makeId()) };
  // What is tried here uses no more of it.
  context = { ...stored, identity: { authorize }, idempotency } as unknown as ConversationsContext;
});
afterEach(() => vi.useRealTimers());

const place = () => ({ conversation_id: conversationId, message_id: messageId });
/** Has the message deleted as soon as it was found. */
function deleteMessageMeanwhile(): void {
  const get = context.messages.get.bind(context.messages);
  vi.spyOn(context.messages, 'get').mockImplementationOnce(async (id) => {
    const message = await get(id);
    await context.messages.delete(id);
    return message;
  });
}

describe('what is deleted while a call is at it', () => {
  it.each([
    ['is renamed', () => renameConversation(context, PRINCIPAL, conversationId, 'New')],
    ['is cleared', () => clearConversation(context, PRINCIPAL, conversationId)],
  ])('is not found: a conversation that %s', async (_, call) => {
    meanwhile = () => context.conversations.delete(conversationId);
    await expect(call()).rejects.toThrow(NotFound);
  });

  it.each([
    ['is changed', () => modifyMessage(context, PRINCIPAL, place(), { content: 'New' })],
    ['is rated', () => giveFeedback(context, PRINCIPAL, place(), { feedback_type: 'like', reason_types: [], comment: '' })],
    ['is rated no longer', () => giveFeedback(context, PRINCIPAL, place(), undefined)],
  ])('is not found: a message that %s', async (_, call) => {
    deleteMessageMeanwhile();
    await expect(call()).rejects.toThrow(NotFound);
  });

  it('keeps no message that comes after it', async () => {
    meanwhile = () => context.conversations.delete(conversationId);
    const before = await context.messages.find({ where: { conversationId, listed: true }, sort: 'sequence', limit: 9 });
    await expect(createMessage(context, PRINCIPAL, conversationId, BODY)).rejects.toThrow(NotFound);
    expect(await context.messages.find({ where: { conversationId, listed: true }, sort: 'sequence', limit: 9 })).toEqual(before);
  });
});

it('what is added to a preview goes with it', async () => {
  await context.conversations.update(conversationId, { set: { previewOf: '2', expiresAt: 5_000 } });
  expect(await createMessage(context, PRINCIPAL, conversationId, BODY)).toMatchObject({ expiresAt: 5_000 });
});

it('a deletion waits for what it cannot cancel, and not for ever', async () => {
  vi.useFakeTimers();
  const start = vi.fn<() => Promise<never>>(() => Promise.reject(new SlotTaken('conversation/1')));
  const audit = { attempt: (_actor: unknown, _action: unknown, _resource: unknown, operation: () => unknown) => operation() };
  const busy = { ...context, audit, work: { start } } as unknown as ConversationsContext;
  const deleting = removeConversation(busy, PRINCIPAL, { id: conversationId, workspaceId: 'w' });
  const outcome = deleting.catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(start.mock.calls.length).toBeLessThan(20);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await outcome).toBeInstanceOf(ConversationBusy);
});

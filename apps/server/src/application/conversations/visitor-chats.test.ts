import { expect, it } from 'vitest';
import type { ConversationsContext } from './context.ts';
import { SHARE_CONNECTOR } from './conversation-document.ts';
import { killedTurn } from './turn/testing.ts';
import { startDocuments } from './turn/turn-documents.ts';
import { VisitorChats } from './visitor-chats.ts';

it('pages of what a visitor reads are full, however much passed between the bot and its tools', async () => {
  const { context, work } = await killedTurn();
  const { conversation, questions: [question] } = startDocuments({ ...work, input: { ...work.input, connectorId: SHARE_CONNECTOR } });
  if (!conversation || !question) throw new Error('The turn begins no conversation.');
  await context.conversations.insert(conversation);
  for (const type of ['question', 'function_call', 'tool_response', 'function_call', 'tool_response', 'answer', 'question', 'tool_response', 'answer'] as const) {
    const id = context.ids.next();
    await context.messages.insert({ ...question, id, sequence: id, type });
  }
  // What is tried here uses no more of it.
  const chats = new VisitorChats(context as unknown as ConversationsContext);
  const visitor = { id: 'u', botId: '2', workspaceId: 'w' };
  const read = async (after: string | undefined): Promise<string[][]> => {
    const { items, next } = await chats.messages(visitor, conversation.id, { limit: 3, after });
    return [items.map(({ type }) => type), ...(next === undefined ? [] : await read(next))];
  };
  expect(await read(undefined)).toEqual([['answer', 'question', 'answer'], ['question']]);
});

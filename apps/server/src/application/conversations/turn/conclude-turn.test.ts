import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openMemoryDocuments } from '#data/documents/index.ts';
import { ManualClock } from '#kernel/clock.ts';
import { IdGenerator, idInBlock } from '#kernel/ids.ts';
import { Keyring } from '#services/storage/index.ts';
import { Journal } from '#services/work/journal.ts';
import { openChats, openTraces } from '../chat-document.ts';
import { openConversations } from '../conversation-document.ts';
import { openMessages } from '../message-document.ts';
import { concludeTurn } from './conclude-turn.ts';
import type { TurnInput } from './turn-types.ts';

/** A turn whose process was killed before it wrote anything but the work itself. */
async function killedTurn() {
  const documents = await openMemoryDocuments();
  const keyring = await Keyring.open(documents, randomBytes(32));
  const clock = new ManualClock();
  const ids = new IdGenerator(clock, 1);
  const context = {
    clock,
    ids,
    conversations: await openConversations(documents, keyring),
    messages: await openMessages(documents, keyring),
    chats: await openChats(documents, keyring),
    traces: await openTraces(documents, keyring),
    usage: { writes: () => [] },
  };
  const id = ids.block();
  const conversationId = ids.next();
  const input: TurnInput = {
    conversationId,
    newConversation: true,
    creatorId: '1',
    connectorId: '1024',
    botId: '2',
    botVersionId: '2-1',
    botWorkspaceId: 'w',
    userId: 'u',
    sectionId: conversationId,
    questions: [
      { id: idInBlock(id, 1), sequence: ids.next(), role: 'user', type: 'question', content: 'Hello?', contentType: 'text', metaData: {} },
    ],
    customVariables: {},
    metaData: {},
    saved: true,
    tools: [],
  };
  const journal = Journal.empty(documents, keyring, 'w', id);
  return { documents, context, work: { id, workspaceId: 'w', input, createdAt: clock.now(), journal, resumed: true } };
}

describe('a turn that ends without a run', () => {
  it.each([
    [{ state: 'canceled' }, {}],
    [{ state: 'failed', reason: 'It was interrupted again and again.' }, { error: { code: 5000, message: 'It was interrupted again and again.' } }],
  ] as const)('has its chat, its question and its trace all the same: %j', async (ending, more) => {
    const { documents, context, work } = await killedTurn();
    for (let time = 0; time < 2; time++) await documents.inOrder(concludeTurn(context, work, ending));
    const { id, input } = work;
    expect(await context.chats.get(id)).toMatchObject({ status: ending.state, questionIds: [input.questions[0]?.id], ...more });
    expect(await context.conversations.get(input.conversationId)).toMatchObject({ botId: '2' });
    const { items } = await context.messages.find({ where: { chatId: id }, sort: 'sequence', limit: 10 });
    expect(items.map(({ content }) => content)).toEqual(['Hello?']);
    expect(await context.traces.get(id)).toMatchObject({ status: ending.state, steps: [] });
  });
});

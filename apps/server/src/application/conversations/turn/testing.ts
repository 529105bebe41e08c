import { randomBytes } from 'node:crypto';
import { openMemoryDocuments } from '#data/documents/index.ts';
import { ManualClock } from '#kernel/clock.ts';
import { IdGenerator, idInBlock } from '#kernel/ids.ts';
import { Keyring } from '#services/storage/index.ts';
import { Journal } from '#services/work/journal.ts';
import { openChats, openTraces } from '../chat-document.ts';
import { openConversations, openRemovals } from '../conversation-document.ts';
import { LiveTurns } from '../live-turns.ts';
import { openMessages } from '../message-document.ts';
import { openSuspendedTurns } from '../suspended-turns.ts';
import type { TurnInput } from './turn-types.ts';

/** A turn over documents in memory whose process was killed before it wrote anything but the work itself. */
export async function killedTurn() {
  const documents = await openMemoryDocuments();
  const keyring = await Keyring.open(documents, randomBytes(32));
  const clock = new ManualClock();
  const ids = new IdGenerator(clock, 1);
  const context = {
    documents,
    clock,
    ids,
    conversations: await openConversations(documents, keyring),
    removals: await openRemovals(documents),
    messages: await openMessages(documents, keyring),
    chats: await openChats(documents, keyring),
    traces: await openTraces(documents, keyring),
    suspendedTurns: await openSuspendedTurns(documents, keyring),
    liveTurns: new LiveTurns(),
    extensions: { tools: [] },
    usage: { writes: () => Promise.resolve([]) },
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
  return { context, work: { id, workspaceId: 'w', input, createdAt: clock.now(), journal, resumed: true } };
}

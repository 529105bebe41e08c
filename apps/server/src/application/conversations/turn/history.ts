import type { Collection } from '#data/documents/port.ts';
import { estimateTokens } from '#services/models/index.ts';
import { textOf } from '../message-content.ts';
import type { MessageDocument } from '../message-document.ts';

/** One message as the model is shown it. */
export type HistoryMessage = Pick<MessageDocument, 'role' | 'contentType' | 'content'>;

/** Most rounds are a question and an answer; a page holds some more for those that are not. */
const MESSAGES_PER_ROUND = 4;
const MESSAGES_AT_MOST = 1_000;

/**
 * The questions and answers of a section before `before`, the oldest first: the last `rounds` rounds,
 * and no more than fit into `tokens`. A round begins with a question.
 */
export async function readHistory(
  messages: Collection<MessageDocument>,
  place: { readonly conversationId: string; readonly sectionId: string; readonly before: string },
  limits: { readonly rounds: number; readonly tokens: number },
): Promise<HistoryMessage[]> {
  if (limits.rounds === 0) return [];
  const { items } = await messages.find({
    where: { conversationId: place.conversationId, listed: true, sequence: { lt: place.before } },
    sort: 'sequence',
    descending: true,
    limit: Math.min(limits.rounds * MESSAGES_PER_ROUND, MESSAGES_AT_MOST),
  });
  const history: HistoryMessage[] = [];
  let rounds = 0;
  let tokens = 0;
  for (const message of items) {
    if (message.sectionId !== place.sectionId) break;
    if (message.type !== 'question' && message.type !== 'answer') continue;
    tokens += estimateTokens(textOf(message.contentType, message.content));
    if (tokens > limits.tokens) break;
    history.push(message);
    if (message.role === 'user' && ++rounds === limits.rounds) break;
  }
  return history.reverse();
}

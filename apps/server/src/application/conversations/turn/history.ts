import type { Collection } from '#data/documents/port.ts';
import { estimateTokens } from '#services/models/index.ts';
import { textOf } from '../message-content.ts';
import type { MessageDocument } from '../message-document.ts';

/** One message as the model is shown it. */
export type HistoryMessage = Pick<MessageDocument, 'role' | 'contentType' | 'content'>;

/** Where a history is read from: the messages of a section before a place in its conversation. */
interface HistoryPlace {
  readonly conversationId: string;
  readonly sectionId: string;
  readonly before: string;
}

/** Most rounds are a question and an answer; the first page holds some more for those that are not. */
const MESSAGES_PER_ROUND = 4;
/** How many messages are read at once where rounds have more than that, as with tools and suggestions. */
const FURTHER_PAGE = 200;
/** So many messages are looked at, whatever they are. */
const MESSAGES_AT_MOST = 1_000;

/**
 * The questions and answers of a section before `before`, the oldest first: the last `rounds` rounds,
 * and no more than fit into `tokens`. A round begins with a question.
 */
export async function readHistory(
  messages: Collection<MessageDocument>,
  place: HistoryPlace,
  limits: { readonly rounds: number; readonly tokens: number },
): Promise<HistoryMessage[]> {
  if (limits.rounds === 0) return [];
  const history: HistoryMessage[] = [];
  let rounds = 0;
  let tokens = 0;
  for await (const page of newestFirst(messages, place, limits.rounds * MESSAGES_PER_ROUND)) {
    for (const message of page) {
      if (message.sectionId !== place.sectionId) return history.reverse();
      if (message.type !== 'question' && message.type !== 'answer') continue;
      tokens += estimateTokens(textOf(message.contentType, message.content));
      if (tokens > limits.tokens) return history.reverse();
      history.push(message);
      if (message.role === 'user' && ++rounds === limits.rounds) return history.reverse();
    }
  }
  return history.reverse();
}

/** How many tokens of history a workflow is given at most. */
const TOKENS_OF_A_WORKFLOW = 100_000;

/** The last rounds as a workflow reads them: who said what. */
export async function historyInWords(messages: Collection<MessageDocument>, place: HistoryPlace, rounds: number): Promise<{ readonly role: HistoryMessage['role']; readonly content: string }[]> {
  const found = await readHistory(messages, place, { rounds, tokens: TOKENS_OF_A_WORKFLOW });
  return found.map(({ role, contentType, content }) => ({ role, content: textOf(contentType, content) }));
}

/** The listed messages of a conversation before a place in it, page by page. */
async function* newestFirst(
  messages: Collection<MessageDocument>,
  { conversationId, before }: HistoryPlace,
  firstPage: number,
): AsyncGenerator<readonly MessageDocument[]> {
  let place = before;
  let limit = Math.min(firstPage, MESSAGES_AT_MOST);
  for (let left = MESSAGES_AT_MOST; left > 0; ) {
    const where = { conversationId, listed: true, sequence: { lt: place } };
    const { items } = await messages.find({ where, sort: 'sequence', descending: true, limit });
    yield items;
    const last = items.at(-1);
    if (!last || items.length < limit) return;
    place = last.sequence;
    left -= limit;
    limit = Math.min(FURTHER_PAGE, left);
  }
}

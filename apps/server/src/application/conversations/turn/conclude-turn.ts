import type { TraceStep } from '@buckle/contract';
import type { Write } from '#data/documents/port.ts';
import type { EndedWork, Ending } from '#services/work/index.ts';
import type { ConversationsContext } from '../context.ts';
import type { ConversationDocument } from '../conversation-document.ts';
import { givingUp } from '../give-up-suspended.ts';
import { forgetting, readSuspended, suspending } from '../suspended-turns.ts';
import { allFlowNotes } from './flow-notes.ts';
import { type Entries, flowWrites, runsIn } from './flow-writes.ts';
import { recordedMessages } from './recorded-messages.ts';
import { answering, goesOnWith } from './take-suspended.ts';
import { expiry, producedDocument, repairWrites } from './turn-documents.ts';
import type { StepRecord } from './turn-progress.ts';
import { brainOf, type TurnInput, type TurnResult } from './turn-types.ts';

/** The code of `last_error` where a turn failed for a reason that has none of its own. */
const INTERNAL = 5000;
/** Why a question is dropped, in words for its client. */
const CLEARED = 'The conversation was cleared before its question was asked, so nobody answers it.';
const OVERTAKEN = 'Something else has asked the user a question in the same conversation, which the next message answers: this one was dropped.';

type ConcludeContext = Pick<ConversationsContext, 'clock' | 'ids' | 'conversations' | 'messages' | 'chats' | 'traces' | 'suspendedTurns' | 'extensions'> & {
  readonly usage: Pick<ConversationsContext['usage'], 'writes'>;
};

/** The writes that follow from the end of a turn: its messages, its chat, its trace and its usage. */
export async function concludeTurn(context: ConcludeContext, work: EndedWork<TurnInput>, ending: Ending<TurnResult>): Promise<Write[]> {
  const { clock, ids, messages, chats, traces, usage } = context;
  const { id, workspaceId, input } = work;
  const now = clock.now();
  const steps = ending.result?.steps ?? recordedSteps(work);
  const inputTokens = steps.reduce((sum, step) => sum + step.input_tokens, 0);
  const outputTokens = steps.reduce((sum, step) => sum + step.output_tokens, 0);
  const error = ending.state === 'failed' ? { code: ending.result?.errorCode ?? INTERNAL, message: ending.reason ?? '' } : undefined;
  const asks = ending.result?.suspended;
  const conversation = asks || input.continues !== undefined ? await context.conversations.closed.get(input.conversationId) : undefined;
  const earlier = input.continues !== undefined && goesOnWith(conversation, work) ? await readSuspended(context.suspendedTurns, input.continues) : [];
  const produced = ending.result?.messages ?? recordedMessages(work, earlier);
  // Nobody answers what is asked in a conversation that was cleared meanwhile.
  const isDropped = asks !== undefined && (conversation?.clearedSectionId ?? '') > input.sectionId;
  const suspended = isDropped ? undefined : asks;
  const flowEnding = isDropped ? ({ state: 'canceled', reason: CLEARED } as const) : { state: suspended ? ('waiting' as const) : ending.state, reason: ending.reason };
  const entries = [...work.journal.entries, ...(ending.result?.entries ?? [])];
  const documents = produced.map((message) => producedDocument(work, message, ids.next(), now));
  const runIds = runsIn(context, { earlier, entries });
  const firstTokenAt = ending.result?.firstTokenAt;
  const trace = {
    id,
    workspaceId,
    conversationId: input.conversationId,
    botId: input.botId,
    botVersion: input.botVersionId.slice(input.botVersionId.lastIndexOf('-') + 1),
    status: ending.state,
    startedAt: work.createdAt,
    ...(firstTokenAt === undefined ? {} : { firstTokenAt }),
    endedAt: now,
    steps,
    ...(runIds.length === 0 ? {} : { runIds }),
    ...expiry(input, work.createdAt),
  };
  const required = suspended ? ({ status: 'requires_action', requiredCalls: [suspended.call] } as const) : { status: ending.state };
  const chat = { workspaceId, ...required, endedAt: now, inputTokens, outputTokens, ...(error ? { error } : {}) };
  // One that ended without a run, since it was cancelled or given up, may lack its beginning.
  const repairs = work.resumed && ending.result === undefined ? repairWrites(context, work) : [];
  return [
    ...repairs,
    ...documents.map((document) => () => messages.ensure(document)),
    ...flowWrites(context, work, flowEnding, { earlier, entries }),
    ...(await continuationWrites(context, work, conversation, suspended !== undefined, { earlier, entries })),
    () => chats.update(id, { set: chat, ...(suspended ? {} : { unset: ['requiredCalls'] }) }),
    () => traces.ensure(trace),
    ...(await failureWrites(context, work, ending, now)),
    ...(await usage.writes(id, input.botWorkspaceId, input.botId, steps)),
  ];
}

/**
 * What the next chat of the conversation goes on with is kept where this one has asked the user; and
 * what this one went on with is over.
 */
async function continuationWrites(
  context: ConcludeContext,
  { id, workspaceId, input, createdAt }: EndedWork<TurnInput>,
  conversation: ConversationDocument | undefined,
  isSuspended: boolean,
  { earlier, entries }: Entries,
): Promise<Write[]> {
  const { conversations, chats, suspendedTurns } = context;
  const { conversationId, continues } = input;
  const writes: Write[] = [];
  if (isSuspended && (conversation !== undefined || input.newConversation)) {
    const other = conversation?.suspended?.chatId;
    // A conversation has one open question: one that somebody else has asked is answered no longer.
    if (other !== undefined && other !== id && other !== continues) writes.push(...(await givingUp(context, other, OVERTAKEN)));
    const place = { chatId: id, workspaceId, conversationId, ...expiry(input, createdAt) };
    writes.push(...suspending(suspendedTurns, place, input, [...earlier, ...entries]));
    const suspended = { chatId: id, brain: brainOf(input) };
    writes.push(() => conversations.update(conversationId, { set: { suspended } }));
  }
  if (continues === undefined) return writes;
  writes.push(...(await answering(chats, continues)));
  if (!isSuspended && conversation?.suspended?.chatId === continues) writes.push(() => conversations.update(conversationId, { unset: ['suspended'] }));
  return [...writes, ...(await forgetting(suspendedTurns, continues))];
}

/** That a chat has failed is noted in its conversation, unless that was deleted or is a preview. */
async function failureWrites(
  { conversations }: ConcludeContext,
  { input }: EndedWork<TurnInput>,
  { state }: Ending<TurnResult>,
  now: number,
): Promise<Write[]> {
  if (state !== 'failed' || input.draft || !(await conversations.closed.get(input.conversationId))) return [];
  return [() => conversations.update(input.conversationId, { set: { failedAt: now } })];
}

/** The write that is left where those of `concludeTurn` always fail: the chat has failed, unless it says how it ended. */
export async function giveUpTurn(
  { clock, chats }: Pick<ConversationsContext, 'clock' | 'chats'>,
  { id }: Pick<EndedWork<TurnInput>, 'id'>,
  reason: string,
): Promise<Write[]> {
  const chat = await chats.get(id);
  if (!chat || chat.endedAt !== undefined) return [];
  const { workspaceId, revision } = chat;
  const set = { workspaceId, status: 'failed', endedAt: clock.now(), error: { code: INTERNAL, message: reason } } as const;
  return [() => chats.update(id, { set, unset: ['requiredCalls'] }, { revision })];
}

/** The steps that a turn had finished by its journal, where it ended without a run of its own. */
function recordedSteps(work: EndedWork<TurnInput>): TraceStep[] {
  return work.journal.entries
    .filter(({ type }) => type === 'result')
    // Every result of a turn is recorded as a `StepRecord`.
    .map((entry) => (entry['value'] as StepRecord<unknown>).step)
    .concat(allFlowNotes(work.journal.entries).flatMap(({ steps = [] }) => steps));
}

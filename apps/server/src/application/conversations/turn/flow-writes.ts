import type { Write } from '#data/documents/port.ts';
import type { EndedWork, JournalEntry } from '#services/work/index.ts';
import type { ConversationsContext } from '../context.ts';
import { flowNotes, flowPaths } from './flow-notes.ts';
import { flowTurn } from './flow-place.ts';
import type { FlowRecord } from './flow-port.ts';
import { expiry } from './turn-documents.ts';
import type { TurnInput } from './turn-types.ts';

/** What is known of a turn: from the chats that this one went on with, and from this one. */
export interface Entries {
  readonly earlier: readonly JournalEntry[];
  readonly entries: readonly JournalEntry[];
}

/** The runs of the workflows that the turn has worked on in this chat. */
export function runsIn({ extensions }: Pick<ConversationsContext, 'extensions'>, { earlier, entries }: Entries): readonly string[] {
  return flowPaths(entries).flatMap((path) => extensions.flows?.runOf(flowNotes([...earlier, ...entries], path)) ?? []);
}

/** What the workflows of the turn did is kept with them. */
export function flowWrites(
  { extensions }: Pick<ConversationsContext, 'extensions'>,
  { id, input, createdAt }: Pick<EndedWork<TurnInput>, 'id' | 'input' | 'createdAt'>,
  { state, reason }: Pick<FlowRecord, 'state' | 'reason'>,
  { earlier, entries }: Entries,
): readonly Write[] {
  return flowPaths(entries).flatMap((path) => {
    const notes = flowNotes([...earlier, ...entries], path);
    return extensions.flows?.recording({ turn: flowTurn(input), chatId: id, notes, state, reason, ...expiry(input, createdAt) }) ?? [];
  });
}

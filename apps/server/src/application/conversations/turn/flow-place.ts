import type { JournalEntry, WorkContext } from '#services/work/index.ts';
import type { ConversationsContext } from '../context.ts';
import { flowNotes } from './flow-notes.ts';
import type { FlowPlace, FlowTurn } from './flow-port.ts';
import { historyInWords } from './history.ts';
import type { TurnProgress } from './turn-progress.ts';
import type { TurnInput } from './turn-types.ts';

/** What a conversation without a name is called. */
const USUAL_NAME = 'Default';

/** Where in a turn a workflow runs. */
interface Whereabouts {
  readonly path: string;
  /** The journal of the chats before, where this turn goes on with them. */
  readonly earlier: readonly JournalEntry[];
  readonly reply: string | undefined;
  /** The place of the first question in its conversation. */
  readonly before: string;
}

/** A place for a workflow in a turn. What it said in this chat before a kill is said again. */
export function flowPlace(context: ConversationsContext, work: WorkContext<TurnInput>, progress: TurnProgress, { path, earlier, reply, before }: Whereabouts): FlowPlace {
  const { ids, clock, messages, liveTurns } = context;
  const notes = flowNotes(work.journal.entries, path);
  for (const note of notes) progress.repeated(note);
  return {
    turn: flowTurn(work.input),
    earlier: flowNotes(earlier, path),
    notes,
    reply,
    signal: work.signal,
    async history(rounds) {
      const { conversationId, sectionId, newConversation } = work.input;
      if (newConversation) return [];
      return historyInWords(messages, { conversationId, sectionId, before }, rounds);
    },
    newId: () => ids.next(),
    delta: (messageId, text) => liveTurns.get(work.id)?.delta(messageId, clock.now(), text, ''),
    note: (note) => progress.noted(path, note),
    commit: () => progress.commit(),
  };
}

/** Whose conversation the workflows of a turn talk in. */
export function flowTurn({ botWorkspaceId, botId, userId, creatorId, connectorId, conversationId, conversationName = USUAL_NAME, sessionName, readsFiles = false, depth = 0 }: TurnInput): FlowTurn {
  return { workspaceId: botWorkspaceId, botId, userId, creatorId, connectorId, current: { id: conversationId, name: conversationName }, sessionName, readsFiles, depth };
}

import type { ToolCall } from '@buckle/contract';
import type { ModelToolCall } from '#services/models/port.ts';
import type { Outcome, WorkContext } from '#services/work/index.ts';
import type { ConversationsContext } from '../context.ts';
import { ASKED, toolPath } from './tool-round.ts';
import type { TurnProgress } from './turn-progress.ts';
import type { Suspended, TurnInput, TurnResult } from './turn-types.ts';

/** The calls that a turn waits for: the client has to run them. */
export interface Asked {
  readonly calls: readonly ToolCall[];
  readonly until: number;
}

/** What a turn cannot go on without: outputs of its client's tools, or what its user says next. */
export type Pause = Asked | Suspended;

/** Waits for the outputs of the client's tools. */
export function waitForOutputs(context: ConversationsContext, work: WorkContext<TurnInput>, asked: Asked): Outcome<TurnResult> {
  const { workspaceId, id } = work;
  const waiting = { workspaceId, status: 'requires_action', requiredCalls: asked.calls } as const;
  return {
    state: 'waiting',
    until: asked.until,
    entries: [{ type: ASKED, until: asked.until }],
    writes: [() => context.chats.update(id, { set: waiting })],
  };
}

/** Asks the user; the next chat of the conversation goes on with the turn, from its journal. */
export async function suspend(
  { liveTurns, clock }: ConversationsContext,
  { id }: WorkContext<TurnInput>,
  progress: TurnProgress,
  suspended: Suspended,
): Promise<Outcome<TurnResult>> {
  progress.asked(suspended.path);
  await progress.rest();
  const { id: messageId, content } = progress.produce('answer', suspended.question);
  liveTurns.get(id)?.delta(messageId, clock.now(), content, '');
  return { state: 'completed', result: progress.result({ suspended }) };
}

/** The call of a workflow that has asked the user something. */
export function suspendedBy(call: ModelToolCall, question: string): Suspended {
  const { id, name, arguments: given } = call;
  return { path: toolPath(call), call: { id, type: 'reply_message', function: { name, arguments: given } }, question };
}

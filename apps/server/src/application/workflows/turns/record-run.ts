import type { FlowRecord } from '#application/conversations/index.ts';
import type { Write } from '#data/documents/port.ts';
import { sessionField } from '#kernel/principal.ts';
import { codes } from '../engine/errors.ts';
import { tokensOf, usedBy } from '../engine/journal.ts';
import { openWaits } from '../runs/open-waits.ts';
import type { RunContext } from '../runs/run-kind.ts';
import { givenOf } from '../runs/whole-output.ts';
import { type RunDocument, type RunError, runModes } from '../runs/run-document.ts';
import { beginningOf, endOf, entriesOf } from './flow-entries.ts';

/** The writes that keep what a workflow did in a chat as a run of it; they replace what earlier chats have kept. */
export function recordRun({ runs, kept, clock }: Pick<RunContext, 'runs' | 'kept' | 'clock'>, { turn, chatId, notes, state, reason, expiresAt }: FlowRecord): readonly Write[] {
  const beginning = beginningOf(notes);
  // What was noted before is gone where all this is done for the second time: then it was kept the first time.
  if (beginning === undefined) return [];
  const { runId, workflowId, version, inputs, at } = beginning;
  const entries = entriesOf(notes);
  const end = endOf(notes);
  const standing = end?.state ?? state;
  const now = clock.now();
  const error: RunError | undefined = end?.error ?? errorOf(standing, reason);
  const { workspaceId, botId, connectorId, creatorId, current: { id: conversationId }, sessionName } = turn;
  const run: RunDocument = {
    id: runId,
    workspaceId,
    workflowId,
    version,
    state: standing,
    mode: runModes.streamed,
    creatorId,
    ...sessionField({ sessionName }),
    botId,
    connectorId,
    conversationId,
    chatId,
    createdAt: at,
    updatedAt: now,
    ...(standing === 'waiting' ? { waits: openWaits(entries) } : { endedAt: now }),
    ...tokensOf(entries.flatMap(usedBy)),
    inputs,
    ...givenOf(end),
    ...(error === undefined ? {} : { error }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
  return [...kept.replacing(workspaceId, runId, entries), () => runs.delete(runId), () => runs.ensure(run)];
}

/** Why a run failed, or why nobody answers what it asks. */
function errorOf(state: FlowRecord['state'], reason: string | undefined): RunError | undefined {
  if (state === 'failed') return { code: codes.internal, message: reason ?? '' };
  return reason === undefined ? undefined : { code: codes.dropped, message: reason };
}

import type { z } from 'zod';
import type { runEntry, workflowRun } from '@buckle/contract';
import type { Page } from '#data/documents/port.ts';
import { seconds } from '#kernel/clock.ts';
import type { Principal } from '#kernel/principal.ts';
import { findWorkflowEntry } from '../context.ts';
import type { RunEntry } from '../engine/journal.ts';
import type { OpenWait } from '../engine/run.ts';
import { eventId } from './answer-run.ts';
import type { RunDocument, RunState } from './run-document.ts';
import type { RunsContext } from './runs-context.ts';
import { wholeOutput } from './whole-output.ts';

/** The runs of a workflow, the newest first. */
export async function listRuns(
  context: RunsContext,
  principal: Principal,
  workflowId: string,
  { state, after, limit }: { readonly state?: RunState | undefined; readonly after?: string | undefined; readonly limit: number },
): Promise<Page<RunDocument>> {
  await findWorkflowEntry(context, principal, 'trace.read', workflowId);
  const where = state === undefined ? { workflowId } : { workflowId, state };
  return context.runs.find({ where, descending: true, limit, ...(after === undefined ? {} : { after }) });
}

/** A run in the form of the management API. */
export function runAnswer(run: RunDocument): z.input<typeof workflowRun> {
  const { error } = run;
  return {
    id: run.id,
    workflow_id: run.workflowId,
    workspace_id: run.workspaceId,
    version: run.version,
    ...(run.onlyNode === undefined ? {} : { only_node: run.onlyNode }),
    ...(run.rerunOf === undefined ? {} : { rerun_of: { execute_id: run.rerunOf.runId, from_node: run.rerunOf.nodeId } }),
    ...(run.triggerId === undefined ? {} : { trigger_id: run.triggerId }),
    state: run.state,
    ...(run.chatId === undefined ? {} : { chat_id: run.chatId }),
    ...(run.conversationId === undefined || run.expiresAt !== undefined ? {} : { conversation_id: run.conversationId }),
    created_at: seconds(run.createdAt),
    ...(run.endedAt === undefined ? {} : { ended_at: seconds(run.endedAt), milliseconds: run.endedAt - run.createdAt }),
    input_tokens: run.inputTokens,
    output_tokens: run.outputTokens,
    ...(error === undefined
      ? {}
      : {
          error: {
            code: error.code,
            message: error.message,
            ...(error.nodeId === undefined ? {} : { node_id: error.nodeId }),
            ...(error.nodeTitle === undefined ? {} : { node_title: error.nodeTitle }),
            ...(error.path === undefined ? {} : { path: error.path }),
          },
        }),
  };
}

/** An entry of a run's journal in the form of the management API: a wait says by which name it is answered. */
export function entryAnswer(runId: string, entry: RunEntry): z.input<typeof runEntry> {
  if (entry.type === 'wait') return { ...entry, event_id: eventId(runId, entry) };
  if (entry.type !== 'answer') return { ...entry };
  const { given: _, ...answer } = entry;
  return answer;
}

/** A wait in the form of the management API. */
export function waitAnswer(runId: string, open: OpenWait) {
  const { kind, data, until } = open.wait;
  return {
    event_id: eventId(runId, open),
    node_id: open.node,
    node_title: open.title,
    kind,
    data,
    ...(until === undefined ? {} : { until: seconds(until) }),
  };
}

/** What came out of a run, as Coze's clients read it: JSON, or an answer in words. */
export async function outputText(context: Pick<RunsContext, 'large'>, run: RunDocument): Promise<string> {
  const { isAnswer } = run;
  const output = await wholeOutput(context, run);
  if (output === undefined) return '';
  return isAnswer ? JSON.stringify({ content_type: 1, data: output['output'], type_for_model: 2 }) : JSON.stringify(output);
}

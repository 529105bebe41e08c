import * as contract from '@buckle/contract';
import { Conflict, NotFound } from '#kernel/errors.ts';
import { logContext } from '#kernel/log-context.ts';
import { seconds } from '#kernel/clock.ts';
import { roughLength } from '#kernel/rough-length.ts';
import { type Route, route } from '#kernel/route.ts';
import { answerRun, readEventId } from './answer-run.ts';
import { endedRun } from './ended-run.ts';
import { RUN_FAILED, RunNotCompleted, RunWaits, whyEnded } from './errors.ts';
import { findRun } from './find-run.ts';
import { formOf } from './form-of.ts';
import type { KeptEntry } from './large-values.ts';
import { nodeExecutionId } from './node-execution-id.ts';
import { isSaid, nodeStatuses } from './node-statuses.ts';
import { entryAnswer, listRuns, outputText, runAnswer, waitAnswer } from './read-runs.ts';
import { waitsOf } from './open-waits.ts';
import { rerun } from './rerun.ts';
import { type RunDocument, runModes } from './run-document.ts';
import type { RunsContext } from './runs-context.ts';
import { startDraft, type StartedRun, startVersion } from './start-run.ts';
import { streamRun } from './stream-run.ts';
import { watchRun } from './watch-run.ts';
import { wholeOutput } from './whole-output.ts';

/** How many entries of a journal one answer holds, and about how many characters; at least one. */
const ENTRIES_A_PAGE = 1_000;
const CHARACTERS_A_PAGE = 4 * 1024 * 1024;

/** Coze's clients know these three alone, and one of them fails on any other. */
const statuses = { queued: 'Running', running: 'Running', waiting: 'Running', completed: 'Success', failed: 'Fail', canceled: 'Fail' } as const;

/** Runs: Coze's endpoints, and those of the management API. */
export function runRoutes(context: RunsContext): Route[] {
  return [
    route(contract.runWorkflow, async ({ principal, body, idempotencyKey }) => {
      const mode = body.is_async ? runModes.background : runModes.sync;
      const asked = { parameters: body.parameters, mode, waits: !body.is_async, botId: body.bot_id, connectorId: body.connector_id, idempotencyKey };
      const { run, started } = await startVersion(context, principal, body.workflow_id, body.workflow_version, asked);
      const none = { execute_id: run.id, debug_url: '', token: 0, cost: '0', usage: usageOf(run) };
      if (body.is_async) return none;
      const ended = await endedRun(context, run, started);
      if (ended.state === 'waiting') throw new RunWaits(run.id);
      if (ended.state !== 'completed') throw new RunNotCompleted(ended);
      const usage = usageOf(ended);
      return { ...none, data: await outputText(context, ended), token: usage.token_count, usage };
    }),
    route(contract.streamWorkflow, ({ principal, body, idempotencyKey }) =>
      streamRun(context, (listen) =>
        startVersion(context, principal, body.workflow_id, body.workflow_version, {
          parameters: body.parameters, mode: runModes.streamed, waits: true, botId: body.bot_id, connectorId: body.connector_id, idempotencyKey, listen,
        }),
      ),
    ),
    route(contract.resumeWorkflow, async ({ principal, body }) => {
      const place = readEventId(body.event_id);
      const run = await findRun(context, principal, 'workflow.run', place.runId);
      if (run.workflowId !== body.workflow_id) throw new NotFound('run', place.runId);
      const begin = async (listen: (runId: string) => void): Promise<StartedRun> => {
        listen(run.id);
        return { run, started: await answerRun(context, principal, run, place, ({ kind }) => (kind === 'question' ? body.resume_data : formOf(body.resume_data))) };
      };
      return streamRun(context, begin, (entry) => entry.type === 'answer' && entry.path === place.path && entry.number === place.number);
    }),
    route(contract.runHistory, async ({ principal, params }) => {
      const run = await findRun(context, principal, 'workflow.run', params.execute_id);
      if (run.workflowId !== params.workflow_id) throw new NotFound('run', params.execute_id);
      return [await historyOf(context, run)];
    }),
    route(contract.nodeHistory, async ({ principal, params }) => {
      const run = await findRun(context, principal, 'workflow.run', params.execute_id);
      const entries = await context.kept.read(run.workspaceId, run.id);
      const found = entries.find((entry) => entry.type === 'node' && isSaid(entry) && nodeExecutionId(entry.path) === params.node_execute_uuid);
      if (run.workflowId !== params.workflow_id || found?.type !== 'node') throw new NotFound('node of the run', params.node_execute_uuid);
      const [whole] = await context.kept.whole(run.workspaceId, run.id, [found]);
      const { message, outputs, endedAt } = whole?.type === 'node' ? whole : found;
      return { is_finish: true, node_output: message ?? JSON.stringify(outputs), update_time: seconds(endedAt) };
    }),
    route(contract.startRun, async ({ principal, params, body, idempotencyKey }) => {
      const { run } = await startDraft(context, principal, params.workflow_id, {
        parameters: body.parameters, mode: runModes.streamed, idempotencyKey, only: body.only && { nodeId: body.only.node_id, inputs: body.only.inputs, outputs: body.only.outputs },
      });
      return { execute_id: run.id };
    }),
    route(contract.rerunRun, async ({ principal, params, body, idempotencyKey }) => {
      const before = await findRun(context, principal, 'workflow.run', params.execute_id);
      const { run } = await rerun(context, principal, before, { fromNode: body.from_node, inputs: body.inputs, idempotencyKey });
      return { execute_id: run.id };
    }),
    route(contract.listRuns, async ({ principal, params, query }) => {
      const page = await listRuns(context, principal, params.workflow_id, { state: query.state, after: query.page_token, limit: query.page_size });
      return { items: page.items.map(runAnswer), has_more: page.next !== undefined, next_page_token: page.next ?? '' };
    }),
    route(contract.readRun, async ({ principal, params, query }) => {
      const run = await findRun(context, principal, 'trace.read', params.execute_id);
      const entries = await context.kept.read(run.workspaceId, run.id);
      const journal = (await context.kept.whole(run.workspaceId, run.id, pageOf(entries, query.from))).map((entry) => entryAnswer(run.id, entry));
      return {
        ...runAnswer(run),
        inputs: run.inputs,
        output: (await wholeOutput(context, run)) ?? null,
        waits: (await waitsOf(context, run, entries)).map((wait) => waitAnswer(run.id, wait)),
        journal,
        next_entry: Math.min(entries.length, query.from + journal.length),
      };
    }),
    route(contract.watchRun, async ({ principal, params, query }) =>
      watchRun(context, await findRun(context, principal, 'trace.read', params.execute_id), query.from),
    ),
    route(contract.cancelRun, async ({ principal, params }) => {
      const run = await findRun(context, principal, 'workflow.run', params.execute_id);
      // What is part of a chat waits with it, and ends with it.
      if (run.chatId !== undefined && run.state === 'waiting') throw new Conflict(`The run ${run.id} is part of the chat ${run.chatId}: cancel that.`);
      await context.work.cancel(run.id);
      return {};
    }),
    route(contract.answerRun, async ({ principal, params, body }) => {
      const place = readEventId(body.event_id);
      const run = await findRun(context, principal, 'workflow.run', params.execute_id);
      if (place.runId !== run.id) throw new NotFound('wait', body.event_id);
      await answerRun(context, principal, run, place, () => body.answer);
      return {};
    }),
  ];
}

function pageOf(entries: readonly KeptEntry[], from: number): readonly KeptEntry[] {
  let characters = 0;
  const page: KeptEntry[] = [];
  for (const entry of entries.slice(from, from + ENTRIES_A_PAGE)) {
    characters += roughLength(entry) + (entry.stored ?? []).reduce((sum, { size }) => sum + size, 0);
    if (page.length > 0 && characters > CHARACTERS_A_PAGE) break;
    page.push(entry);
  }
  return page;
}

function usageOf({ inputTokens, outputTokens }: RunDocument) {
  return { token_count: inputTokens + outputTokens, input_count: inputTokens, output_count: outputTokens };
}

async function historyOf(context: RunsContext, run: RunDocument) {
  const usage = usageOf(run);
  const entries = await context.kept.read(run.workspaceId, run.id);
  return {
    execute_id: run.id,
    execute_status: statuses[run.state],
    bot_id: run.botId,
    connector_id: run.connectorId,
    connector_uid: run.creatorId,
    run_mode: run.mode,
    logid: logContext()?.logId ?? '',
    create_time: seconds(run.createdAt),
    update_time: seconds(run.updatedAt),
    output: await outputText(context, run),
    token: String(usage.token_count),
    cost: '0',
    // Clients read a number here; the reason is in words.
    error_code: statuses[run.state] === 'Fail' ? String(RUN_FAILED) : '',
    error_message: statuses[run.state] === 'Fail' ? whyEnded(run) : '',
    debug_url: '',
    node_execute_status: nodeStatuses(entries),
    usage,
    is_output_trimmed: false,
  };
}

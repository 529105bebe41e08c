import type { Write } from '#data/documents/port.ts';
import type { WorkspaceLimits } from '#application/limits/index.ts';
import type { Models } from '#application/models/index.ts';
import { endUserOf, type VariableStore } from '#application/variables/index.ts';
import type { Clock } from '#kernel/clock.ts';
import { BuckleError } from '#kernel/errors.ts';
import type { FlowOwner } from '#kernel/flow-owner.ts';
import type { Logger } from '#kernel/logger.ts';
import type { SealedCollection } from '#services/storage/index.ts';
import { type EndedWork, type Ending, type JournalEntry, type Outcome, WorkCanceled, type WorkContext, type WorkKind } from '#services/work/index.ts';
import { codes, failureOf, RunFailed } from '../engine/errors.ts';
import { tokensOf, usedBy } from '../engine/journal.ts';
import type { MessageWriter, ModelUse, RunLimits } from '../engine/node-runner.ts';
import { filesNamedBy, type Plan } from '../engine/plan.ts';
import { type RunOutcome, startInputs, WorkflowRun } from '../engine/run.ts';
import type { Values } from '../engine/values.ts';
import { type Plans, ROOT } from '../plans.ts';
import { type KeptEntries, runEntries } from './kept-entries.ts';
import type { KeptEntry, LargeValues, StoredValue } from './large-values.ts';
import type { LiveRun, LiveRuns } from './live-runs.ts';
import { takeOver } from './rerun.ts';
import { checkSpent } from './check-spent.ts';
import { RunVariables } from './run-variables.ts';
import { systemVariable } from './system-variable.ts';
import { PendingEntries } from './pending-entries.ts';
import { keepAnswers, takeAnswers, timesUp } from './take-answers.ts';
import { givenOf, keptOutput } from './whole-output.ts';
import { beginningRun, type RunDocument, type RunError, type RunFiring, type RunInput } from './run-document.ts';

/** What a run leaves behind when it ends. */
export interface RunResult {
  /** What it did last: only in an end that an earlier version has noted, which kept it there. */
  readonly entries?: readonly KeptEntry[];
  readonly output?: Values;
  /** What of the output lies in files. */
  readonly outputStored?: readonly StoredValue[];
  readonly isAnswer?: boolean;
  /** What it used of models in all; of one that has completed. */
  readonly tokens?: Pick<RunDocument, 'inputTokens' | 'outputTokens'>;
  readonly error?: RunError;
}

/** What runs are done with. */
export interface RunContext {
  readonly runs: SealedCollection<RunDocument>;
  readonly kept: KeptEntries;
  readonly large: LargeValues;
  readonly live: LiveRuns;
  readonly plans: Plans;
  readonly models: Models;
  readonly limits: WorkspaceLimits;
  /** What one run may do. */
  readonly runLimits: RunLimits;
  readonly variables: VariableStore;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The writes that follow from the end of a run elsewhere. */
  readonly afterRun: (ended: EndedRun) => Promise<readonly Write[]>;
}

/** A run that has ended, for those who follow runs; what it gave may be large, and stands in its document. */
export type EndedRun = Pick<RunDocument, 'id' | 'workflowId' | 'workspaceId' | 'version' | 'error'> & {
  readonly state: 'completed' | 'failed' | 'canceled';
  readonly firing?: RunFiring | undefined;
};

/** Runs of workflows, as durable work. */
export function runKind(context: RunContext): WorkKind<RunInput, RunResult> {
  return {
    kind: 'workflow.run',
    keepsJournal: true,
    run: (work) => runWorkflow(context, work),
    conclude: (work, ending, entries) => concludeRun(context, work, ending, entries),
    async giveUp({ id, workspaceId, createdAt, input }, reason) {
      const known = await context.runs.closed.get(id);
      // What says already how it ended is left alone.
      if (known?.endedAt !== undefined) return [];
      const beginning = input && beginningRun({ id, workspaceId, createdAt, input });
      const run = beginning ?? known;
      // Nobody knows of it.
      if (run === undefined) return [];
      const { workflowId, version } = run;
      const set = { workspaceId, state: 'failed', endedAt: context.clock.now(), error: { code: codes.internal, message: reason } } as const;
      const following = await afterRun(context, { id, workspaceId, workflowId, version, state: 'failed', firing: input?.firing, error: set.error });
      return [...(beginning ? [() => context.runs.ensure(beginning)] : []), () => context.runs.change(id, { set }), ...following];
    },
  };
}

/** Runs a workflow, or goes on with it from its journal: until it ends, or until everything in it waits. */
async function runWorkflow(context: RunContext, work: WorkContext<RunInput>): Promise<Outcome<RunResult>> {
  const live = context.live.open(work.id);
  let pending: PendingEntries | undefined;
  const stop = (): void => run.abort(work.signal.reason);
  let run: WorkflowRun;
  live.unstored = () => pending?.unstored ?? [];
  try {
    if (work.resumed) await noteRunning(context, work);
    const plans = await context.plans.of(work.input.pins);
    const plan = plans.get(ROOT);
    if (plan === undefined) throw new Error('The run has no plan.');
    await takeOver(context, work, plan.graph);
    const noted = await PendingEntries.open(context, work, live);
    pending = noted;
    await work.give((entries) => timesUp(entries, context.clock.now()));
    // What came so far is there before anything asks for it.
    await keepAnswers(work, noted);
    const owner = ownerOf(work);
    const globals = await RunVariables.load(context.variables, owner, plans.values());
    run = newRun(context, work, { plans, owner, globals }, noted, live);
    work.signal.throwIfAborted();
    work.signal.addEventListener('abort', stop, { once: true });
    live.store = () => noted.journal.commit();
    work.onGiven(() => hear(context, work, run, noted));
    const outcome = await run.run(plan, inputsOf(plan, work.input), work.input.only);
    return await leave(context, work, outcome, plan, noted, live);
  } catch (error) {
    return leaveFailed(context, work, error, (await pending?.taken()) ?? []);
  } finally {
    work.signal.removeEventListener('abort', stop);
    live.store = undefined;
    live.unstored = undefined;
    context.live.close(live);
  }
}

/** What was taken up says that it runs: it may have been in the queue, have waited, or a kill came between the work and its document. */
async function noteRunning({ runs, clock }: RunContext, work: WorkContext<RunInput>): Promise<void> {
  await runs.ensure(beginningRun(work));
  if ((await runs.closed.get(work.id))?.state === 'running') return;
  await runs.change(work.id, { set: { workspaceId: work.workspaceId, state: 'running', updatedAt: clock.now() }, unset: ['waits'] });
}

function ownerOf({ workspaceId, input }: WorkContext<RunInput>): FlowOwner {
  const { botId, workflowId, creatorId, sessionName, connectorId, readsFiles = false } = input;
  const userId = endUserOf({ userId: creatorId, sessionName }, undefined);
  return { workspaceId, botId, workflowId, userId, creatorId, sessionName, connectorId, readsFiles, depth: 0 };
}

/** Takes the answers that were given; those that cannot be had now are looked for once more where the run comes to rest. */
function hear({ logger }: RunContext, work: WorkContext<RunInput>, run: WorkflowRun, pending: PendingEntries): void {
  takeAnswers(run, work, pending).catch((error: unknown) => logger.warn({ work: work.id, err: error }, 'answers to a run could not be taken yet'));
}

interface Surroundings {
  readonly plans: ReadonlyMap<string, Plan>;
  readonly owner: FlowOwner;
  readonly globals: RunVariables;
}

function newRun(context: RunContext, work: WorkContext<RunInput>, { plans, owner, globals }: Surroundings, pending: PendingEntries, live: LiveRun): WorkflowRun {
  const { id, workspaceId, input } = work;
  const used = (): readonly ModelUse[] => pending.known.flatMap(usedBy);
  const run: WorkflowRun = new WorkflowRun({
    journal: pending.journal,
    observer: {
      // What a workflow answers that is called inside goes to its caller, not to the user.
      message: (path, node, isAnswer) =>
        isAnswer && path.includes('/')
          ? quiet
          : {
              write: (text) => live.tell({ type: 'delta', node, path, text }),
              end: () => live.tell({ type: 'said', node, path }),
            },
    },
    globals: globals.with((name) => systemVariable(name, id, input.creatorId)),
    facts: { runId: id, workspaceId, plans, owner, files: new Set(input.files), named: filesNamedBy(plans.values()), maySpend: () => checkSpent(context, workspaceId, used) },
    limits: context.runLimits,
    changed: input.changed ?? input.only,
    // An answer may have come before this run had come as far as its question.
    onWait: () => work.given.length > 0 && setImmediate(() => hear(context, work, run, pending)),
    now: () => context.clock.now(),
  });
  return run;
}

/** Converted; a node that runs alone needs none of them. */
function inputsOf(plan: Plan, { inputs, only }: RunInput): Values {
  return only === undefined ? startInputs(plan, inputs, () => undefined) : inputs;
}

const quiet: MessageWriter = { write: () => undefined, end: () => undefined };

async function leave(context: RunContext, work: WorkContext<RunInput>, outcome: RunOutcome, plan: Plan, pending: PendingEntries, live: LiveRun): Promise<Outcome<RunResult>> {
  const tokens = tokensOf(pending.known.flatMap(usedBy));
  const entries = journaled(await pending.taken());
  if (outcome.state === 'done') {
    return { state: 'completed', entries, result: { ...(await keptOutput(pending.values, outcome.outputs)), isAnswer: plan.isAnswer, tokens } };
  }
  const { waits } = outcome;
  live.tell({ type: 'waiting', waits });
  const times = waits.flatMap(({ wait: { until } }) => (until === undefined ? [] : [until]));
  const set = { workspaceId: work.workspaceId, state: 'waiting', waits, updatedAt: context.clock.now() } as const;
  return {
    state: 'waiting',
    ...(times.length > 0 ? { until: Math.min(...times) } : {}),
    entries,
    writes: [() => context.runs.change(work.id, { set })],
  };
}

function leaveFailed({ logger }: RunContext, work: WorkContext<RunInput>, error: unknown, taken: readonly KeptEntry[]): Outcome<RunResult> {
  const entries = journaled(taken);
  if (work.signal.aborted) {
    if (work.signal.reason instanceof WorkCanceled) return { state: 'canceled', entries };
    throw work.signal.reason;
  }
  if (!(error instanceof RunFailed) && !(error instanceof BuckleError)) throw error;
  const { code, message } = failureOf(error);
  const node = error instanceof RunFailed ? error.node : undefined;
  if (code === codes.internal) logger.error({ work: work.id, node: node?.path, err: error }, 'a node failed by a defect');
  const told = { code, message, ...(node === undefined ? {} : { nodeId: node.id, nodeTitle: node.title, path: node.path }) };
  return { state: 'failed', reason: error.message, entries, result: { error: told } };
}

/** Entries of a run as its work's journal takes them. */
function journaled(entries: readonly KeptEntry[]): readonly JournalEntry[] {
  return entries.map((entry) => ({ ...entry }));
}

/** The writes that follow from the end of a run: its document, and what it used of models. What it did stays in its journal. */
async function concludeRun(context: RunContext, work: EndedWork<RunInput>, { state, reason, result }: Ending<RunResult>, journal: readonly JournalEntry[]): Promise<Write[]> {
  const { runs, kept, models, clock } = context;
  const { id, workspaceId, input } = work;
  const entries = [...runEntries(journal), ...(result?.entries ?? [])];
  const used = entries.flatMap(usedBy);
  const error = state === 'failed' ? (result?.error ?? { code: codes.internal, message: reason ?? '' }) : undefined;
  const now = clock.now();
  const set = {
    workspaceId,
    state,
    endedAt: now,
    updatedAt: now,
    ...tokensOf(used),
    ...givenOf(result),
    ...(error === undefined ? {} : { error }),
  };
  const steps = used.map(({ modelId, inputTokens, outputTokens, startedAt, endedAt }) => ({
    model_id: modelId, input_tokens: inputTokens, output_tokens: outputTokens, started_at: startedAt, ended_at: endedAt,
  }));
  return [
    // A kill between the work and its document.
    ...(work.resumed ? [() => runs.ensure(beginningRun(work))] : []),
    ...(result?.entries ? kept.replacing(workspaceId, id, entries) : []),
    () => runs.change(id, { set, unset: ['waits'] }),
    ...(await models.usage.writes(id, workspaceId, input.botId, steps)),
    ...(await afterRun(context, { id, workspaceId, workflowId: input.workflowId, version: input.version, state, firing: input.firing, ...(error === undefined ? {} : { error }) })),
  ];
}

/** What follows from the end of a run; from that of a draft, which is on trial as a whole or by one of its nodes, nothing. */
async function afterRun(context: RunContext, ended: EndedRun): Promise<readonly Write[]> {
  return ended.version === '' ? [] : context.afterRun(ended);
}

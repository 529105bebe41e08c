import type { Models } from '#application/models/index.ts';
import type { MemoryCache } from '#data/cache/index.ts';
import type { Documents } from '#data/documents/port.ts';
import type { Files } from '#data/files/port.ts';
import type { ManualClock } from '#kernel/clock.ts';
import { silentLogger } from '#kernel/logger.ts';
import { openProcess, startOf } from '#services/work/testing.ts';
import { defaultLimits } from '../engine/testing/run-canvas.ts';
import type { Plan } from '../engine/plan.ts';
import type { Values } from '../engine/values.ts';
import { type Plans, ROOT } from '../plans.ts';
import { answerRun } from '../runs/answer-run.ts';
import { KeptEntries } from '../runs/kept-entries.ts';
import { LiveRuns } from '../runs/live-runs.ts';
import { beginningRun, openRuns, type RunInput } from '../runs/run-document.ts';
import { type RunContext, runKind } from '../runs/run-kind.ts';
import { valuesInMemory } from './values-in-memory.ts';

/** What the runs of a test's process are done with. */
export interface RunProcessOptions {
  readonly clock: ManualClock;
  /** What every run runs. */
  readonly plan: Plan;
  /** Where large values lie, and how many characters make one. */
  readonly files?: Files;
  readonly limit?: number;
  /** Shared by the processes of an installation that hear of each other; one that is alone has its own. */
  readonly cache?: MemoryCache;
}

/** A process of an installation, alone where it shares no cache, that runs one plan, in workspace `w`. */
export type RunProcess = Awaited<ReturnType<typeof openRunProcess>>;

export async function openRunProcess(documents: Documents, { clock, plan, files, limit, cache }: RunProcessOptions) {
  const process = await openProcess(documents, cache ? { clock, cache } : { clock, alone: true });
  const { keyring } = process;
  const large = valuesInMemory(keyring, { ...(files ? { files } : {}), ...(limit === undefined ? {} : { limit }) });
  const plans: Pick<Plans, 'of'> = { of: () => Promise.resolve(new Map([[ROOT, plan]])) };
  const models: Pick<Models, 'usage'> = { usage: { writes: () => Promise.resolve([]) } as unknown as Models['usage'] };
  // What is tried here uses no more of the context.
  const context = {
    runs: await openRuns(documents, keyring), kept: new KeptEntries(documents, keyring, large), large, live: new LiveRuns(), plans, models, runLimits: defaultLimits, clock, logger: silentLogger,
  } as unknown as RunContext;
  const kind = runKind(context);
  process.work.register(kind);
  return { ...process, ...context, kind };
}

/** Begins a run; resolves when it has begun, to a promise of its rest. */
export async function beginRun({ work, kind, runs }: RunProcess, inputs: Values = {}, id = '1') {
  const input: RunInput = { workflowId: 'f', version: '', mode: 0, creatorId: 'u', botId: '', connectorId: '', inputs, pins: {} };
  const writes = [() => runs.insert(beginningRun({ id, workspaceId: 'w', createdAt: 0, input }))];
  const { finished } = await work.start(kind, { ...startOf(id, input), writes });
  return { rest: Promise.resolve(finished) };
}

/** Answers the first wait at a place in a run, as its creator, by what the process knows of it. */
export async function answerIn(process: RunProcess, path: string, answer: unknown, id = '1') {
  const run = await process.runs.get(id);
  if (run === undefined) throw new Error(`There is no run ${id}.`);
  return answerRun(process, { userId: 'u' }, run, { path, number: 0 }, () => answer);
}

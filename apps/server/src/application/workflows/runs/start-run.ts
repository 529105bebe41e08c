import { API_CONNECTOR } from '#application/bots/index.ts';
import { type Principal, readsFiles, sessionField } from '#kernel/principal.ts';
import { BadRequest } from '#kernel/errors.ts';
import type { StartedWork } from '#services/work/index.ts';
import { filesIn } from '../engine/file-values.ts';
import type { PlanGraph } from '../engine/plan.ts';
import { type ChangedInputs, type OnlyNode, startInputs } from '../engine/run.ts';
import type { Values } from '../engine/values.ts';
import { checkBot, findWorkflow, findWorkflowEntry, findWorkflowVersion, type WorkflowEntry } from '../context.ts';
import { type PinnedSource, ROOT } from '../plans.ts';
import { workflowVersionId } from '../workflow-documents.ts';
import { checkFiles } from './check-files.ts';
import { NotPublished } from './errors.ts';
import type { RunsContext } from './runs-context.ts';
import type { RunResult } from './run-kind.ts';
import { beginningRun, type RerunOf, type RunDocument, type RunFiring, type RunInput, type RunMode, runModes } from './run-document.ts';

/** What a run is asked for with. */
export interface NewRun {
  readonly parameters: Values;
  readonly mode: RunMode;
  /** Whether its caller is connected until it begins, and waits so long for a place; else it is left in the queue. */
  readonly waits?: boolean | undefined;
  readonly botId?: string | undefined;
  readonly connectorId?: string | undefined;
  readonly idempotencyKey?: string | undefined;
  /** One node to run alone, on trial. */
  readonly only?: OnlyNode | undefined;
  readonly rerunOf?: RerunOf | undefined;
  readonly changed?: ChangedInputs | undefined;
  /** Of a trigger: the id that the run has, and the firing that begins it. Then `UniqueConflict` is thrown where it has begun before. */
  readonly id?: string | undefined;
  readonly firing?: RunFiring | undefined;
  /** Of a trigger: the uploaded files that it may give, on the word of who set it up; any other is refused. */
  readonly granted?: readonly string[] | undefined;
  /** Called with the run's id before anything can happen in it. */
  readonly listen?: ((runId: string) => void) | undefined;
}

/** A run that has begun, durably. */
export interface StartedRun {
  readonly run: RunDocument;
  readonly started: StartedWork<RunResult>;
}

/** Starts a run of a published version: the one that is online, where none is named. Throws `NotPublished`. */
export async function startVersion(
  context: RunsContext,
  principal: Principal,
  workflowId: string,
  version: string | undefined,
  run: NewRun,
): Promise<StartedRun> {
  const workflow = await findWorkflowEntry(context, principal, 'workflow.run', workflowId);
  await checkBot(context, principal, run.botId ?? '', workflow.workspaceId);
  const wanted = version || workflow.onlineVersion;
  if (wanted === undefined) throw new NotPublished(workflowId);
  if (version) await findWorkflowVersion(context, workflowId, version);
  return start(context, principal, workflow, wanted, { versionId: workflowVersionId(workflowId, wanted) }, run);
}

/** Starts a run of the draft as it stands. */
export async function startDraft(context: RunsContext, principal: Principal, workflowId: string, run: NewRun): Promise<StartedRun> {
  const workflow = await findWorkflow(context, principal, 'workflow.edit', workflowId);
  return start(context, principal, workflow, '', { draft: workflow.source }, run);
}

async function start(
  context: RunsContext,
  principal: Principal,
  { id: workflowId, workspaceId }: WorkflowEntry,
  version: string,
  source: PinnedSource,
  { parameters, mode, waits = false, botId = '', connectorId = API_CONNECTOR, idempotencyKey, only, rerunOf, changed, id: wantedId, firing, granted, listen }: NewRun,
): Promise<StartedRun> {
  const { plans, ids, idempotency, runQueue, models, work, clock, runs, kind } = context;
  const pins = await plans.pin(workspaceId, source);
  const plan = (await plans.of(pins)).get(ROOT);
  // What is missing is said now, not by a run that fails.
  if (plan && only === undefined) checkInputs(() => startInputs(plan, parameters, () => undefined));
  const files = plan === undefined || only !== undefined ? [] : await checkFiles(context.files, principal, filesIn(plan.inputs, parameters), granted);
  for (const inputs of [only, changed]) if (plan && inputs) checkChanged(plan.graph, inputs);
  const call = { operation: 'runWorkflow', key: idempotencyKey, body: { workflowId, version, parameters, mode, botId, only, rerunOf, changed } };
  return idempotency.create<StartedRun>(principal, call, () => wantedId ?? ids.next(), {
    async find(id) {
      const run = await runs.get(id);
      return run && { run, started: {} };
    },
    async make(id) {
      const input: RunInput = { workflowId, version, mode, creatorId: principal.userId, ...sessionField(principal), botId, connectorId, inputs: parameters, ...(files.length > 0 ? { files } : {}), ...(readsFiles(principal) ? { readsFiles: true } : {}), pins, only, rerunOf, changed, firing };
      listen?.(id);
      const begin = async (held: boolean): Promise<StartedRun> => {
        const here = !held && (mode !== runModes.background || work.hasRoom);
        const run = beginningRun({ id, workspaceId, createdAt: clock.now(), input }, here ? 'running' : 'queued');
        return { run, started: await work.start(kind, { id, workspaceId, input, writes: [() => runs.insert(run)], here, held }) };
      };
      const wanted = { workspaceId, spentSince: (day: string) => models.usage.spentSince(workspaceId, day), start: begin };
      return waits ? runQueue.startOrWait(wanted) : runQueue.startOrHold(wanted);
    },
  });
}

function checkInputs(check: () => unknown): void {
  try {
    check();
  } catch (error) {
    throw new BadRequest(`parameters: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

/** A node must be there, and have the inputs that are set by hand. */
function checkChanged({ nodes }: PlanGraph, { nodeId, inputs }: ChangedInputs): void {
  const found = nodes.find(({ node }) => node.id === nodeId);
  if (found === undefined) throw new BadRequest(`The workflow has no node ${JSON.stringify(nodeId)} that runs: those inside a loop or a batch run with it.`);
  const names = [...found.inputs, ...(found.batch?.lists ?? [])].map(({ name }) => name);
  const unknown = Object.keys(inputs).find((name) => !names.includes(name));
  if (unknown === undefined || found.node.kind.key === 'start') return;
  throw new BadRequest(`inputs: ${JSON.stringify(found.node.title)} has no input ${JSON.stringify(unknown)}: it has ${names.map((name) => JSON.stringify(name)).join(', ') || 'none'}.`);
}

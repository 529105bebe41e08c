import { BadRequest } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import type { JournalEntry } from '#services/work/index.ts';
import { codes, RunFailed } from '../engine/errors.ts';
import type { NodeEntry, RunEntry } from '../engine/journal.ts';
import type { PlanGraph } from '../engine/plan.ts';
import type { Values } from '../engine/values.ts';
import type { RunContext } from './run-kind.ts';
import { runEntries } from './kept-entries.ts';
import type { KeptEntry } from './large-values.ts';
import { type RunDocument, type RunInput, runModes } from './run-document.ts';
import type { RunsContext } from './runs-context.ts';
import { type NewRun, startDraft, type StartedRun, startVersion } from './start-run.ts';

/** Stands in the journal of a run when it has taken over all that it reuses. */
const REUSED = 'reused';

/** How a run is asked for that goes on from another. */
export interface Rerun {
  readonly fromNode: string;
  readonly inputs: Values;
  readonly idempotencyKey?: string | undefined;
}

/**
 * Runs again from a node on, on the version of the run before, or on the draft as it stands now: what
 * the other nodes gave is taken from that run. Throws `BadRequest` for a node that did not run there.
 */
export async function rerun(context: RunsContext, principal: Principal, run: RunDocument, { fromNode, inputs, idempotencyKey }: Rerun): Promise<StartedRun> {
  const entries = await context.kept.read(run.workspaceId, run.id);
  if (!entries.some((entry) => (entry.type === 'node' || entry.type === 'failed') && entry.path === fromNode)) throw notRun(entries, fromNode);
  const begins = isStart(entries, fromNode);
  // Who only runs what was published does not decide what its nodes are given.
  if (Object.keys(inputs).length > 0 && !begins) {
    await context.identity.authorize(principal, 'workflow.edit', { type: 'workflow', id: run.workflowId, workspaceId: run.workspaceId });
  }
  const asked: NewRun = {
    parameters: begins ? { ...run.inputs, ...inputs } : run.inputs,
    mode: runModes.streamed,
    botId: run.botId,
    connectorId: run.connectorId,
    idempotencyKey,
    rerunOf: { runId: run.id, nodeId: fromNode },
    ...(begins ? {} : { changed: { nodeId: fromNode, inputs } }),
  };
  return run.version === '' ? startDraft(context, principal, run.workflowId, asked) : startVersion(context, principal, run.workflowId, run.version, asked);
}

function isStart(entries: readonly RunEntry[], nodeId: string): boolean {
  return entries.some((entry) => entry.type === 'node' && entry.path === nodeId && entry.kind === 'start');
}

function notRun(entries: readonly RunEntry[], nodeId: string): BadRequest {
  const inside = entries.find((entry) => entry.type !== 'answer' && entry.type !== 'step' && entry.node === nodeId);
  const around = inside && topOf(inside.path);
  return new BadRequest(
    around === undefined || around === nodeId
      ? `from_node: the node ${JSON.stringify(nodeId)} did not run in this run: choose one that has ended in it.`
      : `from_node: ${JSON.stringify(nodeId)} lies inside the node ${JSON.stringify(around)}: run again from that.`,
  );
}

/** The node of the run's own workflow in which a place lies. */
function topOf(path: string): string {
  return path.split('/', 1)[0]?.split('#', 1)[0] ?? path;
}

/**
 * Gives a run that goes on from another what it reuses of it, once, before anything runs in it. Throws
 * `RunFailed` where the run before is not there any more.
 */
export async function takeOver(
  { runs, kept, large }: Pick<RunContext, 'runs' | 'kept' | 'large'>,
  { id, workspaceId, input: { rerunOf }, journal }: { readonly id: string; readonly workspaceId: string; readonly input: RunInput; readonly journal: { readonly entries: readonly JournalEntry[]; append(entries: readonly JournalEntry[]): Promise<unknown> } },
  graph: PlanGraph,
): Promise<void> {
  if (rerunOf === undefined || journal.entries.some(({ type }) => type === REUSED)) return;
  if ((await runs.closed.get(rerunOf.runId)) === undefined) {
    throw new RunFailed({ code: codes.input, message: `The run ${rerunOf.runId}, from which this one goes on, was deleted.` });
  }
  const reused = reusable(await kept.read(workspaceId, rerunOf.runId), graph, rerunOf.nodeId);
  const before = large.of(workspaceId, rerunOf.runId);
  // One by one, since together they may be larger than an entry of a journal can be; a kill may have come in between.
  const values = large.of(workspaceId, id);
  for (const entry of reused.slice(runEntries(journal.entries).length)) {
    const [kept = entry] = await values.shrink(await before.restore([entry]));
    await journal.append([{ ...kept }]);
  }
  await journal.append([{ type: REUSED }]);
}

/** What the nodes gave that do not come after a node, as far as they are still there. */
export function reusable(entries: readonly KeptEntry[], { nodes }: PlanGraph, from: string): readonly (KeptEntry & NodeEntry)[] {
  const again = new Set<number>();
  const follow = (index: number): void => {
    if (again.has(index)) return;
    again.add(index);
    for (const { target } of nodes[index]?.edges ?? []) follow(target);
  };
  for (const { index, node } of nodes) if (node.id === from) follow(index);
  const kinds = new Map(nodes.filter(({ index }) => !again.has(index)).map(({ node }) => [node.id, node.kind.key]));
  return entries.flatMap((entry) => {
    if (entry.type !== 'node' || kinds.get(entry.path) !== entry.kind) return [];
    // What it used is counted where it was used.
    const { used: _, ...rest } = entry;
    return [{ ...rest, reused: true as const }];
  });
}

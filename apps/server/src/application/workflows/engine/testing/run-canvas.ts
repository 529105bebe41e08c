import { type CanvasDocument, isRunnable, validateCanvas } from '@buckle/canvas';
import { compilePlan } from '../compile.ts';
import { IndexedJournal, type RunEntry } from '../journal.ts';
import type { NodeRunner, RunLimits } from '../node-runner.ts';
import { pureRunners } from '../nodes/index.ts';
import type { Plan } from '../plan.ts';
import { type RunHost, type RunOutcome, startInputs, WorkflowRun } from '../run.ts';
import type { Values } from '../values.ts';

/** As the settings are where nobody has set them. */
export const defaultLimits: RunLimits = { time: 24 * 60 * 60_000, steps: 100_000, branches: 200, rounds: 10_000, characters: 64_000_000 };

/** What a test sees of a run. */
export interface Seen {
  readonly entries: RunEntry[];
  /** What was said, piece by piece, with who said it. */
  readonly said: string[];
  commits: number;
}

/** Compiles a canvas, which must be without errors. */
export function planOf(document: CanvasDocument, ...runners: readonly NodeRunner[]): Plan {
  const { graph, problems } = validateCanvas(document);
  if (!isRunnable(problems)) throw new Error(problems.map(({ message }) => message).join('\n'));
  return compilePlan(graph, new Map([...pureRunners, ...runners].map((runner) => [runner.key, runner])));
}

/** A run of a plan, with what it has done so far, and a clock that stands still. */
export function runOf(seen: Seen, changes: Partial<RunHost> = {}): WorkflowRun {
  const journal = new IndexedJournal(seen.entries, (entry) => seen.entries.push(entry), () => {
    seen.commits += 1;
    return Promise.resolve();
  }, () => undefined);
  return new WorkflowRun({
    journal,
    observer: {
      message: (_, { id }) => ({ write: (piece) => seen.said.push(`${id}: ${piece}`), end: () => undefined }),
    },
    globals: { read: () => undefined, write: () => Promise.resolve() },
    facts: { runId: 'run', workspaceId: 'workspace', plans: new Map(), owner: { workspaceId: 'workspace', botId: '', workflowId: '', userId: 'u', creatorId: 'u', connectorId: '', readsFiles: true, depth: 0 }, files: new Set(), named: new Set(), maySpend: () => Promise.resolve() },
    limits: defaultLimits,
    now: () => 0,
    ...changes,
  });
}

/** Nothing seen yet. */
export function nothingSeen(): Seen {
  return { entries: [], said: [], commits: 0 };
}

/** Runs a canvas to its rest. */
export async function runCanvas(document: CanvasDocument, inputs: Values = {}, ...runners: readonly NodeRunner[]): Promise<RunOutcome & { readonly seen: Seen }> {
  const plan = planOf(document, ...runners);
  const seen = nothingSeen();
  const outcome = await runOf(seen).run(plan, startInputs(plan, inputs, () => undefined));
  return { ...outcome, seen };
}

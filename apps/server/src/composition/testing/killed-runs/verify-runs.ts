import type * as contract from '@buckle/contract';
import type { z } from 'zod';
import type { CountingWorld, Deed } from '../killable/counting-world.ts';
import type { Findings } from '../killable/kill-again-and-again.ts';
import { type AskedRun, labelOf, type RunClient } from './run-client.ts';

type StoredRun = Awaited<ReturnType<RunClient['runsOf']>>[number];
type Entry = z.output<typeof contract.runEntry>;
type Complain = (what: string) => void;

/** The number of the runs that nobody disturbed, one of each workflow. */
export const UNDISTURBED = 0;

/** Compares every run with the one of its workflow that nobody disturbed, and the calls of the counter with the journals. */
export async function verifyRuns(client: RunClient, world: CountingWorld, asked: readonly AskedRun[]): Promise<Findings> {
  const broken: string[] = [];
  const stored = new Map<string, ReadonlyMap<string, StoredRun[]>>();
  for (const workflow of client.workflows) stored.set(workflow, Map.groupBy(await client.runsOf(workflow), ({ inputs }) => String(inputs['label'])));
  // All of them have ended by now: nothing is called any more.
  const deeds = Map.groupBy(world.deeds, ({ subject }) => subject);
  for (const [workflow, runs] of stored) {
    const [undisturbed] = runs.get(labelOf(UNDISTURBED)) ?? [];
    if (undisturbed?.state !== 'completed') throw new Error(`The undisturbed run of "${workflow}" did not complete: ${JSON.stringify(undisturbed?.error)}`);
    for (const told of asked.filter((run) => run.workflow === workflow)) {
      const same = runs.get(labelOf(told.number)) ?? [];
      const complain: Complain = (what) => broken.push(`run ${told.number} (${workflow}, ${told.mode}): ${what}`);
      const [run] = same;
      if (run === undefined || same.length > 1) complain(`it is there ${same.length} times`);
      if (run !== undefined) verifyRun(run, undisturbed, told, deeds, complain);
    }
  }
  return { acknowledged: asked.length, broken };
}

function verifyRun(run: StoredRun, undisturbed: StoredRun, told: AskedRun, deeds: ReadonlyMap<string, readonly Deed[]>, complain: Complain): void {
  const label = labelOf(told.number);
  const usual = (value: unknown): string => JSON.stringify(value).replaceAll(label, labelOf(UNDISTURBED));
  if (run.state !== 'completed') complain(`its state is ${run.state}: ${JSON.stringify(run.error)}`);
  if (told.refusal !== undefined) complain(`its client was told ${told.refusal}`);
  if (told.runId !== undefined && told.runId !== run.id) complain(`its client was told of the run ${told.runId}, and it is ${run.id}`);
  if (usual(run.output) !== usual(undisturbed.output)) complain(`its output is ${JSON.stringify(run.output)}`);
  if (told.output !== undefined && told.output !== JSON.stringify(run.output)) complain(`its client was told ${told.output}`);
  const expected = undisturbed.journal.flatMap(lasting).map(usual).toSorted();
  const found = run.journal.flatMap(lasting).map(usual).toSorted();
  for (const entry of new Set([...expected, ...found])) {
    const [times, usually] = [found, expected].map((entries) => entries.filter((other) => other === entry).length);
    if (times !== usually) complain(`its journal has ${times} times, not ${usually}: ${entry}`);
  }
  verifyDeeds(run.journal, label, deeds, complain);
}

/** What stays the same of an entry, whenever and however often the node has begun. */
function lasting(entry: Entry): object[] {
  if (entry.type === 'started') return [];
  if (entry.type === 'wait' || entry.type === 'answer') {
    const { type, path, number } = entry;
    return [{ type, path, number, ...(entry.type === 'wait' ? { wait: entry.wait } : { answer: entry.answer }) }];
  }
  if (entry.type !== 'node') return [entry];
  const { type, path, node, kind, inputs, outputs, port, assigns, control, failure } = entry;
  // The headers of an answer have its length in them.
  return [{ type, path, node, kind, inputs, outputs: { ...outputs, headers: undefined }, port, assigns, control, failure }];
}

/** What was called is in the journal: begun before each call, never again once it was done, and with one key. */
function verifyDeeds(journal: readonly Entry[], label: string, deeds: ReadonlyMap<string, readonly Deed[]>, complain: Complain): void {
  const keys = new Set<string | undefined>();
  const subjects = new Set<string>();
  for (const [place, entry] of journal.entries()) {
    if (entry.type !== 'node' || entry.kind !== 'http') continue;
    const { path } = entry;
    const subject = String(entry.outputs['body']).replace('counted ', '');
    const calls = deeds.get(subject) ?? [];
    const own = new Set(calls.map(({ idempotencyKey }) => idempotencyKey));
    const starts = journal.flatMap((other, at) => (other.type === 'started' && other.path === path ? [at] : []));
    if (calls.length === 0 || calls.length > starts.length) complain(`${path} was called ${calls.length} times and began ${starts.length} times`);
    if (starts.some((at) => at > place)) complain(`${path} began again when it was done`);
    if (own.size !== 1) complain(`${path} was called with the keys ${[...own].join(', ')}`);
    for (const key of own) if (keys.has(key)) complain(`${path} was called with the key of another place, ${key}`);
    for (const key of own) keys.add(key);
    subjects.add(subject);
  }
  for (const subject of deeds.keys()) if (subject.startsWith(label) && !subjects.has(subject)) complain(`${JSON.stringify(subject)} was called, and no node has done it`);
}

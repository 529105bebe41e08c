import type { Work } from '#services/work/index.ts';
import type { RunEntry } from '../engine/journal.ts';
import type { OpenWait } from '../engine/run.ts';
import { answersIn } from './kept-entries.ts';
import type { KeptEntry } from './large-values.ts';
import type { LiveRuns } from './live-runs.ts';
import type { RunDocument } from './run-document.ts';

/** What a run waits for, by its entries. */
export function openWaits(entries: readonly RunEntry[]): readonly OpenWait[] {
  const answered = new Set(entries.flatMap((entry) => (entry.type === 'answer' ? [`${entry.number}/${entry.path}`] : [])));
  const left = placesLeft(entries);
  return entries.flatMap((entry) =>
    entry.type === 'wait' && !answered.has(`${entry.number}/${entry.path}`) && !left(entry.path) ? [{ path: entry.path, node: entry.node, title: entry.title ?? entry.node, number: entry.number, wait: entry.wait }] : [],
  );
}

/** Whether a run has left a place behind, by its entries: what lies around it is done, or its round was broken off. */
export function placesLeft(entries: readonly RunEntry[]): (path: string) => boolean {
  const done = entries.filter((entry) => entry.type === 'node');
  const nodes = new Set(done.map(({ path }) => path));
  const rounds = new Set(done.flatMap(({ path, control }) => (control === undefined ? [] : [path.slice(0, path.lastIndexOf('/'))])));
  return (path) => nodes.has(path) || placesAround(path).some((place) => nodes.has(place) || rounds.has(place));
}

/** What lies around a place: `each#0` and `each` around `each#0/form`. */
function placesAround(path: string): string[] {
  return [...path.matchAll(/[/#]/g)].map(({ index }) => path.slice(0, index));
}

/** What a run waits for, also while other parts of it go on, here or elsewhere; `stored` are its entries as far as they are. */
export async function waitsOf({ live, work }: { readonly live: LiveRuns; readonly work: Pick<Work, 'get'> }, run: RunDocument, stored: readonly KeptEntry[]): Promise<readonly OpenWait[]> {
  const noted = (live.get(run.id)?.unstored?.() ?? []).filter(({ number }) => number >= stored.length);
  const waits = run.state === 'running' ? openWaits([...stored, ...noted.map(({ entry }) => entry)]) : (run.waits ?? []);
  if (waits.length === 0) return [];
  // The process that runs it may not have taken an answer yet.
  const answers = answersIn((await work.get(run.id))?.given ?? []);
  return waits.filter(({ path, number }) => !answers.some((answer) => answer.path === path && answer.number === number));
}

import type { RunEntry } from '../engine/journal.ts';
import type { OpenWait } from '../engine/run.ts';
import type { KeptEntry } from './large-values.ts';
import type { LiveRuns } from './live-runs.ts';
import type { RunDocument } from './run-document.ts';

/** What a run waits for, by its entries. */
export function openWaits(entries: readonly RunEntry[]): readonly OpenWait[] {
  const answered = new Set(entries.flatMap((entry) => (entry.type === 'answer' ? [`${entry.number}/${entry.path}`] : [])));
  return entries.flatMap((entry) =>
    entry.type === 'wait' && !answered.has(`${entry.number}/${entry.path}`) ? [{ path: entry.path, node: entry.node, title: entry.title ?? entry.node, number: entry.number, wait: entry.wait }] : [],
  );
}

/** What a run waits for, also while other parts of it go on; `stored` are its entries as far as they are. */
export function waitsOf({ live }: { readonly live: LiveRuns }, run: RunDocument, stored: readonly KeptEntry[]): readonly OpenWait[] {
  if (run.state !== 'running') return run.waits ?? [];
  const noted = (live.get(run.id)?.unstored?.() ?? []).filter(({ number }) => number >= stored.length);
  return openWaits([...stored, ...noted.map(({ entry }) => entry)]);
}

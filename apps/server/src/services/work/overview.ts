import type { Collection } from '#data/documents/port.ts';
import { openStates, type WorkDocument } from './work-document.ts';

/** So much work of a state is looked at: more than that is not told apart any more. */
const MOST = 1_000;

/** How much work of a kind is in a state. */
export interface WorkCount {
  readonly kind: string;
  readonly state: (typeof openStates)[number];
  readonly count: number;
  /** When the oldest of it was started; milliseconds since 1970. */
  readonly oldestCreatedAt: number;
}

/** All work of an installation, in figures. */
export interface WorkOverview {
  readonly states: readonly WorkCount[];
  /** When the oldest work was started that is ready and that nobody has. */
  readonly oldestQueuedAt: number | undefined;
  /** How much has failed and is kept with its reason. */
  readonly failed: number;
}

/** Counts work by state and kind; up to a thousand of each state. */
export async function overviewOf(works: Collection<WorkDocument>): Promise<WorkOverview> {
  const counts = new Map<string, WorkCount>();
  let oldestQueuedAt: number | undefined;
  for (const state of openStates) {
    const { items } = await works.find({ where: { state }, sort: 'workspaceId', limit: MOST });
    for (const { kind, createdAt } of items) {
      const known = counts.get(`${state} ${kind}`);
      const oldestCreatedAt = Math.min(known?.oldestCreatedAt ?? Infinity, createdAt);
      counts.set(`${state} ${kind}`, { kind, state, count: (known?.count ?? 0) + 1, oldestCreatedAt });
      if (state === 'queued') oldestQueuedAt = Math.min(oldestQueuedAt ?? Infinity, createdAt);
    }
  }
  return { states: [...counts.values()], oldestQueuedAt, failed: await works.count({ state: 'failed' }) };
}

/** Counts what of a workspace's work runs or is about to: of some kinds, or of all. */
export async function countRunning(works: Collection<WorkDocument>, workspaceId: string, kinds?: readonly string[]): Promise<number> {
  const running = { state: { in: ['running', 'queued'] }, workspaceId } as const;
  if (kinds === undefined) return works.count(running);
  const counts = await Promise.all(kinds.map((kind) => works.count({ ...running, kind })));
  return counts.reduce((sum, count) => sum + count, 0);
}

import type { CanvasDocument } from '@buckle/canvas';
import { nodesIn } from './canvas-nodes.ts';
import type { Place } from './run-places.ts';
import type { RunState } from './run-watcher.ts';

/** How a node of a canvas stands in a run: the last time where it ran several times. */
export interface NodeRunState {
  readonly state: 'running' | 'done' | 'failed' | 'skipped' | 'waiting';
  /** How many rounds it has had, where it repeats or lies in what does. */
  readonly rounds?: number;
  readonly milliseconds?: number;
  readonly input?: unknown;
  readonly output?: unknown;
  readonly error?: string;
}

/** How the nodes of a canvas stand, by their ids. Without the canvas, those that have not run are missing. */
export function nodeStates(all: readonly Place[], state: RunState, canvas?: Pick<CanvasDocument, 'nodes'>): ReadonlyMap<string, NodeRunState> {
  const states = new Map<string, NodeRunState>();
  const composites = canvas && new Set(nodesIn(canvas.nodes).flatMap(({ id, blocks }) => (blocks === undefined ? [] : [id])));
  const visit = (places: readonly Place[]): void => {
    for (const place of places) {
      const known = states.get(place.nodeId);
      const rounds = place.rounds.length || (known ? (known.rounds ?? 1) + 1 : undefined);
      states.set(place.nodeId, { ...stateOf(place), ...(rounds !== undefined && { rounds }) });
      // What lies in rounds of a called workflow is not on this canvas.
      if (composites?.has(place.nodeId) ?? true) for (const round of place.rounds) visit(round.places);
    }
  };
  visit(all);
  if (canvas && state === 'completed') {
    for (const { id } of nodesIn(canvas.nodes)) if (!states.has(id)) states.set(id, { state: 'skipped' });
  }
  return states;
}

function stateOf({ state, entry, begin, end }: Place): NodeRunState {
  const error = entry?.failure?.message;
  return {
    state: state === 'stopped' ? 'skipped' : state,
    ...(end !== undefined && { milliseconds: end - begin }),
    ...(entry && { input: entry.inputs }),
    ...(entry?.type === 'node' && { output: entry.outputs }),
    ...(error !== undefined && { error }),
  };
}

import { END_ID } from '../node-kinds/end.ts';
import { START_ID } from '../node-kinds/start.ts';
import { problem, type Problem, warning } from '../problem.ts';
import type { GraphNode } from '../workflow-graph.ts';
import type { Level } from './check-values.ts';

/** Checks that a node may be where it is, and that this Buckle can run it. */
export function* checkPlace({ id, title, kind, config }: GraphNode, level: Level): Generator<Problem> {
  const place = { nodeId: id };
  const isTop = level.outside === undefined;
  if (kind.waitsFor !== undefined) yield problem('not_available', { title, part: kind.waitsFor }, place);
  if (config !== undefined) for (const part of kind.settingsWaitFor?.(config) ?? []) yield problem('not_available', { title, part }, place);
  if (config !== undefined) for (const setting of kind.withoutEffect?.(config) ?? []) yield warning('idle_setting', { title, setting }, place);
  if (kind.onlyInLoop && !isInLoop(level)) yield problem('misplaced_node', { title, place: 'inside a loop' }, place);
  if (kind.key === 'start' && (!isTop || id !== START_ID)) yield problem('misplaced_node', { title, place: `the one with the id ${START_ID}, at the top` }, place);
  if (kind.key === 'end' && (!isTop || id !== END_ID)) yield problem('misplaced_node', { title, place: `the one with the id ${END_ID}, at the top` }, place);
}

function isInLoop({ owner, outside }: Level): boolean {
  return owner !== undefined && (owner.kind.composite === 'loop' || (outside !== undefined && isInLoop(outside)));
}

import type { z } from 'zod';
import type { runHistory } from '@buckle/contract';
import { seconds } from '#kernel/clock.ts';
import type { NodeEntry } from '../engine/journal.ts';
import type { KeptEntry } from './large-values.ts';
import { nodeExecutionId } from './node-execution-id.ts';

type NodeStatuses = z.input<typeof runHistory.answer>[number]['node_execute_status'];

/** Whether a node speaks to the user; what others did is for those who may see traces. */
export function isSaid({ kind }: NodeEntry): boolean {
  return kind === 'message' || kind === 'end';
}

/**
 * What has spoken to the user in a run, as Coze's clients read it: by the title of the node. Where several have one title,
 * or one spoke in several rounds, the last has it as it stands, as the clients expect, and those before it with their number.
 */
export function nodeStatuses(entries: readonly KeptEntry[]): NodeStatuses {
  const done = entries.filter((entry) => entry.type === 'node');
  const kinds = new Map(done.map(({ path, kind }) => [path, kind]));
  const said = done.filter(isSaid);
  const taken = new Set(said.map(({ title }) => title));
  const last = new Map(said.map(({ title, path }) => [title, path]));
  const numbers = new Map<string, number>();
  const keyOf = ({ title, path }: NodeEntry): string => {
    if (last.get(title) === path) return title;
    let number = numbers.get(title) ?? 0;
    let key: string;
    do key = `${title}#${(number += 1)}`;
    while (taken.has(key));
    taken.add(key);
    numbers.set(title, number);
    return key;
  };
  return Object.fromEntries(said.map((entry) => [keyOf(entry), statusOf(entry, kinds)]));
}

function statusOf({ node, path, endedAt }: NodeEntry, kinds: ReadonlyMap<string, string>): NodeStatuses[string] {
  // Of rounds inside of a called workflow, or of one another, Coze tells no number.
  const [, owner = '', round] = /^([^#/]+)#(\d+)\/[^#/]+$/.exec(path) ?? [];
  const index = round === undefined ? {} : kinds.get(owner) === 'batch' ? { batch_index: Number(round) } : { loop_index: Number(round) };
  return { node_id: node, is_finish: true, update_time: seconds(endedAt), is_loop: path.includes('#'), ...index, node_execute_uuid: nodeExecutionId(path) };
}

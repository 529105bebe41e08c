import { insideFields, loop, batch } from '../node-kinds/loop.ts';
import { type Field, INTEGER } from '../value-type.ts';
import type { GraphNode } from '../workflow-graph.ts';

/** What a node sees of itself: the element and the number of its batch mode, or what those inside a loop or batch see of it. */
export function ownFields(node: GraphNode): readonly Field[] | undefined {
  return node.batch ? listFields(node.batch.lists) : insideOf(node);
}

/** What nodes inside a loop or batch see of it; undefined for any other node. */
export function insideOf({ kind, config }: GraphNode): readonly Field[] | undefined {
  if (kind.composite === undefined || config === undefined) return undefined;
  const read = (kind.composite === 'loop' ? loop : batch).config.safeParse({});
  if (!read.success) return undefined;
  return insideFields(config as Parameters<typeof insideFields>[0]);
}

type BatchLists = NonNullable<GraphNode['batch']>['lists'];

function listFields(lists: BatchLists): readonly Field[] {
  return [
    { name: 'index', type: INTEGER, required: true },
    ...lists.map(({ name, value: { type } }) => ({ name, type: type.kind === 'list' ? type.item : type, required: true })),
  ];
}

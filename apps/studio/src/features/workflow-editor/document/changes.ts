import type { CanvasDocument, CanvasNode } from '@buckle/canvas';
import { isSame } from '../../../shared/draft-keeper.ts';
import { linesIn } from './edit-lines.ts';
import { placesIn } from './levels.ts';
import { connectionKey } from './ports.ts';

/** What differs between two states of a document: nodes by their later state, where they have one. */
export interface Changes {
  readonly added: readonly CanvasNode[];
  readonly changed: readonly CanvasNode[];
  readonly removed: readonly CanvasNode[];
  /** Whether the lines differ. */
  readonly hasOtherLines: boolean;
}

/** What was done between two states; where nodes lie does not count. */
export function changesBetween(before: CanvasDocument, after: CanvasDocument): Changes {
  const old = new Map(placesIn(before).map(({ node }) => [node.id, node]));
  const now = new Map(placesIn(after).map(({ node }) => [node.id, node]));
  const lines = (document: CanvasDocument): string[] => linesIn(document).map(({ connection }) => connectionKey(connection)).toSorted();
  return {
    added: [...now.values()].filter(({ id }) => !old.has(id)),
    changed: [...now.values()].filter((node) => {
      const was = old.get(node.id);
      return was !== undefined && !isSame({ type: was.type, data: was.data }, { type: node.type, data: node.data });
    }),
    removed: [...old.values()].filter(({ id }) => !now.has(id)),
    hasOtherLines: !isSame(lines(before), lines(after)),
  };
}

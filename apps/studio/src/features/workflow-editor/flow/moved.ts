import type { CanvasDocument } from '@buckle/canvas';
import { moveNodes, putNodes } from '../document/edit-nodes.ts';
import { documentPosition, type Point } from '../document/geometry.ts';
import { placeOf } from '../document/levels.ts';
import { moveInto } from '../document/regroup.ts';
import type { FlowNode } from './flow-nodes.ts';

/** The document after nodes were dragged to where they are drawn, into a group or out of one. */
export function moved(document: CanvasDocument, dragged: readonly FlowNode[], owners: ReadonlyMap<string, string | undefined>): CanvasDocument {
  const positions = new Map(dragged.map(({ id, position }): [string, Point] => [id, documentPosition(position, placeOf(document, id)?.around.at(-1))]));
  const isLeaving = ({ id, parentId }: FlowNode) => owners.get(id) !== parentId;
  const staying = new Map([...positions].filter(([id]) => !dragged.some((node) => node.id === id && isLeaving(node))));
  const leaving = dragged.filter(isLeaving);
  const placed = putNodes(moveNodes(document, staying), new Map([...positions].filter(([id]) => !staying.has(id))));
  const groups = new Set(leaving.map(({ id }) => owners.get(id)));
  return [...groups].reduce((changed, group) => moveInto(changed, leaving.filter(({ id }) => owners.get(id) === group).map(({ id }) => id), group), placed);
}

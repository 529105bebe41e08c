import type { CanvasDocument } from '@buckle/canvas';
import { canvas, end, from, given, line, node, start, text } from '@buckle/canvas/testing';
import { describe, expect, it } from 'vitest';
import { linesIn } from './edit-lines.ts';
import { canvasPosition, NODE_WIDTH, sizeOf } from './geometry.ts';
import { levelOf, placeOf, placesIn } from './levels.ts';
import { freeExit, placeNode, type Wanted } from './place-node.ts';
import { connectionKey, ENTRY, INNER_END, INNER_START } from './ports.ts';

const at = (source: unknown, x: number, y: number): unknown => ({ ...(source as object), meta: { position: { x, y } } });
const loop = (blocks: unknown[] = [], edges: unknown[] = []): unknown =>
  ({ ...(node('300001', '21', { inputs: { loopType: 'count', loopCount: given(2, 'integer') }, blocks, edges }) as object), meta: { position: { x: 1000, y: 0 }, canvasPosition: { x: 1040, y: 100 }, size: { width: 420, height: 220 } } });
const before = (...more: unknown[]) => canvas([at(start('a'), 0, 0), at(text('200001', '{{x}}', { x: from('100001.a') }), 340, 0), at(end(), 680, 0), ...more], [line('100001', '200001'), line('200001', '900001')]);
const place = (document: CanvasDocument, wanted: Wanted, type = '15') => placeNode(document, { type, data: {} }, wanted, new Map());
const newLines = (document: CanvasDocument, added: { readonly document: CanvasDocument; readonly id: string }) => {
  const old = new Set(linesIn(document).map(({ connection }) => connectionKey(connection)));
  return linesIn(added.document).map(({ connection }) => connectionKey(connection)).filter((key) => !old.has(key)).map((key) => key.replace(added.id, 'new'));
};

describe('a new node', () => {
  it('comes behind another, connected, where nothing lies yet', () => {
    const document = before();
    const added = place(document, { place: 'behind', port: { node: '100001', port: 'default' } });
    expect(newLines(document, added)).toEqual(['100001 default new in']);
    const [one, ...others] = placesIn(added.document).toSorted(({ node: each }) => (each.id === added.id ? -1 : 1)).map(({ node: each, around }) => ({ ...canvasPosition(each, around), ...sizeOf(each, new Map()) }));
    if (one === undefined) throw new Error('It is gone.');
    expect(others.every((box) => box.x + box.width <= one.x || one.x + one.width <= box.x || box.y + box.height <= one.y || one.y + one.height <= box.y)).toBe(true);
  });

  it('comes between two, in the place of their line', () => {
    const document = before();
    const added = place(document, { place: 'between', line: { from: { node: '100001', port: 'default' }, to: { node: '200001', port: ENTRY } } });
    expect(newLines(document, added)).toEqual(['100001 default new in', 'new default 200001 in']);
    expect(linesIn(added.document)).toHaveLength(3);
    const xOf = (id: string) => placeOf(added.document, id)?.node.meta?.position?.x ?? 0;
    const [first, between, second, last] = ['100001', added.id, '200001', '900001'].map(xOf);
    expect([(between ?? 0) - (first ?? 0), (second ?? 0) - (between ?? 0), (last ?? 0) - (second ?? 0)]).toEqual([NODE_WIDTH + 80, NODE_WIDTH + 80, 340]);
  });

  it('that nothing can follow leaves the line in between as it was', () => {
    const document = before();
    const added = place(document, { place: 'between', line: { from: { node: '100001', port: 'default' }, to: { node: '200001', port: ENTRY } } }, '31');
    expect([newLines(document, added), linesIn(added.document).length]).toEqual([[], 2]);
    expect(placeOf(added.document, '200001')?.node.meta?.position).toEqual({ x: 340, y: 0 });
  });

  it('comes into a group, first in its rounds where nothing is first yet', () => {
    const document = before(loop());
    const first = place(document, { place: 'inside', group: '300001' });
    expect(newLines(document, first)).toEqual([`300001 ${INNER_START} new in`]);
    const second = place(first.document, { place: 'inside', group: '300001' });
    expect(newLines(first.document, second)).toEqual([]);
    expect(levelOf(second.document, '300001').nodes).toHaveLength(2);
  });

  it('comes before the end of a round, and before a node', () => {
    const document = before(loop());
    expect(newLines(document, place(document, { place: 'before', port: { node: '300001', port: INNER_END }, at: { x: 1300, y: 100 } }))).toEqual([`new default 300001 ${INNER_END}`]);
    expect(newLines(document, place(document, { place: 'before', port: { node: '900001', port: ENTRY }, at: { x: 600, y: 400 } }))).toEqual(['new default 900001 in']);
  });

  it('comes just where it was dragged to, in a group too', () => {
    const document = before(loop());
    const free = place(document, { place: 'at', at: { x: 10, y: 20 } });
    expect(placeOf(free.document, free.id)?.node.meta?.position).toEqual({ x: 10, y: 20 });
    const inside = place(document, { place: 'at', at: { x: 1100, y: 120 }, owner: '300001' });
    expect(placeOf(inside.document, inside.id)).toMatchObject({ node: { meta: { position: { x: 60, y: 20 } } }, around: [{ id: '300001' }] });
  });

  it('goes on from the first exit that is free', () => {
    const branches = { branches: [{ condition: { conditions: [] } }, { condition: { conditions: [] } }] };
    const document = canvas([start(), node('8', '8', { inputs: branches }), end()], [line('8:true', '900001')]);
    expect([freeExit(document, '8'), freeExit(document, '900001')]).toEqual([{ node: '8', port: 'branch_1' }, undefined]);
  });
});

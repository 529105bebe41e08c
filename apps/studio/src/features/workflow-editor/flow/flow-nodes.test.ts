import { canvas, end, from, line, node, start, text } from '@buckle/canvas/testing';
import { describe, expect, it } from 'vitest';
import { moveNodes } from '../document/edit-nodes.ts';
import { flowEdges, type FlowNode, flowNodes, measured } from './flow-nodes.ts';
import { moved } from './moved.ts';

const names = { node: ({ id }: { readonly id: string }) => id, line: () => '' };
const inLoop = () =>
  canvas(
    [
      start('a'),
      { ...(node('3', '21', { blocks: [text('4', '{{x}}', { x: from('100001.a') })], edges: [] }) as object), meta: { position: { x: 400, y: 100 }, canvasPosition: { x: 440, y: 200 }, size: { width: 500, height: 300 } } },
      end(),
    ],
    [line('100001', '3')],
  );

describe('the nodes that are drawn', () => {
  it('stay the same objects where nothing of them has changed', () => {
    const document = inLoop();
    const first = flowNodes(document, [], names);
    const second = flowNodes(moveNodes(document, new Map([['900001', { x: 5, y: 5 }]])), first, names);
    expect(second.map((each, index) => each === first[index])).toEqual([true, true, true, false]);
  });

  it('lie in their group, and keep what was measured and selected', () => {
    const drawn = flowNodes(inLoop(), [], names).map((each): FlowNode => ({ ...each, selected: true, measured: { width: 260, height: 70 } }));
    const next = flowNodes(moveNodes(inLoop(), new Map([['4', { x: 50, y: 60 }]])), drawn, names);
    expect(next.find(({ id }) => id === '4')).toMatchObject({ parentId: '3', position: { x: 90, y: 160 }, selected: true });
    expect(measured(next).get('4')).toEqual({ width: 260, height: 70 });
  });

  it('that were dragged are where they were let go, in a group or out of it', () => {
    const document = inLoop();
    const [child] = flowNodes(document, [], names).filter(({ id }) => id === '4');
    if (child === undefined) throw new Error('It is gone.');
    const within = moved(document, [{ ...child, position: { x: 200, y: 150 } }], new Map([['4', '3']]));
    expect(within.nodes[1]?.blocks?.[0]?.meta?.position).toEqual({ x: 160, y: 50 });
    const out = moved(document, [{ ...child, position: { x: -300, y: 0 } }], new Map([['4', undefined]]));
    expect(out.nodes.at(-1)).toMatchObject({ id: '4', meta: { position: { x: 100, y: 100 } } });
  });
});

describe('the lines that are drawn', () => {
  it('leave out what has no end, and show those whose exit is gone', () => {
    const selector = node('8', '8', { inputs: { branches: [] } });
    const edges = flowEdges(canvas([start(), selector, end()], [line('100001', '8'), line('8:true_3', '900001'), line('8', '7'), line('900001', '8')]), [], names);
    expect(edges.map(({ source, sourceHandle, data }) => [source, sourceHandle, data?.isBroken])).toEqual([['100001', 'default', false], ['8', 'default', true]]);
    expect(flowEdges(canvas([start(), selector, end()], [line('100001', '8')]), edges, names)[0]).toBe(edges[0]);
  });
});

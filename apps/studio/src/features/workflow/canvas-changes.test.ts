import { end, from, line, start, text } from '@buckle/canvas/testing';
import { describe, expect, it } from 'vitest';
import { canvasChanges } from './canvas-changes.ts';

const first = { nodes: [start('who'), text('a', 'Hello {{who}}', { who: from('100001.who') }), end({ said: from('a.output') })], edges: [line('100001', 'a'), line('a', '900001')] };

describe('what differs between two canvases', () => {
  it('is nothing where only the order of names differs', () => {
    const [one, ...others] = structuredClone(first.nodes) as Record<string, unknown>[];
    const turned = Object.fromEntries(Object.entries(one ?? {}).toReversed());
    expect(canvasChanges(first, { ...first, nodes: [turned, ...others] })).toEqual([]);
  });

  it('is what came, what went, what was set anew or renamed, and the lines', () => {
    const nodes = [start('who', 'where'), text('b', 'Bye'), { ...(end({ said: from('a.output') }) as object), data: { nodeMeta: { title: 'The end' }, inputs: { terminatePlan: 'returnVariables', inputParameters: [{ name: 'said', input: from('a.output') }] } } }];
    expect(canvasChanges(first, { nodes, edges: [line('100001', 'b'), line('b', '900001')] })).toEqual([
      { kind: 'changed', title: 'start' },
      { kind: 'added', title: 'node b' },
      { kind: 'renamed', title: 'end', name: 'The end' },
      { kind: 'removed', title: 'node a' },
      { kind: 'linesAdded', count: 2 },
      { kind: 'linesRemoved', count: 2 },
    ]);
  });

  it('looks into loops, and counts what was only moved', () => {
    const loop = (inner: string, x: number) => ({ id: 'l', type: '21', meta: { position: { x, y: 0 } }, data: { nodeMeta: { title: 'Loop' } }, blocks: [text('i', inner)], edges: [] });
    const canvas = (inner: string, x: number) => ({ nodes: [loop(inner, x)], edges: [] });
    expect(canvasChanges(canvas('one', 0), canvas('two', 40))).toEqual([{ kind: 'changed', title: 'node i' }, { kind: 'moved', count: 1 }]);
  });
});

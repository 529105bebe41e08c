import { end, line, start, text } from '@buckle/canvas/testing';
import { describe, expect, it } from 'vitest';
import { readCanvasText } from './read-canvas-text.ts';

const canvas = { nodes: [start('a'), text('t', 'x'), end()], edges: [line('100001', 't'), line('t', '900001')] };

describe('a pasted canvas', () => {
  it.each([
    ['bare', canvas],
    ['from the clipboard of the studio of Coze', { type: 'coze-workflow-clipboard-data', source: {}, json: canvas }],
    ['from an answer of the API, as JSON inside of JSON', { code: 0, data: { workflow: { schema_json: JSON.stringify(canvas) } } }],
  ])('is read, %s', (_where, given) => {
    expect(readCanvasText(JSON.stringify(given))).toEqual({ canvas: JSON.parse(JSON.stringify(canvas)), nodes: 3, lines: 2, problems: [] });
  });

  it('is told what is wrong with it, and read all the same', () => {
    const read = readCanvasText(JSON.stringify({ ...canvas, edges: [line('100001', 't')] }));
    expect(read).toMatchObject({ nodes: 3, problems: [{ code: 'unreachable', node_id: '900001' }] });
  });

  it.each([['no JSON', '{"nodes": ['], ['something else', '{"code": 0, "data": "{}"}'], ['words', 'hello'], ['a number', '7']])('is refused where it is %s', (_what, given) => {
    expect(readCanvasText(given)).toHaveProperty('reason');
  });
});

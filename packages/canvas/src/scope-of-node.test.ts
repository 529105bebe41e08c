import { describe, expect, it } from 'vitest';
import { readGraph } from './read-graph.ts';
import { scopeOfNode } from './scope-of-node.ts';
import { canvas, end, from, given, line, node, params, start, text } from './testing/canvas-builder.ts';

const loop = node('300', '21', {
  inputs: { loopType: 'array', inputParameters: params({ item: from('100001.list', 'list', { type: 'integer' }) }), variableParameters: params({ sum: given(0, 'integer') }) },
  blocks: [text('301', 'a'), text('302', 'b')],
  edges: [line('300', '301'), line('301', '302'), line('302', '300')],
});

const { graph } = readGraph(
  canvas(
    [start('question', { name: 'list', type: 'list', schema: { type: 'integer' } }), text('200', 'x'), loop, text('400', 'beside'), end()],
    [line('100001', '200'), line('200', '300'), line('300', '900001'), line('100001', '400')],
  ),
);

const scope = (id: string) => scopeOfNode(graph, id).map(({ node: { id: source }, relation, fields }) => `${relation} ${source}: ${fields.map(({ name }) => name).join(' ')}`);

describe('the scope of a node', () => {
  it('has what comes before, the nearest first, and nothing that runs beside it', () => {
    expect(scope('400')).toEqual(['before 100001: question list']);
    expect(scope('900001')).toEqual(['before 200: output', 'before 100001: question list']);
  });

  it('has inside a loop its round and all that comes before the loop', () => {
    expect(scope('302')).toEqual(['before 301: output', 'around 300: index item sum', 'before 200: output', 'before 100001: question list']);
  });

  it('has for a loop its own variables and what lies in it', () => {
    expect(scope('300').slice(0, 3)).toEqual(['self 300: index item sum', 'inside 301: output', 'inside 302: output']);
  });

  it('gives an element of the lists in batch mode', () => {
    const batched = node('500', '3', { inputs: { batch: { batchEnable: true, inputLists: params({ word: from('100001.words', 'list', { type: 'string' }) }) } } });
    const read = readGraph(canvas([start({ name: 'words', type: 'list', schema: { type: 'string' } }), batched, end()], [line('100001', '500'), line('500', '900001')]));
    const [own] = scopeOfNode(read.graph, '500');
    expect(own).toMatchObject({ relation: 'self', fields: [{ name: 'index' }, { name: 'word', type: { kind: 'string' } }] });
  });

  it('is empty for a node that is not there', () => {
    expect(scope('1')).toEqual([]);
  });
});

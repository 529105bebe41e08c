import { parseCanvas } from '@buckle/canvas';
import { end, from, given, line, node, params, start, text } from '@buckle/canvas/testing';
import { describe, expect, it } from 'vitest';
import { trialOf } from './trial-fields.ts';

const condition = (left: unknown) => ({ condition: { logic: 2, conditions: [{ operator: 1, left: { input: left }, right: { input: given('x') } }] } });
const document = parseCanvas({
  nodes: [
    start({ name: 'who', type: 'string' }),
    text('t', '{{a}}', { a: from('100001.who'), b: given('fixed') }),
    node('if', '8', { title: 'Which?', inputs: { branches: [condition(from('t.output')), condition(from('100001.who'))] } }),
    node('loop', '21', {
      title: 'Repeat',
      inputs: { loopType: 'count', loopCount: 3 },
      blocks: [text('row', '{{x}}', { x: from('t.output'), i: from('loop.index', 'integer') }), node('stop', '19', { title: 'Stop' })],
      edges: [line('loop:loop-function-inline-output', 'row'), line('row', 'stop')],
    }),
    node('note', '31', { inputs: { note: 'Look here' } }),
    node('http', '45', { title: 'Ask', inputs: { apiInfo: { method: 'GET', url: 'https://{{block_output_t.output}}/' }, inputParameters: params({}) } }),
    end(),
  ],
  edges: [line('100001', 't'), line('t', 'if'), line('if:true', 'loop'), line('loop:loop-output', 'http'), line('http', '900001')],
});

const sourcesOf = (nodeId: string): unknown => {
  const trial = trialOf(document, nodeId);
  return 'reason' in trial ? trial : trial.sources.map((source) => source.nodeId);
};

describe('a node on trial', () => {
  it('is asked for its inputs, with what stands in the document for those that are left empty', () => {
    expect(trialOf(document, 't')).toEqual({
      inputs: [{ name: 'a', type: { kind: 'string' }, required: false }, { name: 'b', type: { kind: 'string' }, required: false, defaultValue: 'fixed' }],
      sources: [],
    });
  });

  it.each([
    ['the conditions of an If', 'if', ['t', '100001']],
    ['an address', 'http', ['t']],
    ['what lies in a loop', 'loop', ['t']],
  ])('is asked for what others gave that it names in %s', (_where, nodeId, expected) => {
    expect(sourcesOf(nodeId)).toEqual(expected);
  });

  it.each([
    ['100001', { reason: 'end' }], ['900001', { reason: 'end' }], ['note', { reason: 'note' }], ['stop', { reason: 'control' }], ['row', { reason: 'inside', title: 'Repeat' }],
  ])('is none where it is %s', (nodeId, expected) => {
    expect(trialOf(document, nodeId)).toEqual(expected);
  });
});

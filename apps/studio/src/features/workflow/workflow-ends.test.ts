import { canvas, end, from, node, start } from '@buckle/canvas/testing';
import { expect, it } from 'vitest';
import { endFields, startFields } from './workflow-ends.ts';

it('a workflow begins with the fields of its start, and ends with those of its end', () => {
  const document = canvas([start({ name: 'count', type: 'integer', required: true }), end({ twice: from('100001.count', 'integer') })], []);
  expect(startFields(document)).toEqual([{ name: 'count', type: { kind: 'integer' }, required: true }]);
  expect(endFields(document)).toMatchObject([{ name: 'twice', type: { kind: 'integer' } }]);
});

it('an end may answer in words, and a canvas may lack both', () => {
  expect(endFields(canvas([node('900001', '2', { inputs: { terminatePlan: 'useAnswerContent' } })], []))).toBe('answer');
  expect([startFields({ nodes: [] }), endFields({ nodes: [] })]).toEqual([undefined, []]);
});

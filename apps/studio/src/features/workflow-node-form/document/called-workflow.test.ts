import { canvas, end, from, line, node, params, start } from '@buckle/canvas/testing';
import { describe, expect, it } from 'vitest';
import { interfaceOf } from './called-workflow.ts';

describe('what a workflow takes and gives', () => {
  it('are the outputs of its start and the inputs of its end', () => {
    const document = canvas([start('city', { name: 'days', type: 'integer', required: true }), end({ names: from('100001.x', 'list', { type: 'string' }) })], [line('100001', '900001')]);
    expect(interfaceOf(document)).toEqual({
      inputs: [{ name: 'city', type: 'string' }, { name: 'days', type: 'integer', required: true }],
      outputs: [{ name: 'names', type: 'list', schema: { type: 'string' } }],
      isAnswer: false,
    });
  });

  it('is one text where it answers in words', () => {
    const answering = node('900001', '2', { inputs: { terminatePlan: 'useAnswerContent', inputParameters: params({ a: from('100001.a') }) } });
    expect(interfaceOf(canvas([start(), answering], [])).outputs).toEqual([{ name: 'output', type: 'string' }]);
  });

  it('is nothing where there is no canvas', () => {
    expect(interfaceOf(undefined)).toEqual({ inputs: [], outputs: [], isAnswer: false });
  });
});

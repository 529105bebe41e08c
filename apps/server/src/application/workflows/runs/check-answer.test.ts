import type { Field } from '@buckle/canvas';
import { describe, expect, it } from 'vitest';
import { BadRequest, PermissionDenied } from '#kernel/errors.ts';
import type { OpenWait } from '../engine/run.ts';
import { checkAnswer } from './check-answer.ts';

const fields: readonly Field[] = [
  { name: 'name', type: { kind: 'string' }, required: true },
  { name: 'age', type: { kind: 'integer' }, required: false },
];

function open(wait: OpenWait['wait']): OpenWait {
  return { path: 'n', node: 'n', title: 'Node', number: 0, wait };
}

describe('an answer to a form', () => {
  const form = open({ kind: 'input', data: { fields } });

  it('is taken as an object, as its JSON or in lines, converted to the types of its fields', () => {
    expect(checkAnswer(form, { name: 'Ann', age: '7', more: 1 }, 'u')).toEqual({ name: 'Ann', age: 7 });
    expect(checkAnswer(form, '{"name":"Ann"}', 'u')).toEqual({ name: 'Ann', age: null });
    expect(checkAnswer(form, 'name: Ann\nage: 7', 'u')).toEqual({ name: 'Ann', age: 7 });
  });

  it.each([['words', 'give an object with its fields'], [5, 'object'], [null, 'object'], [{ age: 1 }, 'name is missing'], [{ name: 'Ann', age: 'old' }, 'age: old is not a whole number']])('%j is refused, and the run waits on', (answer, reason) => {
    expect(() => checkAnswer(form, answer, 'u')).toThrow(BadRequest);
    expect(() => checkAnswer(form, answer, 'u')).toThrow(reason);
  });
});

it('words are no form, though it may be empty', () => {
  const optional = open({ kind: 'input', data: { fields: fields.filter(({ required }) => !required) } });
  expect(checkAnswer(optional, '{}', 'u')).toEqual({ age: null });
  expect(() => checkAnswer(optional, 'as you like', 'u')).toThrow('such as "name: Ann"');
});

describe('a decision', () => {
  const data = { content: 'Pay?', fields, assignees: ['eve'] };
  const approval = open({ kind: 'approval', data });

  it('is that of who was asked, whoever it says it is of', () => {
    expect(checkAnswer(approval, { decision: 'approved', name: 'Ann', decidedBy: 'the boss' }, 'eve')).toEqual({ decision: 'approved', comment: '', decidedBy: 'eve', name: 'Ann', age: null });
    expect(() => checkAnswer(approval, { decision: 'approved', name: 'Ann' }, 'ada')).toThrow(PermissionDenied);
  });

  it('needs no form to be filled where it is a refusal', () => {
    expect(checkAnswer(approval, { decision: 'rejected', comment: 'too much' }, 'eve')).toEqual({ decision: 'rejected', comment: 'too much', decidedBy: 'eve' });
  });

  it.each([[null], ['approved'], [{}], [{ decision: 'approve' }], [{ decision: 'timeout' }], [{ decision: 'rejected', comment: {} }], [{ decision: 'approved' }]])('%j is refused', (answer) => {
    expect(() => checkAnswer(approval, answer, 'eve')).toThrow(BadRequest);
  });
});

it('a question wants words, and a time no answer at all', () => {
  const question = open({ kind: 'question', data: { messages: [] } });
  expect(checkAnswer(question, 'Rome', 'u')).toBe('Rome');
  for (const answer of ['', ' ', 5, {}, null]) expect(() => checkAnswer(question, answer, 'u')).toThrow(BadRequest);
  expect(() => checkAnswer(open({ kind: 'time', data: { until: 1 } }), 'now', 'u')).toThrow('waits for a time');
});

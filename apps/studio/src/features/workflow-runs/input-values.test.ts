import { canvas, end, start } from '@buckle/canvas/testing';
import { describe, expect, it } from 'vitest';
import { exampleOf, startFields } from '../workflow/index.ts';
import { changedInputs, draftOf, readInputs } from './input-values.ts';

const fields = startFields(
  canvas(
    [
      start(
        { name: 'text', type: 'string', required: true },
        { name: 'count', type: 'integer', defaultValue: '3', required: true },
        { name: 'share', type: 'float' },
        { name: 'sure', type: 'boolean' },
        { name: 'tags', type: 'list', schema: { type: 'string' } },
        { name: 'person', type: 'object', schema: [{ name: 'age', type: 'integer' }] },
        { name: 'photo', type: 'string', assistType: 2 },
      ),
      end(),
    ],
    [],
  ),
);

describe('what is typed into the inputs of a workflow', () => {
  it('becomes values of their types; what is empty is left to its default', () => {
    const typed = { text: ' Hello ', count: '', share: '0.5', sure: false, tags: '["a"]', person: '{"age": 7}' };
    expect(readInputs(fields ?? [], typed)).toEqual({ values: { text: ' Hello ', share: 0.5, sure: false, tags: ['a'], person: { age: 7 } } });
  });

  it('is told what is wrong with it, input by input', () => {
    const typed = { text: ' ', count: '1.5', share: 'much', tags: '{"a": 1}', person: '[1' };
    expect(readInputs(fields ?? [], typed)).toEqual({
      problems: { text: 'required', count: 'wantsInteger', share: 'wantsNumber', tags: 'wantsList', person: 'wantsObject' },
    });
  });

  it('changes what was given before, also where it was emptied', () => {
    const kinds = { who: 'string', note: 'string', blank: 'string', share: 'float', count: 'float', none: 'any' } as const;
    const inputs = Object.entries(kinds).map(([name, kind]) => ({ name, type: { kind }, required: false }));
    const given = { who: 'Ann', note: 'Hello', blank: ' ', share: 0.5, count: 3, none: null };
    const draft = { ...draftOf(inputs, given), note: '', share: '0.7', count: '' };
    expect(changedInputs(inputs, given, draft)).toEqual({ values: { note: '', share: 0.7, count: null } });
  });

  it('can be had back from the values', () => {
    const values = { text: 'Hello', share: 0.5, sure: true, tags: ['a'] };
    expect(readInputs(fields ?? [], draftOf(fields ?? [], values))).toEqual({ values });
  });

  it('is shown by an example where it is JSON or a file', () => {
    expect((fields ?? []).map(({ type }) => exampleOf(type))).toEqual(['text', 1, 1.5, true, ['text'], { age: 1 }, 'https://example.com/file']);
  });
});

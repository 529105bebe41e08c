import type { Problem } from '@buckle/canvas';
import { describe, expect, it } from 'vitest';
import { Claims, placeOf } from './claims.ts';

const at = (field?: string): Problem => ({ code: 'missing_value', severity: 'error', message: '', values: {}, ...(field === undefined ? {} : { field }) });

describe('the place of a problem', () => {
  const fields = ['inputs.inputParameters', 'inputs.inputParameters.1', 'outputs'];

  it.each([
    ['inputs.inputParameters.1.value', 'inputs.inputParameters.1'],
    ['inputs.inputParameters.10', 'inputs.inputParameters'],
    ['outputs', 'outputs'],
    ['inputs.code', undefined],
    [undefined, undefined],
  ])('at %s is the innermost field that shows it: %s', (field, place) => {
    expect(placeOf(at(field), fields)).toBe(place);
  });
});

describe('claims', () => {
  it('are there until they are taken back, also where two claim the same', () => {
    const claims = new Claims();
    const told: number[] = [];
    claims.subscribe(() => told.push(claims.fields().length));
    const first = claims.claim('outputs');
    const second = claims.claim('outputs');
    first();
    expect(claims.fields()).toEqual(['outputs']);
    second();
    expect(claims.fields()).toEqual([]);
    expect(told).toEqual([1, 1, 1, 0]);
  });
});

import { nodeKinds } from '@buckle/canvas';
import { expect, it } from 'vitest';
import { shownKinds } from './kinds.ts';

it('the studio shows every kind of node that a canvas may have, under the same key and heading', () => {
  const sorted = (entries: Iterable<[string, { key: string; category: string }]>) =>
    [...entries].map(([type, { key, category }]) => `${type} ${key} ${category}`).toSorted((one, other) => one.localeCompare(other));
  expect(sorted(shownKinds)).toEqual(sorted(nodeKinds));
});

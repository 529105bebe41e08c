import { describe, expect, it } from 'vitest';
import { nearestName } from './nearest-name.ts';

describe('nearestName', () => {
  it.each([
    ['tokn', 'token'],
    ['rotatekey', 'rotate-key'],
    ['hepl', 'help'],
  ])('takes %s for %s', (typed, meant) => {
    expect(nearestName(typed, ['serve', 'help', 'token', 'rotate-key'])).toBe(meant);
  });

  it('does not guess what is far from everything', () => {
    expect(nearestName('database', ['serve', 'help', 'token'])).toBeUndefined();
  });
});

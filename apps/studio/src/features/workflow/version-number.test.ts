import { describe, expect, it } from 'vitest';
import { isHigher, isVersion, nextVersion } from './version-number.ts';

describe('the number of a version', () => {
  it('is three numbers behind a v', () => {
    expect(['v1.0.0', 'v12.345.6', '1.0.0', 'v1.0', 'v1.0.0.0', 'v1.0.x'].map(isVersion)).toEqual([true, true, false, false, false, false]);
  });

  it('is higher where the first number that differs is, not where the text is', () => {
    expect([isHigher('v1.10.0', 'v1.9.9'), isHigher('v2.0.0', 'v10.0.0'), isHigher('v1.0.0', 'v1.0.0')]).toEqual([true, false, false]);
  });

  it('begins with one, and then the last of its numbers goes up', () => {
    expect([nextVersion(undefined), nextVersion('v1.2.9')]).toEqual(['v1.0.0', 'v1.2.10']);
  });
});

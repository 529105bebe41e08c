import { describe, expect, it } from 'vitest';
import { fuse } from './fuse.ts';

describe('the score of what was found', () => {
  it('is that of the way that was asked for', () => {
    expect(fuse('keyword', [{ keyword: 0.4, vector: 0.9 }, { vector: 0.8 }])).toEqual([0.4, 0]);
    expect(fuse('semantic', [{ keyword: 0.4, vector: 0.9 }, { vector: -0.2 }, {}])).toEqual([0.9, 0, 0]);
  });

  it('is the mean of both, each from the worst to the best that was found', () => {
    expect(fuse('hybrid', [{ keyword: 0.8, vector: 0.7 }, { keyword: 0.4, vector: 0.9 }, { vector: 0.8 }])).toEqual([0.5, 0.75, expect.closeTo(0.25)]);
  });

  it('is that of words alone where nothing has a vector, and the other way round', () => {
    expect(fuse('hybrid', [{ keyword: 0.8 }, { keyword: 0.4 }])).toEqual([0.5, 0.25]);
    expect(fuse('hybrid', [{ vector: 0.8 }, { vector: 0.4 }])).toEqual([0.5, 0]);
    expect(fuse('hybrid', [{ vector: 0.8 }])).toEqual([0.5]);
  });

  it('is none where nothing was found', () => {
    expect(fuse('hybrid', [])).toEqual([]);
  });
});

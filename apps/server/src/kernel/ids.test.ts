import { describe, expect, it } from 'vitest';
import { ManualClock } from './clock.ts';
import { BLOCK_SIZE, IdGenerator, idInBlock, NODE_NUMBERS, timeOfId } from './ids.ts';

const clock = () => new ManualClock();

describe('an id', () => {
  it('has 19 digits and names the time at which it was made', () => {
    for (const time of [Date.UTC(2026, 0, 1), Date.UTC(2050, 6, 1, 12), Date.UTC(2084, 0, 1)]) {
      const id = new IdGenerator(new ManualClock(time), NODE_NUMBERS - 1).next();
      expect(id).toMatch(/^\d{19}$/);
      expect(timeOfId(id)).toBe(time);
    }
  });

  it('is greater than every one before, as a number and as text, also where the clock stands or goes back', () => {
    const time = clock();
    const generator = new IdGenerator(time, 3);
    const ids: string[] = [];
    for (let n = 0; n < 20_000; n++) {
      if (n % 5_000 === 4_999) time.advance(n % 2 === 0 ? -1_000 : 1);
      ids.push(n % 100 === 0 ? generator.block() : generator.next());
    }
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is never that of another node', () => {
    const time = clock();
    const made = [0, 1, 1_023].flatMap((node) => {
      const generator = new IdGenerator(time, node);
      return Array.from({ length: 10_000 }, () => generator.next());
    });
    expect(new Set(made).size).toBe(made.length);
  });

  it('comes after one that was observed, whoever made that', () => {
    const [slow, fast] = [clock(), clock()];
    fast.advance(60_000);
    const other = new IdGenerator(fast, 9);
    const own = new IdGenerator(slow, 1);
    for (let n = 0; n < 5_000; n++) {
      const observed = other.next();
      own.observe(observed);
      expect(own.next() > observed).toBe(true);
    }
  });

  it('comes after an observed one of the same millisecond, of a node with a greater number', () => {
    const time = clock();
    const own = new IdGenerator(time, 1);
    own.next();
    const observed = new IdGenerator(time, 9).next();
    own.observe(observed);
    expect(own.next() > observed).toBe(true);
  });
});

describe('a block', () => {
  it('holds its ids in order that nobody else gets', () => {
    const generator = new IdGenerator(clock(), 1);
    const blocks = Array.from({ length: 40 }, () => generator.block());
    const ids = blocks.flatMap((first) => Array.from({ length: BLOCK_SIZE }, (_, offset) => idInBlock(first, offset)));
    expect(new Set([...ids, generator.next()]).size).toBe(40 * BLOCK_SIZE + 1);
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids.map(timeOfId)).size).toBe(5);
  });

  it.each([-1, BLOCK_SIZE, 0.5])('has no id at %d', (offset) => {
    expect(() => idInBlock('1559000000000000000', offset)).toThrow(RangeError);
  });
});

it.each([-1, NODE_NUMBERS, 1.5])('there is no node %d', (node) => {
  expect(() => new IdGenerator(clock(), node)).toThrow(RangeError);
});

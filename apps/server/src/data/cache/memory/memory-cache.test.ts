import { expect, it } from 'vitest';
import { ManualClock } from '#kernel/clock.ts';
import { cacheCases } from '../cases.ts';
import { MemoryCache } from './memory-cache.ts';

cacheCases('in process', async () => {
  const clock = new ManualClock();
  return { cache: new MemoryCache(clock), pass: async (milliseconds) => clock.advance(milliseconds) };
});

it('makes room by forgetting what has expired, then what is oldest', async () => {
  const clock = new ManualClock();
  const cache = new MemoryCache(clock, { capacity: 10 });
  await cache.set('expired', '', 1);
  for (let n = 0; n < 9; n += 1) await cache.set(`k${n}`, '', 1000);
  clock.advance(2);
  await cache.set('k9', '', 1000);
  expect(await cache.get('k0')).toBe('');
  await cache.set('k10', '', 1000);
  expect(await cache.get('k0')).toBeUndefined();
  expect(await cache.get('k10')).toBe('');
});

import { expect, it } from 'vitest';
import { Places } from './places.ts';

it('knows of a claim that is under way while another one of the same work fails', async () => {
  const places = new Places();
  const { promise, reject } = Promise.withResolvers<never>();
  const first = places.take('test', '1', () => promise, () => undefined);
  const second = places.take('test', '1', () => Promise.reject(new Error('somebody was faster')), () => undefined);
  await expect(second).rejects.toThrow('somebody was faster');
  expect(places.beginning('1')).toBe(promise);
  reject(new Error('over'));
  await expect(first).rejects.toThrow('over');
  expect(places.beginning('1')).toBeUndefined();
  expect(places.taken).toBe(0);
});

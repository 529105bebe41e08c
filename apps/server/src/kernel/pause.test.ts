import { expect, it } from 'vitest';
import { pause } from './pause.ts';

it('a pause ends by itself', async () => {
  await expect(pause(1, new AbortController().signal)).resolves.toBeUndefined();
});

it.each([['while it lasts', false], ['before it', true]])('a pause that is aborted %s rejects with the reason', async (_, isBefore) => {
  const stopping = new AbortController();
  const reason = new Error('stopped');
  if (isBefore) stopping.abort(reason);
  const paused = pause(60_000, stopping.signal);
  stopping.abort(reason);
  await expect(paused).rejects.toBe(reason);
});

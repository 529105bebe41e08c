import { expect, it, vi } from 'vitest';
import { queueCases } from '../cases.ts';
import { MemoryQueue } from './memory-queue.ts';

queueCases('in process', async () => new MemoryQueue({ onFailure: () => undefined, pauses: [1, 2, 3] }));

it('tells which message failed for the last time, and why', async () => {
  const onFailure = vi.fn<() => void>();
  const queue = new MemoryQueue({ onFailure, pauses: [] });
  const error = new Error('No.');
  await queue.consume('work', () => Promise.reject(error));
  await queue.publish('work', 'a');
  await vi.waitFor(() => expect(onFailure).toHaveBeenCalledExactlyOnceWith({ topic: 'work', key: 'a', error }));
  await queue.close();
});

it('cuts the pause of a failed message short when it is closed', async () => {
  const failed = Promise.withResolvers<void>();
  const onFailure = vi.fn<() => void>();
  const queue = new MemoryQueue({ onFailure, pauses: [3_600_000] });
  await queue.consume('work', async () => {
    failed.resolve();
    throw new Error('No.');
  });
  await queue.publish('work', 'a');
  await failed.promise;
  await queue.close();
  expect(onFailure).toHaveBeenCalledOnce();
});

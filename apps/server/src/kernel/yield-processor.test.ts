import { once } from 'node:events';
import { getPriority } from 'node:os';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';

it.runIf(process.platform === 'linux')('puts the thread that calls it behind all others, and no other thread', async () => {
  const before = getPriority();
  const worker = new Worker(
    `const { getPriority } = require('node:os');
     const { parentPort, workerData } = require('node:worker_threads');
     import(workerData).then(({ yieldProcessor }) => {
       yieldProcessor();
       yieldProcessor();
       parentPort.postMessage(getPriority());
     });`,
    { eval: true, execArgv: [], workerData: new URL('yield-processor.ts', import.meta.url).href },
  );
  expect(await once(worker, 'message')).toEqual([Math.max(before, 10)]);
  expect(getPriority()).toBe(before);
  await worker.terminate();
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { median } from './percentiles.ts';
import { residentMegabytes } from './process-usage.ts';
import { startModel, startServer } from './stage.ts';
import { printTable } from './table.ts';

const ROUNDS = 3;
/** How long the server is left alone before its memory is read, in milliseconds. */
const REST = 3_000;

/** How long the server's process takes to start, on an empty folder and on its own, and its memory at rest. */
export async function benchFootprint(): Promise<void> {
  const model = await startModel();
  const first: number[] = [];
  const second: number[] = [];
  const megabytes: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const folder = await mkdtemp(join(tmpdir(), 'buckle-bench-'));
    for (const times of [first, second]) {
      const server = await startServer(folder, model.address);
      times.push(server.startTime);
      if (times === second) {
        await wait(REST);
        megabytes.push(residentMegabytes(server.pid));
      }
      await server.stop();
    }
    await rm(folder, { recursive: true });
  }
  await model.stop();
  printTable('Start and rest', [
    { 'first start, ms': median(first), 'second start, ms': median(second), 'memory at rest (RSS), MB': Math.round(median(megabytes)) },
  ]);
}

import type { BatchConfig } from '@buckle/canvas';
import { concurrently } from '../concurrently.ts';
import { nodeRunner } from '../node-runner.ts';
import { numberOf } from '../values.ts';
import { frameOf } from './loop.ts';

/** Runs what lies in it for each element of its lists, several at once; what a round skipped is null. */
export const batch = nodeRunner<BatchConfig>({
  key: 'batch',
  async run(context) {
    const { config, inputs, signal, limits } = context;
    const size = numberOf(context.value(config.batchSize)) || 100;
    const lengths = Object.values(inputs).map((list) => (Array.isArray(list) ? list.length : 0));
    const count = Math.min(size, limits.rounds, ...lengths);
    const atOnce = Math.min(numberOf(context.value(config.concurrentSize)) || 10, limits.branches);
    const results = await concurrently(count, Math.max(1, atOnce), signal, (index, aborted) =>
      context.round(index, frameOf(inputs, index), { signal: aborted }),
    );
    const rounds = results.map((result) => (result.state === 'waiting' ? undefined : context.gather(result.scope)));
    if (rounds.includes(undefined)) return { waitsInside: true };
    const names = (context.node.gathers ?? []).map(({ name }) => name);
    return { outputs: Object.fromEntries(names.map((name) => [name, rounds.map((values) => values?.[name] ?? null)])) };
  },
});

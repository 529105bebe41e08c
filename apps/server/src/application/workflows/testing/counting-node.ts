import { nodeRunner } from '../engine/node-runner.ts';

/** Calls with effects, by the places of their nodes: the key of each call. */
export type World = Map<string, string[]>;

/** A node that calls something outside, whose calls the world counts. */
export function counting(world: World) {
  return nodeRunner({
    key: 'http',
    hasEffects: true,
    async run({ path, idempotencyKey }) {
      world.set(path, [...(world.get(path) ?? []), idempotencyKey]);
      await Promise.resolve();
      return { outputs: { body: `called ${path}` } };
    },
  });
}

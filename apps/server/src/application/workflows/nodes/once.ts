import type { NodeContext } from '../engine/node-runner.ts';

/** What was decided once and holds for every further attempt, also after a kill. */
export async function once<Value>({ steps }: Pick<NodeContext, 'steps'>, name: string, decide: () => Value | Promise<Value>): Promise<Value> {
  const known = steps.done(name);
  // Under this name stands what was decided before.
  if (known !== undefined) return known.value as Value;
  const value = await decide();
  await steps.keep(name, value);
  return value;
}

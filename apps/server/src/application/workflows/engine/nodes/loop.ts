import type { LoopConfig } from '@buckle/canvas';
import { codes, NodeError } from '../errors.ts';
import { type NodeContext, type NodeResult, nodeRunner, type RoundResult } from '../node-runner.ts';
import { numberOf, type Values } from '../values.ts';

/** Runs what lies in it round after round: for each element of its lists, so many times, or until it is broken off. */
export const loop = nodeRunner<LoopConfig>({
  key: 'loop',
  run(context) {
    const count = roundsOf(context);
    const variables = Object.fromEntries(context.config.variableParameters.map(({ name, value }) => [name, context.value(value) ?? null]));
    return rounds(context, { count, variables, gathered: gatheredOf(context) });
  },
});

/** For how long a loop may hold everything up, in milliseconds. */
const TURN = 10;

/** A loop under way. */
interface Rounds {
  readonly count: number;
  readonly variables: Record<string, unknown>;
  readonly gathered: Record<string, unknown[]>;
}

/** How many rounds there are; an endless loop has as many as the limit allows, and then fails. */
function roundsOf({ config, inputs, value, limits }: NodeContext<LoopConfig>): number {
  switch (config.loopType) {
    case 'array':
      return Math.min(...Object.values(inputs).map((list) => (Array.isArray(list) ? list.length : 0)));
    case 'count':
      return Math.max(0, Math.trunc(numberOf(value(config.loopCount)) ?? 0));
    case 'infinite':
      return limits.rounds + 1;
  }
}

/** Rounds that need no waiting happen in one turn, for as long as others can wait for theirs. */
function rounds(context: NodeContext<LoopConfig>, state: Rounds): NodeResult | Promise<NodeResult> {
  const begin = performance.now();
  for (let round = 0; round < state.count; round += 1) {
    const result = oneRound(context, state, round);
    if (result instanceof Promise) return laterRounds(context, state, round, result);
    if (performance.now() - begin > TURN) return laterRounds(context, state, round, Promise.resolve(result));
    const isOver = take(context, state, result);
    if (isOver !== undefined) return isOver;
  }
  return finished(context, state);
}

async function laterRounds(context: NodeContext<LoopConfig>, state: Rounds, first: number, running: Promise<RoundResult>): Promise<NodeResult> {
  let result = await running;
  let begin = 0;
  for (let round = first; ; result = await oneRound(context, state, round)) {
    if (performance.now() - begin > TURN) {
      // Others have their turn, and whoever aborts the run.
      await new Promise(setImmediate);
      context.signal.throwIfAborted();
      begin = performance.now();
    }
    const isOver = take(context, state, result);
    if (isOver !== undefined) return isOver;
    round += 1;
    if (round >= state.count) return finished(context, state);
  }
}

function oneRound(context: NodeContext<LoopConfig>, { variables }: Rounds, round: number): RoundResult | Promise<RoundResult> {
  if (round >= context.limits.rounds) {
    throw new NodeError(codes.limit, `It has run ${context.limits.rounds} rounds, which is the limit: break off earlier, or loop over less.`, { isFinal: true });
  }
  return context.round(round, frameOf(context.inputs, round), { variables });
}

/** Takes in a round. Returns the result of the loop where that was the last. */
function take(context: NodeContext<LoopConfig>, state: Rounds, result: RoundResult): NodeResult | undefined {
  if (result.state === 'waiting') return { waitsInside: true };
  const values = context.gather(result.scope);
  // What a round skipped, it does not give.
  for (const [name, list] of Object.entries(state.gathered)) if (values[name] !== undefined) list.push(values[name]);
  return result.state === 'break' ? finished(context, state) : undefined;
}

function finished({ node: { gathers = [] } }: NodeContext<LoopConfig>, { variables, gathered }: Rounds): NodeResult {
  const outputs = gathers.map(({ name, value }): [string, unknown] => {
    const [variable] = value.expression === 'output' ? value.path : [];
    return [name, gathered[name] ?? variables[String(variable)] ?? null];
  });
  return { outputs: Object.fromEntries(outputs) };
}

function gatheredOf({ node: { id, gathers = [] } }: NodeContext<LoopConfig>): Record<string, unknown[]> {
  const lists = gathers.filter(({ value }) => value.expression !== 'output' || value.node !== id);
  return Object.fromEntries(lists.map(({ name }): [string, unknown[]] => [name, []]));
}

/** What nodes inside see of a round: its number from 0, and the element of each list. */
export function frameOf(inputs: Values, index: number): Values {
  const frame: Record<string, unknown> = { index };
  for (const [name, value] of Object.entries(inputs)) frame[name] = Array.isArray(value) ? value[index] : value;
  return frame;
}

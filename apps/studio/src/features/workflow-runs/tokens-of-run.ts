import { hasEnded, type RunSnapshot } from './run-watcher.ts';

/** Tokens that models have read and written. */
export interface Tokens {
  readonly input: number;
  readonly output: number;
}

/** What a run has used: what was counted at its end, and until then what its journal tells of; `undefined` where that is nothing yet. */
export function tokensOfRun({ run, state, entries }: Pick<RunSnapshot, 'run' | 'state' | 'entries'>): Tokens | undefined {
  if (run !== undefined && hasEnded(state) && hasEnded(run.state)) return { input: run.input_tokens, output: run.output_tokens };
  const uses = entries.flatMap((entry) => ('used' in entry ? (entry.used ?? []) : []));
  if (uses.length === 0) return undefined;
  const sum = (of: 'inputTokens' | 'outputTokens'): number => uses.reduce((total, use) => total + use[of], 0);
  return { input: sum('inputTokens'), output: sum('outputTokens') };
}

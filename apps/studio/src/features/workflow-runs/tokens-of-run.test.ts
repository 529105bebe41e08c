import { describe, expect, it } from 'vitest';
import type { RunDetails, RunEntry, RunState } from './run-watcher.ts';
import { tokensOfRun } from './tokens-of-run.ts';

const run = (state: RunState, input_tokens = 0, output_tokens = 0): RunDetails => ({
  id: '1', workflow_id: '2', workspace_id: '3', version: '', state, created_at: 0, input_tokens, output_tokens, inputs: {}, output: null, waits: [],
});
const step = (inputTokens: number, outputTokens: number): RunEntry => ({
  type: 'step', path: 'm', name: 'reply-0', value: '', used: [{ modelId: 'm', inputTokens, outputTokens, startedAt: 0, endedAt: 1 }], at: 1,
});

describe('the tokens of a run', () => {
  it('are those that were counted at its end', () => {
    expect(tokensOfRun({ run: run('failed', 7, 3), state: 'failed', entries: [step(1, 1)] })).toEqual({ input: 7, output: 3 });
    expect(tokensOfRun({ run: run('completed'), state: 'completed', entries: [] })).toEqual({ input: 0, output: 0 });
  });

  it('are what its journal tells of while it waits, and not nothing where it tells of none', () => {
    expect(tokensOfRun({ run: run('waiting'), state: 'waiting', entries: [step(5, 2), step(1, 1)] })).toEqual({ input: 6, output: 3 });
    expect(tokensOfRun({ run: run('waiting'), state: 'waiting', entries: [{ type: 'started', path: 'm', node: 'm', attempt: 0, at: 1 }] })).toBeUndefined();
  });
});

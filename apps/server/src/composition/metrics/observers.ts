import { Counter, Histogram, type Registry } from 'prom-client';
import type { ModelCalled } from '#application/models/index.ts';
import type { CommitListener } from '#data/documents/port.ts';
import type { Observer } from '../application.ts';
import { boundedNames } from './bounded-names.ts';
import { remembered } from './remembered.ts';

/** Seconds: from an answer out of memory to the longest reply. */
const CALL_BUCKETS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 80, 160, 320];
const FIRST_TOKEN_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 8, 13, 21];
const COMMIT_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1];
const WRITES_BUCKETS = [1, 2, 4, 8, 16, 32, 64, 128, 256];
/** So many models are told apart; calls of any further are counted together. */
const MODELS = 100;

/** The figures of what happens in the application: registers them, and returns who counts. */
export function applicationFigures(registry: Registry): Observer {
  const registers = [registry];
  const work = new Histogram({
    name: 'buckle_work_duration_seconds',
    help: 'Time from the start of durable work to its end, with all that it waited for; turns of bots are of the kind chat',
    labelNames: ['kind', 'outcome'] as const,
    buckets: CALL_BUCKETS,
    registers,
  });
  const workOf = remembered((kind, outcome) => work.labels({ kind, outcome }));
  return {
    onWorkEnded: ({ kind, state, milliseconds }) => workOf(kind, state).observe(milliseconds / 1000),
    onModelCalled: modelFigures(registry),
  };
}

function modelFigures(registry: Registry): (called: ModelCalled) => void {
  const registers = [registry];
  const calls = new Histogram({
    name: 'buckle_model_call_duration_seconds',
    help: 'Time of calls of models, from the request to the end of the reply, by how they ended',
    labelNames: ['model', 'outcome'] as const,
    buckets: CALL_BUCKETS,
    registers,
  });
  const firstTokens = new Histogram({
    name: 'buckle_model_first_token_seconds',
    help: 'Time from the request to the first piece of a reply, for replies that have text',
    labelNames: ['model'] as const,
    buckets: FIRST_TOKEN_BUCKETS,
    registers,
  });
  const tokens = new Counter({
    name: 'buckle_model_tokens_total',
    help: 'Tokens that models read (input) and wrote (output)',
    labelNames: ['model', 'direction'] as const,
    registers,
  });
  const nameOf = boundedNames(MODELS);
  const callsOf = remembered((model, outcome) => calls.labels({ model, outcome }));
  const tokensOf = remembered((model, direction) => tokens.labels({ model, direction }));
  const firstTokensOf = remembered((model) => firstTokens.labels({ model }));
  return ({ model: { name }, outcome, startedAt, firstTokenAt, endedAt, usage }) => {
    const model = nameOf(name);
    callsOf(model, outcome).observe((endedAt - startedAt) / 1000);
    if (firstTokenAt !== undefined) firstTokensOf(model, '').observe((firstTokenAt - startedAt) / 1000);
    if (usage.inputTokens > 0) tokensOf(model, 'input').inc(usage.inputTokens);
    if (usage.outputTokens > 0) tokensOf(model, 'output').inc(usage.outputTokens);
  };
}

/** The figures of commits of the embedded documents: registers them, and returns who counts. */
export function commitFigures(registry: Registry): CommitListener {
  const registers = [registry];
  const duration = new Histogram({
    name: 'buckle_commit_duration_seconds',
    help: 'Time of commits of the documents, until they are on the disk',
    buckets: COMMIT_BUCKETS,
    registers,
  });
  const writes = new Histogram({ name: 'buckle_commit_writes', help: 'Writes that share a commit', buckets: WRITES_BUCKETS, registers });
  return (count, milliseconds) => {
    duration.observe(milliseconds / 1000);
    writes.observe(count);
  };
}

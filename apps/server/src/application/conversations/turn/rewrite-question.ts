import type { TraceStep } from '@buckle/contract';
import { callModel, type CallOptions, questionIn, type ResolvedModel, rewriteRequest, REWRITING_TIME } from '#application/models/index.ts';
import { BuckleError } from '#kernel/errors.ts';
import { ModelError } from '#services/models/index.ts';
import { textOf } from '../message-content.ts';
import type { HistoryMessage } from './history.ts';
import { modelTraceStep, traceStep } from './trace-steps.ts';

/** A question as it is looked for, and how that stands in the trace. */
export interface Rewritten {
  readonly question: string;
  readonly step: TraceStep;
}

/** Asks the model for the question that a user means, who talks of what was said before. What comes of it is always a question: the same one where the model fails. */
export async function rewriteQuestion(question: string, history: readonly HistoryMessage[], model: ResolvedModel, options: CallOptions): Promise<Rewritten> {
  const { clock, signal } = options;
  const startedAt = clock.now();
  const partial = { text: '', reasoning: '', firstTokenAt: undefined };
  const time = AbortSignal.timeout(REWRITING_TIME);
  const said = history.map(({ role, contentType, content }) => ({ role, content: textOf(contentType, content) }));
  try {
    const reply = await callModel(model, rewriteRequest(question, said), { ...options, signal: AbortSignal.any([signal, time]), partial });
    const rewritten = questionIn(reply.text);
    const detail = rewritten ?? `The model gave no question, so it was looked for as it is: ${question}`;
    return { question: rewritten ?? question, step: modelTraceStep('rewrite', reply.modelName, reply, { detail }) };
  } catch (error) {
    if (signal.aborted || !(time.aborted || error instanceof ModelError || error instanceof BuckleError)) throw error;
    const reason = time.aborted ? `the model took longer than ${REWRITING_TIME / 1_000} seconds` : error instanceof Error ? error.message : '';
    return { question, step: traceStep('rewrite', model.name, startedAt, clock.now(), { detail: `The question could not be rewritten, so it was looked for as it is: ${reason}` }) };
  }
}

import type { TraceStep } from '@buckle/contract';
import { callModel, type CallOptions, type ResolvedModel } from '#application/models/index.ts';
import { BuckleError } from '#kernel/errors.ts';
import { ModelError } from '#services/models/index.ts';
import { textOf } from '../message-content.ts';
import type { HistoryMessage } from './history.ts';
import { modelTraceStep, traceStep } from './trace-steps.ts';

/** So many of the last messages are shown to the model, and so many characters of each. */
const MESSAGES = 6;
const TEXT_SHOWN = 1_000;
/** How long the model is waited for, in milliseconds: without it the question is looked for as it is. */
const TIME = 10_000;
/** What is longer is no question, in characters. */
const LONGEST = 1_000;

const INSTRUCTIONS =
  'Rewrite the last question of the user so that it can be understood without the conversation: put in what words like "it", "there" or "the second one" stand for. ' +
  'Keep its language and its meaning, answer nothing, and add nothing that was not said. A question that can be understood already stays as it is. Reply with the question alone.';

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
  const time = AbortSignal.timeout(TIME);
  try {
    const request = { messages: [{ role: 'system', content: INSTRUCTIONS }, { role: 'user', content: told(question, history) }] as const, temperature: 0, maxTokens: 1_000 };
    const reply = await callModel(model, request, { ...options, signal: AbortSignal.any([signal, time]), partial });
    const text = reply.text.trim();
    const isQuestion = text !== '' && text.length <= LONGEST;
    const detail = isQuestion ? text : `The model gave no question, so it was looked for as it is: ${question}`;
    return { question: isQuestion ? text : question, step: modelTraceStep('rewrite', reply.modelName, reply, { detail }) };
  } catch (error) {
    if (signal.aborted || !(time.aborted || error instanceof ModelError || error instanceof BuckleError)) throw error;
    const reason = time.aborted ? `the model took longer than ${TIME / 1_000} seconds` : error instanceof Error ? error.message : '';
    return { question, step: traceStep('rewrite', model.name, startedAt, clock.now(), { detail: `The question could not be rewritten, so it was looked for as it is: ${reason}` }) };
  }
}

function told(question: string, history: readonly HistoryMessage[]): string {
  const before = history.slice(-MESSAGES).map(({ role, contentType, content }) => `${role}: ${textOf(contentType, content).slice(0, TEXT_SHOWN)}`);
  return `What was said before:\n${before.join('\n')}\n\nThe last question:\n${question}`;
}

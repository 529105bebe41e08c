import { BuckleError } from '#kernel/errors.ts';
import { ModelError } from '#services/models/index.ts';
import type { ChatRequest } from '#services/models/port.ts';
import { callModel, type CallOptions, type ModelResult } from './call-model.ts';
import type { ResolvedModel } from './resolve-model.ts';

/** How long what comes before an answer is waited for, in milliseconds: it can be done without. */
const TIME = 10_000;

/** What came of asking: a reply, or why there is none. */
export type BriefReply = { readonly reply: ModelResult; readonly problem?: undefined } | { readonly reply?: undefined; readonly problem: string };

/** Asks a model for something that can be done without. Throws only what neither the model nor its vendor has to answer for, and the signal's reason. */
export async function askBriefly(model: ResolvedModel, request: ChatRequest, options: CallOptions): Promise<BriefReply> {
  const { signal } = options;
  const time = AbortSignal.timeout(TIME);
  const partial = { text: '', reasoning: '', firstTokenAt: undefined };
  try {
    return { reply: await callModel(model, request, { ...options, signal: AbortSignal.any([signal, time]), partial }) };
  } catch (error) {
    if (signal.aborted) throw error;
    if (time.aborted) return { problem: `the model took longer than ${TIME / 1_000} seconds` };
    if (error instanceof ModelError || error instanceof BuckleError) return { problem: error.message };
    throw error;
  }
}

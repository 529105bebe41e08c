import type { ModelResult } from '#application/models/index.ts';
import type { TraceStep } from '@buckle/contract';


/** A step of a trace that asked no model; times are in milliseconds. */
export function traceStep(
  type: TraceStep['type'],
  name: string,
  startedAt: number,
  endedAt: number,
  more: Partial<Pick<TraceStep, 'detail' | 'passages' | 'input_message_ids' | 'output_message_ids'>> = {},
): TraceStep {
  return {
    type,
    name,
    started_at: startedAt,
    ended_at: endedAt,
    input_message_ids: [],
    output_message_ids: [],
    input_tokens: 0,
    output_tokens: 0,
    ...more,
  };
}

/** A step of a trace that asked a model. */
export function modelTraceStep(
  type: TraceStep['type'],
  name: string,
  reply: ModelResult,
  more: Partial<Pick<TraceStep, 'detail' | 'input_message_ids' | 'output_message_ids' | 'finish_reason'>> = {},
): TraceStep {
  return {
    ...traceStep(type, name, reply.startedAt, reply.endedAt),
    model_id: reply.modelId,
    input_tokens: reply.usage.inputTokens,
    output_tokens: reply.usage.outputTokens,
    ...more,
  };
}

import type { Models } from '#application/models/index.ts';
import type { Clock } from '#kernel/clock.ts';
import type { ChatRequest, ModelToolCall } from '#services/models/port.ts';
import type { ModelResult } from './turn-types.ts';

/** A model that is ready to be called, as the models module resolves it. */
export type ResolvedModel = Awaited<ReturnType<Models['resolve']>>;

/** A reply as far as it has come: what is left of one that was cut off. */
export interface PartialReply {
  text: string;
  reasoning: string;
  firstTokenAt: number | undefined;
}

/**
 * Calls a model and collects its reply, handing on each piece as it comes. `partial` holds what came
 * so far, also when the call is aborted or fails. Throws `ModelError`, or the signal's reason.
 */
export async function callModel(
  model: ResolvedModel,
  request: ChatRequest,
  options: {
    readonly signal: AbortSignal;
    readonly clock: Clock;
    readonly partial: PartialReply;
    readonly onPiece?: ((text: string, reasoning: string) => void) | undefined;
  },
): Promise<ModelResult> {
  const { signal, clock, partial, onPiece } = options;
  const startedAt = clock.now();
  const calls: ModelToolCall[] = [];
  let finish = { reason: 'other', usage: { inputTokens: 0, outputTokens: 0 } };
  for await (const events of model.chatModel.stream(request, { signal })) {
    for (const event of events) {
      if (event.type === 'text' || event.type === 'reasoning') {
        partial.firstTokenAt ??= clock.now();
        if (event.type === 'text') partial.text += event.text;
        else partial.reasoning += event.text;
        onPiece?.(event.type === 'text' ? event.text : '', event.type === 'reasoning' ? event.text : '');
      } else if (event.type === 'tool-call') calls.push(event.call);
      else finish = event;
    }
  }
  return {
    text: partial.text,
    reasoning: partial.reasoning,
    calls,
    finishReason: finish.reason,
    usage: finish.usage,
    modelId: model.id,
    modelName: model.name,
    startedAt,
    ...(partial.firstTokenAt === undefined ? {} : { firstTokenAt: partial.firstTokenAt }),
    endedAt: clock.now(),
  };
}

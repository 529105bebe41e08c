import type { Clock } from '#kernel/clock.ts';
import { estimateUsage, ModelError, type ModelErrorKind } from '#services/models/index.ts';
import type { ChatRequest, ModelToolCall, TokenUsage } from '#services/models/port.ts';
import type { NamedModel, ResolvedModel } from './resolve-model.ts';

/** The longest reply, in characters: as long as a message may be. */
const LONGEST_REPLY = 1_000_000;

const NO_TOKENS: TokenUsage = { inputTokens: 0, outputTokens: 0 };

/** What a call of the model came to, as the journal keeps it. */
export interface ModelResult {
  readonly text: string;
  readonly reasoning: string;
  readonly calls: readonly ModelToolCall[];
  readonly finishReason: string;
  readonly usage: TokenUsage;
  readonly modelId: string;
  readonly modelName: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly firstTokenAt?: number;
  readonly endedAt: number;
}

/** A reply as far as it has come: what is left of one that was cut off. */
export interface PartialReply {
  text: string;
  reasoning: string;
  firstTokenAt: number | undefined;
}

/** A call of a model that is over. Times in milliseconds. */
export interface ModelCalled {
  readonly model: NamedModel;
  /** How it ended: whole, cancelled, passed on to the model that stands in, or why it failed. */
  readonly outcome: 'completed' | 'canceled' | 'fallback' | 'internal' | ModelErrorKind;
  readonly startedAt: number;
  readonly firstTokenAt?: number | undefined;
  readonly endedAt: number;
  readonly usage: TokenUsage;
}

/** What every call of a model is given beside its request. */
export interface CallOptions {
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Told of a call that brings no whole reply, with what came and estimated tokens, before the error is thrown. */
  readonly onCutOff: (reply: ModelResult, error: unknown) => void;
  /** Told of every call that is over, for those who count. */
  readonly onCalled?: ((called: ModelCalled) => void) | undefined;
}

/**
 * Calls a model and collects its reply, handing on each piece as it comes. `partial` holds what came
 * so far, also when the call is aborted or fails. Throws `ModelError`, or the signal's reason.
 */
export async function callModel(
  model: ResolvedModel,
  request: ChatRequest,
  options: CallOptions & {
    readonly partial: PartialReply;
    readonly onPiece?: ((text: string, reasoning: string) => void) | undefined;
  },
): Promise<ModelResult> {
  const { signal, clock, partial, onPiece, onCutOff, onCalled } = options;
  const startedAt = clock.now();
  const calls: ModelToolCall[] = [];
  let answering: NamedModel = model;
  const replyOf = (finishReason: string, usage: TokenUsage): ModelResult => ({
    text: partial.text,
    reasoning: partial.reasoning,
    calls,
    finishReason,
    usage,
    modelId: answering.id,
    modelName: answering.name,
    startedAt,
    ...(partial.firstTokenAt === undefined ? {} : { firstTokenAt: partial.firstTokenAt }),
    endedAt: clock.now(),
  });
  const called = (outcome: ModelCalled['outcome'], usage: TokenUsage): void => {
    const { firstTokenAt } = partial;
    onCalled?.({ model: answering, outcome, startedAt, firstTokenAt, endedAt: clock.now(), usage });
  };
  let finish: { readonly reason: string; readonly usage: TokenUsage } = { reason: 'other', usage: NO_TOKENS };
  try {
    for await (const events of model.chatModel.stream(request, { signal })) {
      for (const event of events) {
        if (event.type === 'text' || event.type === 'reasoning') {
          partial.firstTokenAt ??= clock.now();
          if (event.type === 'text') partial.text += event.text;
          else partial.reasoning += event.text;
          if (partial.text.length + partial.reasoning.length > LONGEST_REPLY) throw endlessReply(answering);
          onPiece?.(event.type === 'text' ? event.text : '', event.type === 'reasoning' ? event.text : '');
        } else if (event.type === 'tool-call') calls.push(event.call);
        else if (event.type === 'fallback') {
          called('fallback', NO_TOKENS);
          answering = model.fallback ?? model;
        }
        else finish = event;
      }
    }
  } catch (error) {
    const output = [partial.reasoning, partial.text, ...calls.map(({ arguments: given }) => given)].join('');
    // A vendor that has said nothing is taken to have counted nothing.
    const usage = output === '' ? NO_TOKENS : estimateUsage(request, output);
    called(signal.aborted ? 'canceled' : error instanceof ModelError ? error.kind : 'internal', usage);
    onCutOff(replyOf('other', usage), error);
    throw error;
  }
  called('completed', finish.usage);
  return replyOf(finish.reason, finish.usage);
}

function endlessReply({ name }: NamedModel): ModelError {
  return new ModelError('vendor-error', `The model "${name}" wrote more than ${LONGEST_REPLY} characters: its reply was cut off.`);
}

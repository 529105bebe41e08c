import type { ModelSettings } from '@buckle/canvas';
import { callModel, type ModelResult, type Models } from '#application/models/index.ts';
import type { Clock } from '#kernel/clock.ts';
import type { ChatRequest, ModelMessage, ModelTool } from '#services/models/port.ts';
import { codes, NodeError } from '../engine/errors.ts';
import type { ModelUse, NodeContext } from '../engine/node-runner.ts';

/** What nodes that ask a model are built with. */
export interface ModelNodeDependencies {
  readonly models: Models;
  readonly clock: Clock;
}

/** What a model is asked for, beside its messages. */
export interface AskOptions {
  readonly format?: 'text' | 'json';
  readonly tools?: readonly ModelTool[];
  /** Whether it has to answer without calling a tool. */
  readonly isLast?: boolean;
  readonly onPiece?: ((text: string, reasoning: string) => void) | undefined;
}

/**
 * Asks a model and waits for all of its reply: the one that the node names where it is one of the
 * workspace's, else the workspace's default. Throws `ModelError`, whose message says what to do, and `NodeError` where
 * nothing more may be spent, or the model cannot see what it is shown.
 */
export async function ask(
  { models, clock }: ModelNodeDependencies,
  { facts, signal, spent }: Pick<NodeContext, 'facts' | 'signal' | 'spent'>,
  settings: ModelSettings,
  messages: readonly ModelMessage[],
  options: AskOptions = {},
): Promise<ModelResult> {
  const { modelType } = settings;
  await facts.maySpend();
  const model = await models.resolve(facts.workspaceId, modelType === '' ? undefined : modelType);
  if (messages.some(hasPicture) && !model.capabilities.vision) {
    throw new NodeError(codes.input, `The model ${JSON.stringify(model.name)} cannot see pictures: choose one that can. If this one can, say so in its capabilities (vision).`, { isFinal: true });
  }
  const partial = { text: '', reasoning: '', firstTokenAt: undefined };
  // A reply that was cut off is paid all the same.
  return callModel(model, requestOf(settings, messages, options), { signal, clock, partial, onPiece: options.onPiece, onCutOff: (reply) => spent(useOf(reply)) });
}

function hasPicture({ role, content }: ModelMessage): boolean {
  return role === 'user' && typeof content !== 'string' && content.some(({ type }) => type === 'image');
}

function requestOf({ temperature, topP, maxTokens }: ModelSettings, messages: readonly ModelMessage[], { format, tools = [], isLast }: AskOptions): ChatRequest {
  return {
    messages,
    ...(Number.isNaN(temperature) ? {} : { temperature }),
    ...(Number.isNaN(topP) ? {} : { topP }),
    ...(maxTokens > 0 ? { maxTokens } : {}),
    ...(format === 'json' ? { responseFormat: 'json' } : {}),
    ...(tools.length > 0 ? { tools, ...(isLast ? { toolChoice: 'none' } : {}) } : {}),
  };
}

/** What was said before in the conversation that the run talks in, where a node wants its model to know. */
export async function historyFor(
  { facts }: Pick<NodeContext, 'facts'>,
  { enableChatHistory, chatHistoryRound }: { readonly enableChatHistory: boolean; readonly chatHistoryRound: number },
): Promise<readonly ModelMessage[]> {
  return enableChatHistory ? ((await facts.talk?.history(chatHistoryRound)) ?? []) : [];
}

/** What a call of a model counts. */
export function useOf({ modelId, usage, startedAt, endedAt }: ModelResult): ModelUse {
  return { modelId, inputTokens: usage.inputTokens, outputTokens: usage.outputTokens, startedAt, endedAt };
}

import { type GraphNode, JSON_FORMAT, type LlmConfig, type ModelSettings, outputsOfOne, REASONING, replyOutput } from '@buckle/canvas';
import { callModel, type ModelResult, type Models, type ResolvedModel } from '#application/models/index.ts';
import type { Clock } from '#kernel/clock.ts';
import type { ChatRequest, ModelMessage } from '#services/models/port.ts';
import { type ModelUse, type NodeContext, type NodeDone, nodeRunner } from '../engine/node-runner.ts';
import { TextStream } from '../engine/text-stream.ts';
import { asObject, convertFields, parsedJson, type Values } from '../engine/values.ts';

/** What nodes that ask a model are built with. */
export interface ModelNodeDependencies {
  readonly models: Models;
  readonly clock: Clock;
}

/** Asks a chat model; its reply is one text, or fields that are read from JSON. */
export function llmRunner(dependencies: ModelNodeDependencies) {
  return nodeRunner<LlmConfig>({
    key: 'llm',
    hasEffects: true,
    writesStreams: (node) => (isJson(node) ? [] : [replyOutput(outputsOfOne(node)).name, REASONING]),
    async run(context) {
      const { config, node } = context;
      const [system, prompt] = await Promise.all([context.text(config.llmParam.systemPrompt), context.text(config.llmParam.prompt)]);
      const fields = outputsOfOne(node);
      const asJson = isJson(node);
      const instructions = asJson ? `${system}\n\n${jsonInstructions(fields)}`.trim() : system;
      const settings = context.attempt > 0 && node.onError.backupModel ? { ...config.llmParam, ...backupSettings(node.onError.backupModel) } : config.llmParam;
      const messages: ModelMessage[] = [...(instructions === '' ? [] : [{ role: 'system', content: instructions } as const]), { role: 'user', content: prompt }];
      if (asJson) return readReply(await ask(dependencies, context, settings, messages, 'json'), context);
      return reply(dependencies, context, settings, messages);
    },
  });
}

/** Asks a model and waits for all of its reply. Throws `ModelError`, whose message says what to do. */
export async function ask(
  { models, clock }: ModelNodeDependencies,
  { facts, signal }: Pick<NodeContext, 'facts' | 'signal'>,
  settings: ModelSettings,
  messages: readonly ModelMessage[],
  format: 'text' | 'json' = 'text',
  onPiece?: (text: string, reasoning: string) => void,
): Promise<ModelResult> {
  const model = await modelOf(models, facts.workspaceId, settings);
  const partial = { text: '', reasoning: '', firstTokenAt: undefined };
  return callModel(model, requestOf(settings, messages, format), { signal, clock, partial, onPiece, onCutOff: () => undefined });
}

/** The model that a node names where it is one of the workspace's, else the workspace's default. */
async function modelOf(models: Models, workspaceId: string, { modelType }: ModelSettings): Promise<ResolvedModel> {
  return models.resolve(workspaceId, modelType === '' ? undefined : modelType);
}

function requestOf({ temperature, topP, maxTokens }: ModelSettings, messages: readonly ModelMessage[], format: 'text' | 'json'): ChatRequest {
  return {
    messages,
    ...(Number.isNaN(temperature) ? {} : { temperature }),
    ...(Number.isNaN(topP) ? {} : { topP }),
    ...(maxTokens > 0 ? { maxTokens } : {}),
    ...(format === 'json' ? { responseFormat: 'json' } : {}),
  };
}

/** A reply in words: while it is written where somebody reads it so, else whole. */
async function reply(dependencies: ModelNodeDependencies, context: NodeContext<LlmConfig>, settings: ModelSettings, messages: readonly ModelMessage[]): Promise<NodeDone> {
  const { name } = replyOutput(outputsOfOne(context.node));
  const outputsOf = ({ text, reasoning }: ModelResult): Values => ({ [name]: text, [REASONING]: reasoning });
  if (!context.isStreamed) {
    const result = await ask(dependencies, context, settings, messages);
    return { outputs: outputsOf(result), used: [useOf(result)] };
  }
  const text = new TextStream();
  const reasoning = new TextStream();
  const used: ModelUse[] = [];
  const begun = Promise.withResolvers<void>();
  const final = ask(dependencies, context, settings, messages, 'text', (piece, thought) => {
    text.write(piece);
    reasoning.write(thought);
    begun.resolve();
  }).then(
    (result) => {
      text.end();
      reasoning.end();
      used.push(useOf(result));
      return outputsOf(result);
    },
    (error: unknown) => {
      text.fail(error);
      reasoning.fail(error);
      throw error;
    },
  );
  // A call that fails before its first piece can be tried again: nobody has read anything.
  await Promise.race([begun.promise, final]);
  return { outputs: { [name]: text, [REASONING]: reasoning }, final, used };
}

/** What a call of a model counts. */
export function useOf({ modelId, usage, startedAt, endedAt }: ModelResult): ModelUse {
  return { modelId, inputTokens: usage.inputTokens, outputTokens: usage.outputTokens, startedAt, endedAt };
}

function readReply(result: ModelResult, { node, warn }: NodeContext<LlmConfig>): NodeDone {
  return { outputs: convertFields(objectIn(result.text, warn), outputsOfOne(node), warn), used: [useOf(result)] };
}

/** The object in a reply, be it alone, in a code block or among words; an empty one, with a warning, where there is none. */
export function objectIn(text: string, warn: (message: string) => void): Values {
  const begin = text.indexOf('{');
  const end = text.lastIndexOf('}');
  const object = begin === -1 ? undefined : asObject(parsedJson(text.slice(begin, end + 1)));
  if (object !== undefined) return object;
  warn('the reply of the model holds no JSON object, so its fields are empty');
  return {};
}

/** Asks for an object with these fields. */
export function jsonInstructions(fields: ReturnType<typeof outputsOfOne>): string {
  return `Reply with one JSON object and nothing else. Its fields:\n${JSON.stringify(Object.fromEntries(fields.map(({ name, type, description }) => [name, description ? `${type.kind}: ${description}` : type.kind])))}`;
}

function isJson({ config }: GraphNode<LlmConfig>): boolean {
  return config.llmParam.responseFormat === JSON_FORMAT;
}

function backupSettings({ modelType, temperature, topP, maxTokens }: Readonly<Record<string, unknown>>): Partial<ModelSettings> {
  const number = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
  return {
    ...(modelType === undefined ? {} : { modelType: String(modelType as string | number) }),
    ...(number(temperature) === undefined ? {} : { temperature: Number(temperature) }),
    ...(number(topP) === undefined ? {} : { topP: Number(topP) }),
    ...(number(maxTokens) === undefined ? {} : { maxTokens: Number(maxTokens) }),
  };
}


import { type Field, type GraphNode, JSON_FORMAT, type LlmConfig, type ModelSettings, ownOutputs, REASONING, replyOutput } from '@buckle/canvas';
import type { FlowKnowledge } from '#application/knowledge/index.ts';
import type { ModelResult } from '#application/models/index.ts';
import type { ModelMessage } from '#services/models/port.ts';
import { codes, NodeError } from '../engine/errors.ts';
import { type ModelUse, type NodeContext, type NodeDone, type NodeResult, nodeRunner, planKey } from '../engine/node-runner.ts';
import { TextStream } from '../engine/text-stream.ts';
import { asObject, convertFields, parsedJson, type Values } from '../engine/values.ts';
import { ask, historyFor, type ModelNodeDependencies, useOf } from './ask-model.ts';
import { answerWithTools, type Hear, type NodeTool } from './call-tools.ts';
import { schemaOfFields } from './json-schema.ts';
import { knowledgeOf, recallFor } from './recall.ts';
import { mayWait } from './may-wait.ts';
import { promptParts, type ShownFiles } from './prompt-parts.ts';
import { workflowTools } from './workflow-tools.ts';

/** What a node that asks a model is built with. */
interface LlmDependencies extends ModelNodeDependencies {
  readonly files: ShownFiles;
  readonly knowledge: Pick<FlowKnowledge, 'recall' | 'toolFor'>;
}

/** Asks a chat model; its reply is one text, or fields that are read from JSON. */
export function llmRunner(dependencies: LlmDependencies) {
  return nodeRunner<LlmConfig>({
    key: 'llm',
    hasEffects: true,
    writesStreams: (node) => (isJson(node) ? [] : [replyOutput(ownOutputs(node)).name, REASONING]),
    async run(context) {
      const { config, node } = context;
      const { llmParam } = config;
      const [system, prompt, history] = await Promise.all([context.text(llmParam.systemPrompt), promptParts(dependencies.files, context, llmParam.prompt), historyFor(context, llmParam)]);
      const fields = ownOutputs(node);
      const asJson = isJson(node);
      const recalled = await recallFor(dependencies, context, prompt);
      // Fields are not filled with a reply in words.
      if (recalled.reply !== '' && !asJson) return { outputs: { [replyOutput(fields).name]: recalled.reply, [REASONING]: '' } };
      const instructions = [system, recalled.text, asJson ? jsonInstructions(fields) : ''].filter((part) => part !== '').join('\n\n');
      const settings = context.attempt > 0 && node.onError.backupModel ? { ...llmParam, ...backupSettings(node.onError.backupModel) } : llmParam;
      const messages: ModelMessage[] = [...(instructions === '' ? [] : [{ role: 'system', content: instructions } as const]), ...history, { role: 'user', content: prompt }];
      const tools = toolsOf(dependencies, context);
      if (tools.length > 0) return replyWithTools(dependencies, context, tools, settings, messages);
      if (asJson) return readReply(await ask(dependencies, context, settings, messages, { format: 'json' }), context);
      return reply(dependencies, context, settings, messages);
    },
  });
}

/**
 * A reply after all that its tools have given; replies are counted by the steps that they were. Where somebody
 * reads while it is written, what the model says before it calls tools is part of it, since it was read.
 */
async function replyWithTools(
  dependencies: ModelNodeDependencies,
  context: NodeContext<LlmConfig>,
  tools: readonly NodeTool[],
  settings: ModelSettings,
  messages: readonly ModelMessage[],
): Promise<NodeResult> {
  const format = isJson(context.node) ? 'json' : 'text';
  const definitions = tools.map(({ definition }) => definition);
  const answer = (hear?: Hear) =>
    answerWithTools(context, tools, messages, (asked, isLast, onPiece) => ask(dependencies, context, settings, asked, { format, tools: definitions, isLast, onPiece }), hear);
  const { name } = replyOutput(ownOutputs(context.node));
  // What has begun to be read cannot wait any more.
  if (format === 'text' && context.isStreamed && !tools.some((tool) => 'plan' in tool && mayWait(tool.plan, context.facts.plans))) return whileWritten(name, answer);
  const result = await answer();
  if (result === 'waiting') return { waitsInside: true };
  if (format === 'text') return { outputs: { [name]: result.text, [REASONING]: result.reasoning } };
  return { outputs: readReply(result, context).outputs };
}

/** What the model may call: the search of its data sets, where it decides on that itself, and workflows. */
function toolsOf({ knowledge }: LlmDependencies, { config, facts }: NodeContext<LlmConfig>): readonly NodeTool[] {
  const wanted = knowledgeOf(config);
  const search = wanted?.use === 'tool' ? [knowledge.toolFor(facts.workspaceId, wanted)] : [];
  const plans = config.fcParam.workflowFCParam.workflowList.map(({ workflow_id: workflowId, workflow_version: version }) => {
    const plan = facts.plans.get(planKey(workflowId, version));
    if (plan === undefined) throw new NodeError(codes.input, `The workflow ${workflowId} is not here: choose another.`, { isFinal: true });
    return { workflowId, plan };
  });
  return [...search, ...workflowTools(plans, search.map(({ definition }) => definition.name))];
}

/** A reply in words: while it is written where somebody reads it so, else whole. */
async function reply(dependencies: ModelNodeDependencies, context: NodeContext<LlmConfig>, settings: ModelSettings, messages: readonly ModelMessage[]): Promise<NodeDone> {
  const { name } = replyOutput(ownOutputs(context.node));
  if (!context.isStreamed) {
    const result = await ask(dependencies, context, settings, messages);
    return { outputs: { [name]: result.text, [REASONING]: result.reasoning }, used: [useOf(result)] };
  }
  const used: ModelUse[] = [];
  const done = await whileWritten(name, async (onPiece) => used.push(useOf(await ask(dependencies, context, settings, messages, { onPiece }))));
  return { ...done, used };
}

/** The outputs of what is still being written, from its first piece on: `write` hands the pieces on, and resolves at the end. */
async function whileWritten(name: string, write: (onPiece: Hear) => Promise<unknown>): Promise<NodeDone> {
  const text = new TextStream();
  const reasoning = new TextStream();
  const begun = Promise.withResolvers<void>();
  const final = write((piece, thought) => {
    text.write(piece);
    reasoning.write(thought);
    if (piece !== '' || thought !== '') begun.resolve();
  }).then(
    (): Values => {
      text.end();
      reasoning.end();
      return { [name]: text.text, [REASONING]: reasoning.text };
    },
    (error: unknown) => {
      text.fail(error);
      reasoning.fail(error);
      throw error;
    },
  );
  // What fails before its first piece can be tried again: nobody has read anything.
  await Promise.race([begun.promise, final]);
  return { outputs: { [name]: text, [REASONING]: reasoning }, final };
}

function readReply(result: ModelResult, { node, warn }: NodeContext<LlmConfig>): NodeDone {
  return { outputs: convertFields(objectIn(result.text, warn), ownOutputs(node), warn), used: [useOf(result)] };
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

/** Asks for an object with these fields, however deep they go. */
export function jsonInstructions(fields: readonly Field[]): string {
  return `Reply with one JSON object and nothing else. Its JSON Schema:\n${JSON.stringify(schemaOfFields(fields))}`;
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

import type { ToldPassage } from '@buckle/contract';
import { CALLS_IN_A_REPLY, PassageNumbers, TOOL_ROUNDS } from '#application/conversations/index.ts';
import type { ModelResult } from '#application/models/index.ts';
import { BuckleError } from '#kernel/errors.ts';
import type { ModelMessage, ModelTool, ModelToolCall } from '#services/models/port.ts';
import { codes, failureOf, NodeError, RunFailed } from '../engine/errors.ts';
import type { NodeContext } from '../engine/node-runner.ts';
import { startInputs } from '../engine/run.ts';
import { asObject, parsedJson, type Values } from '../engine/values.ts';
import { useOf } from './ask-model.ts';
import { toolOutput, type WorkflowTool } from './workflow-tools.ts';

/** What the model of a node may call: a workflow, or what answers at once, with passages that it numbers as it is told to. */
export type NodeTool = WorkflowTool | { readonly definition: ModelTool; run(given: Values, numberOf: (passageId: string) => number): Promise<{ readonly text: string; readonly passages: readonly ToldPassage[] }> };

/** What a tool gave: to the model, or as the answer itself. */
interface Output {
  readonly text: string;
  readonly isAnswer: boolean;
  /** By which numbers it names passages. */
  readonly told?: readonly Pick<ToldPassage, 'passage_id' | 'number'>[];
}

/** What a node with tools asks of its model. */
export type AskWithTools = (messages: readonly ModelMessage[], isLast: boolean, hear?: Hear) => Promise<ModelResult>;

/** Hears what a model says while it says it. */
export type Hear = (text: string, reasoning: string) => void;

/**
 * Asks a model, and runs the tools that it calls, until it answers; each reply and each call
 * once in a run. A workflow that ends with an answer gives that in the model's place. Returns
 * 'waiting' where one of them waits for somebody. Who hears is told all that is said in its order, also
 * before calls; of what was said before a kill, they are told again.
 */
export async function answerWithTools(
  context: NodeContext,
  tools: readonly NodeTool[],
  beginning: readonly ModelMessage[],
  ask: AskWithTools,
  hear?: Hear,
): Promise<ModelResult | 'waiting'> {
  const messages = [...beginning];
  const numbers = new PassageNumbers();
  const nextPart = hear && inParts(hear);
  for (let round = 0; ; round++) {
    const reply = await replyOf(context, round, (part) => ask(messages, round === TOOL_ROUNDS, part), nextPart?.());
    const { text, reasoning, calls } = reply;
    if (calls.length === 0) return reply;
    if (round === TOOL_ROUNDS) throw new NodeError(codes.limit, `The model called tools in ${round} replies and still did not answer.`, { isFinal: true });
    if (calls.length > CALLS_IN_A_REPLY) throw new NodeError(codes.limit, `The model called tools ${calls.length} times in one reply; at most ${CALLS_IN_A_REPLY} calls are run.`);
    const known = calls.map((_call, index) => outputBefore(context, `call-${round}.${index}`));
    for (const output of known) numbers.told(output?.told);
    const outputs = await Promise.all(calls.map(async (call, index) => known[index] ?? runTool(context, tools, numbers, `call-${round}.${index}`, call)));
    const done = outputs.filter((output) => output !== 'waiting');
    if (done.length < outputs.length) return 'waiting';
    const answers = done.filter(({ isAnswer }) => isAnswer);
    if (answers.length > 0) {
      const answer = answers.map(({ text: one }) => one).join('\n\n');
      nextPart?.()(answer, '');
      return { ...reply, text: answer };
    }
    messages.push({ role: 'assistant', content: text, toolCalls: calls, ...(reasoning ? { reasoning } : {}) });
    for (const [index, call] of calls.entries()) messages.push({ role: 'tool', toolCallId: call.id, content: done[index]?.text ?? '' });
  }
}

async function replyOf({ steps }: NodeContext, round: number, ask: (part?: Hear) => Promise<ModelResult>, part: Hear | undefined): Promise<ModelResult> {
  const name = `reply-${round}`;
  const known = steps.done(name);
  if (known !== undefined) {
    // Under this name stands a reply.
    const before = known.value as ModelResult;
    part?.(before.text, before.reasoning);
    return before;
  }
  const reply = await ask(part);
  // Some vendors number their calls anew in every reply.
  const result = { ...reply, calls: reply.calls.map((call, index) => ({ ...call, id: `call_${round}_${index}` })) };
  await steps.keep(name, result, [useOf(result)]);
  return result;
}

/** Hands on what is said in several parts, with an empty line between their texts. Returns what begins the next part. */
function inParts(hear: Hear): () => Hear {
  let isSaid = false;
  return () => {
    let isFirst = true;
    return (text, reasoning) => {
      const gap = text !== '' && isFirst && isSaid ? '\n\n' : '';
      if (text !== '') [isFirst, isSaid] = [false, true];
      hear(`${gap}${text}`, reasoning);
    };
  };
}

/** What a call gave that was finished before. */
function outputBefore({ steps }: NodeContext, name: string): Output | undefined {
  // Under this name stands what the same tool gave.
  return steps.done(name)?.value as Output | undefined;
}

async function runTool(context: NodeContext, tools: readonly NodeTool[], numbers: PassageNumbers, name: string, call: ModelToolCall): Promise<Output | 'waiting'> {
  const output = await callTool(context, tools.find(({ definition }) => definition.name === call.name), numbers, name, call);
  if (output !== 'waiting') await context.steps.keep(name, output);
  return output;
}

async function callTool({ child, signal, warn }: NodeContext, tool: NodeTool | undefined, numbers: PassageNumbers, name: string, call: ModelToolCall): Promise<Output | 'waiting'> {
  if (tool === undefined) return { text: `Error: there is no function ${call.name}.`, isAnswer: false };
  const given = asObject(parsedJson(call.arguments)) ?? {};
  try {
    if ('run' in tool) {
      const { text, passages } = await tool.run(given, (passageId) => numbers.of(passageId));
      return { text, isAnswer: false, told: passages.map(({ passage_id, number }) => ({ passage_id, number })) };
    }
    const { plan } = tool;
    const result = await child(plan, startInputs(plan, given, warn), name);
    return result.state === 'waiting' ? 'waiting' : { text: toolOutput(plan, result.outputs), isAnswer: plan.isAnswer };
  } catch (error) {
    signal.throwIfAborted();
    // The model may find another way.
    const isKnown = error instanceof RunFailed || error instanceof NodeError || error instanceof BuckleError;
    return { text: `Error: ${isKnown ? error.message : failureOf(error).message}`, isAnswer: false };
  }
}

import type { TraceStep } from '@buckle/contract';
import type { ModelResult } from '#application/models/index.ts';
import { BuckleError } from '#kernel/errors.ts';
import { ModelError } from '#services/models/index.ts';
import type { ModelToolCall } from '#services/models/port.ts';
import type { JournalEntry, WorkContext } from '#services/work/index.ts';
import type { ConversationsContext } from '../context.ts';
import { SUGGESTIONS } from './suggest-questions.ts';
import type { FlowPlace } from './flow-port.ts';
import type { ServerTool } from './tool-port.ts';
import { traceStep } from './trace-steps.ts';
import type { StepRecord, TurnProgress } from './turn-progress.ts';
import type { TurnInput } from './turn-types.ts';

/**
 * How often a model may call tools in one reply. The client answers as many in one call, and a turn
 * has ids for three such replies.
 */
export const CALLS_IN_A_REPLY = 64;
/** In how many replies of one turn a model may call tools; then it has to answer without. */
export const TOOL_ROUNDS = 10;
/** The most messages of a round: what the model says, its calls and their outputs. */
const MESSAGES_OF_A_ROUND = 1 + 2 * CALLS_IN_A_REPLY;
/** The most messages that follow the last round: the answer, and the questions that are suggested. */
const MESSAGES_AFTER_ROUNDS = 1 + SUGGESTIONS;

/** Whether a turn has ids for one more round of tools, whatever the model calls, and for its end. */
export function hasRoomForRound(progress: Pick<TurnProgress, 'room'>): boolean {
  return progress.room >= MESSAGES_OF_A_ROUND + MESSAGES_AFTER_ROUNDS;
}

/** Throws `ModelError` where a reply calls more tools than are run: then none of them is. */
export function checkCalls({ calls, modelName }: Pick<ModelResult, 'calls' | 'modelName'>): void {
  if (calls.length <= CALLS_IN_A_REPLY) return;
  throw new ModelError(
    'vendor-error',
    `The model "${modelName}" called tools ${calls.length} times in one reply, and at most ${CALLS_IN_A_REPLY} calls are run, so none ` +
      'of them was. Ask for less at once, or say in the prompt of the bot how many calls it may make.',
  );
}

/** The journal entry that says that the client was asked for outputs, until when, in milliseconds. */
export const ASKED = 'asked';
/** The journal entry with the outputs that the client gave, by the ids of the calls. */
export const TOOL_OUTPUTS = 'tool_outputs';

/** What a message of the type `function_call` says of a call. */
export function callContent({ name, arguments: given }: ModelToolCall): string {
  return JSON.stringify({ name, arguments: given });
}

/** Where the journal has the output of a server's tool. */
export function toolPath(call: Pick<ModelToolCall, 'id'>): string {
  return `tool/${call.id}`;
}

/** The outputs of all calls of a reply; one of them may be the answer of the turn. */
export interface ToolOutputs {
  readonly outputs: ReadonlyMap<string, string>;
  readonly isAnswer: boolean;
}

/** What a server's tool came to. */
export type ToolOutcome = { readonly output: string; readonly isAnswer: boolean } | { readonly asks: string };

/** Runs a server's tool once: the recorded output, or that of a call with an idempotency key. */
export async function runServerTool(
  context: ConversationsContext,
  work: WorkContext<TurnInput>,
  progress: TurnProgress,
  tool: ServerTool,
  call: ModelToolCall,
  place: FlowPlace,
): Promise<ToolOutcome> {
  const path = toolPath(call);
  const recorded = progress.recorded<string>(path);
  if (recorded !== undefined) {
    progress.finished(path, recorded);
    return outcomeOf(recorded);
  }
  work.signal.throwIfAborted();
  const idempotencyKey = await work.beginEffect(path);
  const startedAt = context.clock.now();
  const record = (result: string, more: Pick<TraceStep, 'detail' | 'passages'> = {}): StepRecord<string> => ({ result, step: traceStep('tool', call.name, startedAt, context.clock.now(), more) });
  let done: StepRecord<string>;
  try {
    const result = await tool.run({ arguments: parseArguments(call.arguments), idempotencyKey, signal: work.signal, place, numberOf: (passageId) => progress.numberOf(passageId) });
    if (typeof result === 'string') done = record(result);
    else if ('asks' in result) return result;
    else if ('isAnswer' in result) done = { ...record(result.output), isAnswer: true };
    else done = record(result.output, { detail: result.detail, passages: [...result.passages] });
  } catch (error) {
    work.signal.throwIfAborted();
    // The model may find another way, so it is told; what is no known error says nothing outside the log.
    const reason = error instanceof BuckleError ? error.message : 'The tool failed with an internal error.';
    context.logger.warn({ work: work.id, tool: call.name, err: error }, 'a tool failed');
    done = record(`Error: ${reason}`, { detail: reason });
  }
  progress.finished(path, done);
  await progress.commit();
  return outcomeOf(done);
}

function outcomeOf({ result, isAnswer }: StepRecord<string>): ToolOutcome {
  return { output: result, isAnswer: isAnswer === true };
}

/** The outputs that clients gave in this turn, by the ids of the calls. */
export function givenOutputs(entries: readonly JournalEntry[]): ReadonlyMap<string, string> {
  const outputs = new Map<string, string>();
  for (const entry of entries) {
    if (entry.type !== TOOL_OUTPUTS) continue;
    for (const [id, output] of Object.entries(entry['outputs'] ?? {})) outputs.set(id, String(output));
  }
  return outputs;
}

/** Until when the client may answer what it was asked last, in milliseconds; undefined where it has answered. */
export function askedUntil(work: WorkContext<TurnInput>): number | undefined {
  const last = work.journal.entries.findLast(({ type }) => type === ASKED || type === TOOL_OUTPUTS);
  const until = last?.type === ASKED ? last['until'] : undefined;
  return typeof until === 'number' ? until : undefined;
}

function parseArguments(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

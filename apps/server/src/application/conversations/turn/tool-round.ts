import { BuckleError } from '#kernel/errors.ts';
import type { ModelToolCall } from '#services/models/port.ts';
import type { WorkContext } from '#services/work/index.ts';
import type { ConversationsContext } from '../context.ts';
import type { ServerTool } from './tool-port.ts';
import { traceStep } from './trace-steps.ts';
import type { StepRecord, TurnProgress } from './turn-progress.ts';
import type { TurnInput } from './turn-types.ts';

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

/** Runs a server's tool once: the recorded output, or that of a call with an idempotency key. */
export async function runServerTool(
  context: ConversationsContext,
  work: WorkContext<TurnInput>,
  progress: TurnProgress,
  tool: ServerTool,
  call: ModelToolCall,
): Promise<string> {
  const record = await work.step<StepRecord<string>>(
    toolPath(call),
    async (idempotencyKey) => {
      const startedAt = context.clock.now();
      try {
        const result = await tool.run({ arguments: parseArguments(call.arguments), idempotencyKey, signal: work.signal });
        return { result, step: traceStep('tool', call.name, startedAt, context.clock.now()) };
      } catch (error) {
        work.signal.throwIfAborted();
        // The model may find another way, so it is told; what is no known error says nothing outside the log.
        const reason = error instanceof BuckleError ? error.message : 'The tool failed with an internal error.';
        context.logger.warn({ work: work.id, tool: call.name, err: error }, 'a tool failed');
        return { result: `Error: ${reason}`, step: traceStep('tool', call.name, startedAt, context.clock.now(), { detail: reason }) };
      }
    },
    { effect: true },
  );
  progress.traced(record.step);
  return record.result;
}

/** The outputs that clients gave in this turn, by the ids of the calls. */
export function givenOutputs(work: Pick<WorkContext<TurnInput>, 'journal'>): ReadonlyMap<string, string> {
  const outputs = new Map<string, string>();
  for (const entry of work.journal.entries) {
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

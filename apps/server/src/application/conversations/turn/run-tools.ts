import type { ToolCall } from '@buckle/contract';
import { BadRequest } from '#kernel/errors.ts';
import type { ModelToolCall } from '#services/models/port.ts';
import type { JournalEntry, WorkContext } from '#services/work/index.ts';
import type { ConversationsContext } from '../context.ts';
import type { FlowPlace } from './flow-port.ts';
import { type Pause, suspendedBy } from './pause-turn.ts';
import type { ServerTool } from './tool-port.ts';
import { askedUntil, givenOutputs, runServerTool, type ToolOutputs, toolPath } from './tool-round.ts';
import type { TurnProgress } from './turn-progress.ts';
import type { TurnInput } from './turn-types.ts';

/** What the calls of one reply are run with. */
interface ToolsOfTurn {
  readonly context: ConversationsContext;
  readonly work: WorkContext<TurnInput>;
  readonly progress: TurnProgress;
  readonly tools: readonly ServerTool[];
  /** The journal of the chats that this one goes on with. */
  readonly earlier: readonly JournalEntry[];
  /** A place for a tool that asks the user. */
  readonly placeOf: (path: string) => FlowPlace;
}

/**
 * The outputs of calls by their ids; or what the client is asked for, where it has to run some of them,
 * or else the user. Throws `BadRequest` where the client gave none in time.
 */
export async function runTools({ context, work, progress, tools, earlier, placeOf }: ToolsOfTurn, calls: readonly ModelToolCall[]): Promise<ToolOutputs | Pause> {
  const given = givenOutputs([...earlier, ...work.journal.entries]);
  const outputs = new Map<string, string>();
  const missing: ToolCall[] = [];
  const questions = new Map<string, string>();
  let isAnswer = false;
  const running = calls.map(async (call) => {
    const tool = tools.find(({ definition }) => definition.name === call.name);
    if (tool) {
      const outcome = await runServerTool(context, work, progress, tool, call, placeOf(toolPath(call)));
      if ('asks' in outcome) {
        questions.set(call.id, outcome.asks);
        return;
      }
      outputs.set(call.id, outcome.output);
      if (outcome.isAnswer) isAnswer = true;
      return;
    }
    const output = given.get(call.id);
    if (output !== undefined) outputs.set(call.id, output);
    else missing.push({ id: call.id, type: 'function', function: { name: call.name, arguments: call.arguments } });
  });
  await Promise.all(running);
  if (missing.length === 0) {
    const asking = calls.find(({ id }) => questions.has(id));
    return asking ? suspendedBy(asking, questions.get(asking.id) ?? '') : { outputs, isAnswer };
  }
  const now = context.clock.now();
  const until = askedUntil(work);
  if (until !== undefined && until <= now) throw new BadRequest('The outputs of the tools were not submitted in time.');
  return { calls: missing, until: until ?? now + context.toolOutputTimeout };
}

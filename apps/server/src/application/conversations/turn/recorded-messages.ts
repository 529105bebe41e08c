import type { ModelResult } from '#application/models/index.ts';
import { BLOCK_SIZE, idInBlock } from '#kernel/ids.ts';
import type { ModelToolCall } from '#services/models/port.ts';
import type { EndedWork, JournalEntry } from '#services/work/index.ts';
import { allFlowNotes } from './flow-notes.ts';
import { callContent, givenOutputs, toolPath } from './tool-round.ts';
import { FIRST_PRODUCED, recordedStep } from './turn-progress.ts';
import type { ProducedMessage, TurnInput } from './turn-types.ts';

/** Where the journal has the call of a model in a round. */
export function modelPath(round: number): string {
  return `model/${round}`;
}

/**
 * The messages of the rounds that a turn's journal tells of, with the ids that its runs gave them: a
 * run that was killed may not have written the last of them. `earlier` is the journal of the chats
 * that this one goes on with, whose messages are there.
 */
export function recordedMessages({ id, journal }: Pick<EndedWork<TurnInput>, 'id' | 'journal'>, earlier: readonly JournalEntry[] = []): ProducedMessage[] {
  const entries = [...earlier, ...journal.entries];
  const given = givenOutputs(entries);
  const messages: Omit<ProducedMessage, 'id'>[] = [];
  for (let round = 0; ; round++) {
    const called = recordedStep<ModelResult>(entries, modelPath(round))?.result;
    if (!called) break;
    const { text, reasoning, calls } = called;
    if (recordedStep(earlier, modelPath(round)) === undefined) {
      if (text !== '' || calls.length === 0) messages.push({ type: 'answer', content: text, ...(reasoning === '' ? {} : { reasoning }) });
      messages.push(...calls.map((call) => ({ type: 'function_call', content: callContent(call) }) as const));
    }
    const outputs = calls.map((call) => recordedStep<string>(entries, toolPath(call))?.result ?? given.get(call.id));
    if (outputs.includes(undefined)) break;
    if (!areGiven(calls, earlier)) messages.push(...outputs.map((content = '') => ({ type: 'tool_response', content }) as const));
  }
  const numbered = messages.slice(0, BLOCK_SIZE - FIRST_PRODUCED).map((message, index) => ({ id: idInBlock(id, FIRST_PRODUCED + index), ...message }));
  return [...numbered, ...saidMessages(journal.entries)];
}

/** Whether entries have the outputs of all these calls. */
export function areGiven(calls: readonly ModelToolCall[], entries: readonly JournalEntry[]): boolean {
  const given = givenOutputs(entries);
  return calls.every((call) => recordedStep(entries, toolPath(call)) !== undefined || given.has(call.id));
}

/** What the workflows of a turn said. */
function saidMessages(entries: readonly JournalEntry[]): ProducedMessage[] {
  return allFlowNotes(entries).flatMap(({ said }) => (said ? [{ ...said, type: 'answer' } as const] : []));
}

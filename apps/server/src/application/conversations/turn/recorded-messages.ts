import type { ModelResult } from '#application/models/index.ts';
import { BLOCK_SIZE, idInBlock } from '#kernel/ids.ts';
import type { EndedWork } from '#services/work/index.ts';
import { callContent, givenOutputs, toolPath } from './tool-round.ts';
import { FIRST_PRODUCED, recordedStep } from './turn-progress.ts';
import type { ProducedMessage, TurnInput } from './turn-types.ts';

/** Where the journal has the call of a model in a round. */
export function modelPath(round: number): string {
  return `model/${round}`;
}

/**
 * The messages of the rounds that a turn's journal tells of, with the ids that its runs gave them: a
 * run that was killed may not have written the last of them.
 */
export function recordedMessages(work: Pick<EndedWork<TurnInput>, 'id' | 'journal'>): ProducedMessage[] {
  const { id, journal } = work;
  const given = givenOutputs(work);
  const messages: Omit<ProducedMessage, 'id'>[] = [];
  for (let round = 0; ; round++) {
    const called = recordedStep<ModelResult>(journal, modelPath(round))?.result;
    if (!called) break;
    const { text, reasoning, calls } = called;
    if (text !== '' || calls.length === 0) messages.push({ type: 'answer', content: text, ...(reasoning === '' ? {} : { reasoning }) });
    messages.push(...calls.map((call) => ({ type: 'function_call', content: callContent(call) }) as const));
    const outputs = calls.map((call) => recordedStep<string>(journal, toolPath(call))?.result ?? given.get(call.id));
    if (outputs.includes(undefined)) break;
    messages.push(...outputs.map((content = '') => ({ type: 'tool_response', content }) as const));
  }
  return messages.slice(0, BLOCK_SIZE - FIRST_PRODUCED).map((message, index) => ({ id: idInBlock(id, FIRST_PRODUCED + index), ...message }));
}

import { describe, expect, it, vi } from 'vitest';
import { Unavailable } from '#kernel/errors.ts';
import { inSlices } from '#services/work/index.ts';
import { flowNotes } from './flow-notes.ts';
import { killedTurn } from './testing.ts';
import { traceStep } from './trace-steps.ts';
import { TurnProgress } from './turn-progress.ts';

describe('the progress of a turn', () => {
  it('stores its messages with a commit, whether or not the journal has more to say', async () => {
    const { context, work } = await killedTurn();
    const live = context.liveTurns.open({ conversationId: '1', botId: '2', chatId: work.id, sectionId: '1' });
    const told: string[] = [];
    live.attach({ send: (event) => told.push(event), sendNumbered: () => undefined, closed: new AbortController().signal });
    const progress = new TurnProgress(context, work);
    const { id } = progress.produce('tool_response', 'noon');
    await progress.commit();
    expect(await context.messages.get(id)).toMatchObject({ type: 'tool_response', content: 'noon' });
    expect(told).toEqual(['conversation.message.completed']);
  });

  it('stores messages that a run before had recorded and not stored', async () => {
    const { context, work } = await killedTurn();
    const step = traceStep('model', 'm', 0, 1);
    await work.journal.append([{ type: 'result', path: 'model/0', value: { result: 'f', step } }]);
    const progress = new TurnProgress(context, work);
    progress.finished('model/0', { result: 'f', step });
    const { id } = progress.produce('function_call', 'f', { told: true });
    await progress.commit();
    expect(await context.messages.get(id)).toMatchObject({ type: 'function_call', content: 'f' });
    expect(work.journal.entries).toHaveLength(1);
  });

  it('stores once, in several documents, what is too much for one, also where one of them fails at first', async () => {
    const { context, work } = await killedTurn();
    const append = context.documents.append.bind(context.documents);
    let appends = 0;
    vi.spyOn(context.documents, 'append').mockImplementation((...entries) => ((appends += 1) === 2 ? Promise.reject(new Unavailable('The disk is full.')) : append(...entries)));
    const progress = new TurnProgress(context, work);
    const numbers = Array.from({ length: 12 }, (_, index) => index);
    for (const number of numbers) progress.noted('flow', { entry: { number, text: 'x'.repeat(400_000) } });
    const { id } = progress.produce('answer', 'done');
    await expect(progress.commit()).rejects.toThrow('The disk is full.');
    expect(await context.messages.get(id)).toBeUndefined();
    await progress.commit();
    expect(flowNotes(work.journal.entries, 'flow').map(({ entry }) => entry['number'])).toEqual(numbers);
    expect(await context.messages.get(id)).toMatchObject({ content: 'done' });
  });

  it('leaves to the end of the turn no more than goes into one document', async () => {
    const { context, work } = await killedTurn();
    const progress = new TurnProgress(context, work);
    for (let number = 0; number < 12; number++) progress.noted('flow', { entry: { number, text: 'x'.repeat(400_000) } });
    await progress.rest();
    expect(inSlices(progress.result().entries)).toHaveLength(1);
    expect(work.journal.entries.length + progress.result().entries.length).toBe(12);
  });
});

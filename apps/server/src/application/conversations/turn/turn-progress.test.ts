import { describe, expect, it } from 'vitest';
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
});

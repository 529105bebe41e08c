import type { ModelResult } from '#application/models/index.ts';
import { describe, expect, it } from 'vitest';
import type { JournalEntry } from '#services/work/index.ts';
import { chatAnswer } from '../chat-document.ts';
import { concludeTurn, giveUpTurn } from './conclude-turn.ts';
import { killedTurn } from './testing.ts';
import { TOOL_OUTPUTS } from './tool-round.ts';
import { chatDocument } from './turn-documents.ts';
import { modelTraceStep, traceStep } from './trace-steps.ts';
import { TurnProgress } from './turn-progress.ts';


const SILENT: ModelResult = {
  text: '',
  reasoning: '',
  calls: [],
  finishReason: 'tool-calls',
  usage: { inputTokens: 1, outputTokens: 1 },
  modelId: 'm',
  modelName: 'm',
  startedAt: 0,
  endedAt: 1,
};

describe('a turn that ends without a run', () => {
  it.each([
    [{ state: 'canceled' }, {}],
    [{ state: 'failed', reason: 'It was interrupted again and again.' }, { error: { code: 5000, message: 'It was interrupted again and again.' } }],
  ] as const)('has its chat, its question and its trace all the same: %j', async (ending, more) => {
    const { context, work } = await killedTurn();
    for (let time = 0; time < 2; time++) await context.documents.inOrder(await concludeTurn(context, work, ending));
    const { id, input } = work;
    expect(await context.chats.get(id)).toMatchObject({ status: ending.state, questionIds: [input.questions[0]?.id], ...more });
    expect(await context.conversations.get(input.conversationId)).toMatchObject({ botId: '2' });
    const { items } = await context.messages.find({ where: { chatId: id }, sort: 'sequence', limit: 10 });
    expect(items.map(({ content }) => content)).toEqual(['Hello?']);
    expect(await context.traces.get(id)).toMatchObject({ status: ending.state, steps: [] });
  });

  it('has the messages that its journal tells of, with the ids that a run gives them', async () => {
    const { context, work } = await killedTurn();
    const call = (id: string) => ({ id, name: id, arguments: '{}' });
    const step = (round: number, said: Partial<ModelResult>): JournalEntry => {
      const result: ModelResult = { ...SILENT, ...said };
      return { type: 'result', path: `model/${round}`, value: { result, step: modelTraceStep('model', 'm', result) } };
    };
    await work.journal.append([
      step(0, { text: 'Let me see.', calls: [call('ours'), call('theirs')] }),
      { type: 'result', path: 'tool/ours', value: { result: 'noon', step: traceStep('tool', 'ours', 0, 1) } },
      { type: TOOL_OUTPUTS, outputs: { theirs: 'rain' } },
      step(1, { calls: [call('unanswered')] }),
    ]);
    await context.documents.inOrder(await concludeTurn(context, work, { state: 'canceled' }));
    const { items } = await context.messages.find({ where: { chatId: work.id }, sort: 'sequence', limit: 10 });
    const [, first] = items;
    expect(items.map(({ type, content }) => [type, content])).toEqual([
      ['question', 'Hello?'],
      ['answer', 'Let me see.'],
      ['function_call', '{"name":"ours","arguments":"{}"}'],
      ['function_call', '{"name":"theirs","arguments":"{}"}'],
      ['tool_response', 'noon'],
      ['tool_response', 'rain'],
      ['function_call', '{"name":"unanswered","arguments":"{}"}'],
    ]);
    expect(first?.id).toBe(new TurnProgress(context, work).nextId);
  });
});

describe('a turn whose conclusion is given up', () => {
  const giveUp = async ({ context, work }: Awaited<ReturnType<typeof killedTurn>>) => {
    for (let time = 0; time < 2; time++) await context.documents.inOrder(await giveUpTurn(context, work, 'It could not be stored.'));
    return context.chats.get(work.id);
  };

  it.each([{ status: 'in_progress' }, { status: 'requires_action', requiredCalls: [] }] as const)(
    'has failed for its client, which waits while it is %j',
    async (standing) => {
      const turn = await killedTurn();
      await turn.context.chats.insert({ ...chatDocument(turn.work), ...standing });
      const chat = await giveUp(turn);
      if (!chat) throw new Error('The chat is gone.');
      expect(chatAnswer(chat)).toMatchObject({
        status: 'failed',
        failed_at: expect.any(Number),
        last_error: { code: 5000, msg: 'It could not be stored.' },
      });
      expect(chatAnswer(chat)).not.toHaveProperty('required_action');
    },
  );

  it('stays as it ended where its chat says so already', async () => {
    const turn = await killedTurn();
    await turn.context.chats.insert({ ...chatDocument(turn.work), status: 'completed', endedAt: 1 });
    expect(await giveUp(turn)).toMatchObject({ status: 'completed', endedAt: 1 });
  });

  it('is let be where its chat was removed', async () => {
    expect(await giveUp(await killedTurn())).toBeUndefined();
  });
});

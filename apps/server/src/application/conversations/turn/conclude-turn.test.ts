import { describe, expect, it } from 'vitest';
import { concludeTurn } from './conclude-turn.ts';
import { killedTurn } from './testing.ts';

describe('a turn that ends without a run', () => {
  it.each([
    [{ state: 'canceled' }, {}],
    [{ state: 'failed', reason: 'It was interrupted again and again.' }, { error: { code: 5000, message: 'It was interrupted again and again.' } }],
  ] as const)('has its chat, its question and its trace all the same: %j', async (ending, more) => {
    const { context, work } = await killedTurn();
    for (let time = 0; time < 2; time++) await context.documents.inOrder(concludeTurn(context, work, ending));
    const { id, input } = work;
    expect(await context.chats.get(id)).toMatchObject({ status: ending.state, questionIds: [input.questions[0]?.id], ...more });
    expect(await context.conversations.get(input.conversationId)).toMatchObject({ botId: '2' });
    const { items } = await context.messages.find({ where: { chatId: id }, sort: 'sequence', limit: 10 });
    expect(items.map(({ content }) => content)).toEqual(['Hello?']);
    expect(await context.traces.get(id)).toMatchObject({ status: ending.state, steps: [] });
  });
});

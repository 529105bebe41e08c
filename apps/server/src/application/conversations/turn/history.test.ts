import { describe, expect, it } from 'vitest';
import type { MessageDocument } from '../message-document.ts';
import { readHistory } from './history.ts';
import { killedTurn } from './testing.ts';

const ALL = { rounds: 100, tokens: 1_000_000 };

/** A conversation of so many rounds: in each a question, an answer and so many messages that are neither. */
async function conversation(rounds: number, others: number) {
  const { context } = await killedTurn();
  const write = async (role: MessageDocument['role'], type: MessageDocument['type'], content: string): Promise<void> => {
    const id = context.ids.next();
    const place = { workspaceId: 'w', conversationId: 'c', sectionId: 's', listed: true, sequence: id };
    await context.messages.insert({ id, ...place, role, type, content, contentType: 'text', createdAt: 0, updatedAt: 0 });
  };
  for (let round = 0; round < rounds; round++) {
    await write('user', 'question', `question ${round}`);
    for (let other = 0; other < others; other++) await write('assistant', 'tool_response', 'noon');
    await write('assistant', 'answer', `answer ${round}`);
  }
  const read = async (limits: typeof ALL, sectionId = 's') => {
    const place = { conversationId: 'c', sectionId, before: context.ids.next() };
    return (await readHistory(context.messages, place, limits)).map(({ content }) => content);
  };
  return { read };
}

describe('the history that a model is shown', () => {
  it.each([0, 3, 40])('has all of its rounds, with %i messages in each that it is not shown', async (others) => {
    const { read } = await conversation(4, others);
    expect(await read({ ...ALL, rounds: 2 })).toEqual(['question 2', 'answer 2', 'question 3', 'answer 3']);
    expect(await read(ALL)).toHaveLength(8);
    expect(await read({ ...ALL, rounds: 0 })).toEqual([]);
  });

  it('ends where the section or the tokens end, and after a thousand messages', async () => {
    const { read } = await conversation(6, 248);
    expect(await read(ALL, 'another')).toEqual([]);
    expect(await read({ ...ALL, tokens: 4 })).toEqual(['answer 5']);
    expect(await read(ALL)).toHaveLength(8);
  });
});

import { expect, it } from 'vitest';
import { FairLine } from './fair-line.ts';

/** Who comes in next, place after place. */
async function order(line: FairLine, waiting: readonly string[]): Promise<string[]> {
  const leave = await line.enter('first');
  const came: string[] = [];
  const all = waiting.map(async (who) => {
    const go = await line.enter(who);
    came.push(who);
    go();
  });
  leave();
  await Promise.all(all);
  return came;
}

it('lets those who wait go in turns', async () => {
  expect(await order(new FairLine(1), ['a', 'a', 'a', 'b', 'c', 'b'])).toEqual(['a', 'b', 'c', 'a', 'b', 'a']);
});

it('lets one with nothing inside go before one with something inside', async () => {
  const line = new FairLine(2);
  const one = await line.enter('a');
  const two = await line.enter('a');
  const came: string[] = [];
  const waiting = ['a', 'b'].map(async (who) => {
    await line.enter(who);
    came.push(who);
  });
  one();
  await Promise.resolve();
  two();
  await Promise.all(waiting);
  expect(came).toEqual(['b', 'a']);
});

it('gives a place up once', async () => {
  const line = new FairLine(1);
  const leave = await line.enter('a');
  leave();
  leave();
  await line.enter('b');
  const waiting = new AbortController();
  const late = line.enter('c', waiting.signal);
  waiting.abort(new Error('gone'));
  await expect(late).rejects.toThrow('gone');
  await expect(line.enter('d', waiting.signal)).rejects.toThrow('gone');
});

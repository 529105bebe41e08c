import { expect, it } from 'vitest';
import { WaitingLine } from './waiting-line.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('lets so many in, and the others in order as places become free', async () => {
  const line = new WaitingLine(1);
  const entered: string[] = [];
  const enter = async (name: string) => {
    const leave = await line.enter();
    entered.push(name);
    return leave;
  };
  const leave = await enter('first');
  const second = enter('second');
  const third = enter('third');
  await turn();
  expect(entered).toEqual(['first']);
  leave();
  // A place that was given back is not given back again.
  leave();
  const leaveSecond = await second;
  await turn();
  expect(entered).toEqual(['first', 'second']);
  leaveSecond();
  await third;
  expect(entered).toEqual(['first', 'second', 'third']);
});

it('lets who gives up go, without their place', async () => {
  const line = new WaitingLine(1);
  const leave = await line.enter();
  const abort = new AbortController();
  const waiting = line.enter(abort.signal);
  const after = line.enter();
  abort.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  await expect(line.enter(abort.signal)).rejects.toThrow('enough');
  leave();
  await expect(after).resolves.toBeTypeOf('function');
});

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

it('lets the groups in one after the other, and keeps spare places for those that have not taken all others', async () => {
  const line = new WaitingLine(2, 1);
  const entered: string[] = [];
  const leaves = new Map<string, () => void>();
  const enter = async (group: string, name: string): Promise<void> => {
    leaves.set(name, await line.enter(undefined, group));
    entered.push(name);
  };
  const all = ['a1', 'a2', 'a3', 'a4', 'a5', 'b1', 'b2', 'c1'].map((name) => enter(name.slice(0, 1), name));
  await turn();
  expect(entered).toEqual(['a1', 'a2', 'b1']);
  for (const name of ['a1', 'b1', 'a2', 'a3', 'b2', 'c1', 'a4', 'a5']) {
    leaves.get(name)?.();
    await turn();
  }
  await Promise.all(all);
  expect(entered).toEqual(['a1', 'a2', 'b1', 'a3', 'b2', 'c1', 'a4', 'a5']);
});

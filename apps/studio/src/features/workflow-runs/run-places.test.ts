import { describe, expect, it } from 'vitest';
import { placesOf } from './run-places.ts';
import type { RunEntry } from './run-watcher.ts';

const node = (path: string, startedAt: number, endedAt: number, more: object = {}): RunEntry => ({
  type: 'node', path, node: path.split('/').at(-1) ?? '', title: `node ${path}`, kind: 'textProcessor', inputs: {}, outputs: {}, startedAt, endedAt, ...more,
});
const failed = (path: string, startedAt: number, endedAt: number): RunEntry => ({
  type: 'failed', path, node: path, title: path, kind: 'code', inputs: { x: 1 }, failure: { code: 'code', message: 'no' }, startedAt, endedAt,
});

describe('the places of a run', () => {
  it('stand in the order in which they began, however they ended', () => {
    const places = placesOf({ state: 'completed', entries: [node('a', 0, 1), node('c', 3, 4), node('b', 2, 9)] });
    expect(places.map(({ path, state, begin, end }) => [path, state, begin, end])).toEqual([['a', 'done', 0, 1], ['b', 'done', 2, 9], ['c', 'done', 3, 4]]);
  });

  it('hold the rounds of loops, in loops too, before their own end is known', () => {
    const [loop] = placesOf({ state: 'running', entries: [node('l#0/a', 1, 2), node('l#1/m#0/b', 3, 4), node('l#1/m#1/b', 5, 6)] });
    expect(loop).toMatchObject({
      path: 'l', state: 'running', begin: 1,
      rounds: [{ index: 0, places: [{ path: 'l#0/a' }] }, { index: 1, places: [{ path: 'l#1/m', rounds: [{ places: [{ path: 'l#1/m#0/b' }] }, { places: [{ path: 'l#1/m#1/b' }] }] }] }],
    });
  });

  it('hold what a called workflow did, and what each run of a node in batch mode came to', () => {
    const [sub, batch] = placesOf({ state: 'completed', entries: [node('s/100001', 1, 1), node('s', 0, 2), node('b#1', 4, 6), node('b#0', 4, 5), node('b', 3, 7)] });
    expect(sub).toMatchObject({ path: 's', places: [{ path: 's/100001' }], rounds: [], end: 2 });
    expect(batch).toMatchObject({ path: 'b', begin: 3, end: 7, rounds: [{ index: 0, entry: { path: 'b#0' } }, { index: 1, entry: { path: 'b#1' } }] });
  });

  it('wait until they are answered, and everything around them with them', () => {
    const wait: RunEntry = { type: 'wait', path: 'l#0/q', node: 'q', number: 0, event_id: 'x', wait: { kind: 'question', data: {} }, at: 5 };
    expect(placesOf({ state: 'waiting', entries: [wait] })).toMatchObject([{ state: 'waiting', rounds: [{ places: [{ state: 'waiting', waits: [{ begin: 5 }] }] }] }]);
    const answered = placesOf({ state: 'running', entries: [wait, { type: 'answer', path: 'l#0/q', number: 0, answer: 'yes', at: 9 }] });
    const again = placesOf({ state: 'running', entries: [{ type: 'started', path: 'q', node: 'q', attempt: 0, at: 4 }, { ...wait, path: 'q' }, { type: 'answer', path: 'q', number: 0, answer: 'yes', at: 9 }, { type: 'started', path: 'q', node: 'q', attempt: 0, at: 10 }] });
    expect(again).toMatchObject([{ attempts: 1 }]);
    expect(answered).toMatchObject([{ state: 'running', rounds: [{ places: [{ state: 'running', waits: [{ begin: 5, end: 9, answer: 'yes' }] }] }] }]);
  });

  it('fail with what is inside of them; what had not ended by then was stopped', () => {
    const entries = [{ type: 'started', path: 'm', node: 'm', attempt: 0, at: 1 } as const, failed('l#0/c', 2, 3)];
    expect(placesOf({ state: 'failed', entries })).toMatchObject([{ path: 'm', state: 'stopped', attempts: 1 }, { path: 'l', state: 'failed', rounds: [{ places: [{ state: 'failed' }] }] }]);
  });
});

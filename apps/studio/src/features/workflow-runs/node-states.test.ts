import { canvas, node, start, text } from '@buckle/canvas/testing';
import { expect, it } from 'vitest';
import { nodeStates } from './node-states.ts';
import { placesOf } from './run-places.ts';
import type { RunEntry } from './run-watcher.ts';

const done = (path: string, at: number): RunEntry => ({ type: 'node', path, node: '', title: '', kind: 'message', inputs: { at }, outputs: { out: at }, startedAt: at, endedAt: at + 2 });
const document = canvas([start(), node('l', '21', { blocks: [text('in', 'x')], edges: [] }), node('sub', '9'), text('other', 'y')], []);
const entries = [done('100001', 0), done('l#0/in', 1), done('l#1/in', 2), done('sub#0/in', 4), done('sub/other', 5)];

it('nodes of a canvas stand as they did last, and what called workflows did is not theirs', () => {
  const states = nodeStates(placesOf({ state: 'running', entries }), 'running', document);
  expect(states.get('in')).toEqual({ state: 'done', rounds: 2, milliseconds: 2, input: { at: 2 }, output: { out: 2 } });
  expect(states.get('l')).toEqual({ state: 'running', rounds: 2 });
  expect(states.has('other')).toBe(false);
});

it('what has not run by the end was skipped', () => {
  expect(nodeStates(placesOf({ state: 'completed', entries }), 'completed', document).get('other')).toEqual({ state: 'skipped' });
  expect(nodeStates(placesOf({ state: 'failed', entries }), 'failed', document).has('other')).toBe(false);
});

it('a node that failed says why', () => {
  const failed: RunEntry = { type: 'failed', path: 'l#1/in', node: 'in', title: '', kind: '', inputs: { x: 1 }, failure: { code: 'c', message: 'no' }, startedAt: 3, endedAt: 5 };
  const states = nodeStates(placesOf({ state: 'failed', entries: [...entries.slice(0, 2), failed] }), 'failed', document);
  expect(states.get('in')).toEqual({ state: 'failed', rounds: 2, milliseconds: 2, input: { x: 1 }, error: 'no' });
  expect(states.get('l')?.state).toBe('failed');
});

import { expect, it } from 'vitest';
import type { NodeEntry, RunEntry, WaitEntry } from '../engine/journal.ts';
import { openWaits } from './open-waits.ts';

const wait = (path: string): WaitEntry => ({ type: 'wait', path, node: 'form', number: 0, wait: { kind: 'input', data: { fields: [] } }, at: 0 });
const done = (path: string, control?: 'break' | 'continue'): NodeEntry => ({ type: 'node', path, node: path, title: '', kind: '', inputs: {}, outputs: {}, control, startedAt: 0, endedAt: 0 });

it.each<[string, RunEntry[], string[]]>([
  ['that is asked', [wait('form'), done('other')], ['form']],
  ['that is answered', [wait('form'), { type: 'answer', path: 'form', number: 0, answer: {}, at: 0 }], []],
  ['whose loop has ended', [wait('each#0/form'), done('each')], []],
  ['whose round was broken off, maybe before it was asked', [done('each#0/stop', 'continue'), wait('each#0/form'), wait('each#1/form')], ['each#1/form']],
  ['in a workflow in such a round', [wait('each#1/sub/form'), done('each#1/stop', 'break')], []],
  ['in an element that is done', [wait('each#1/form'), wait('each#10/form'), done('each#1')], ['each#10/form']],
  ['beside what is done', [wait('each#0/form'), done('each#0/other'), done('eac'), done('each#0/for')], ['each#0/form']],
])('a run waits for what nobody has left: %s', (_what, entries, open) => {
  expect(openWaits(entries).map(({ path }) => path)).toEqual(open);
});

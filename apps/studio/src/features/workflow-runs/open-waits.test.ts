import { expect, it } from 'vitest';
import { openWaits } from './open-waits.ts';
import type { RunEntry } from './run-watcher.ts';

const wait = (path: string, number: number, kind: 'question' | 'input' | 'approval' | 'time', data: unknown, until?: number): RunEntry => ({
  type: 'wait', path, node: path, number, event_id: `1/${number}/${path}`, wait: { kind, data, ...(until !== undefined && { until }) }, at: 0,
});
const answer = (path: string, number: number): RunEntry => ({ type: 'answer', path, number, answer: 'yes', at: 1 });
const asked = (content: unknown) => ({ messages: [{ type: 'question', content }] });

it('what is open are the waits without an answer, the last of each node', () => {
  const entries = [wait('q', 0, 'question', asked('Your name?')), answer('q', 0), wait('q', 1, 'question', asked('Your age?')), wait('t', 0, 'time', {}, 99), wait('a', 0, 'approval', { content: 'Send it?', fields: [], assignees: [] }), answer('a', 0)];
  expect(openWaits(entries)).toEqual([
    { eventId: '1/1/q', path: 'q', nodeId: 'q', asks: { kind: 'question', text: 'Your age?', options: [] } },
    { eventId: '1/0/t', path: 't', nodeId: 't', asks: { kind: 'time' }, until: 99 },
  ]);
});

it('a question may have options', () => {
  const [open] = openWaits([wait('q', 0, 'question', asked({ question: 'Which?', options: [{ name: 'Red' }, { name: 'Blue' }] }))]);
  expect(open?.asks).toEqual({ kind: 'question', text: 'Which?', options: ['Red', 'Blue'] });
});

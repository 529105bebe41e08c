import { describe, expect, it } from 'vitest';
import { EventParser } from './events.ts';

const text = 'event:one\ndata:{"a":"ä"}\n\n\n: a comment\nevent: two\r\ndata: first\r\ndata:second\r\n\r\nevent:none\n\ndata:plain\n\n';

const events = [
  { event: 'one', data: '{"a":"ä"}' },
  { event: 'two', data: 'first\nsecond' },
  { event: 'message', data: 'plain' },
];

describe('the events of a stream', () => {
  it.each([1, 2, 3, 7, 1000])('are the same in pieces of %i characters', (size) => {
    const parser = new EventParser();
    const found = [];
    for (let at = 0; at < text.length; at += size) found.push(...parser.push(text.slice(at, at + size)));
    expect(found).toEqual(events);
  });

  it('that are not finished are not told', () => {
    expect(new EventParser().push('event:one\ndata:1\n')).toEqual([]);
  });
});

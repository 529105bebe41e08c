import { expect, it } from 'vitest';
import { retentionDays } from './retention.ts';

it('says how long each kind is kept', () => {
  expect(retentionDays('traces=30d, audit=730d work=1d')).toEqual({ traces: 30, audit: 730, work: 1 });
  expect(retentionDays('')).toEqual({});
});

it.each(['traces', 'traces=30', 'traces=0d', 'chats=3d', 'traces=40000d', 'traces=1.5d', '=1d'])('is not understood as %j, and says what is', (text) => {
  expect(() => retentionDays(text)).toThrow(/it must be a kind \(conversations, traces/);
});

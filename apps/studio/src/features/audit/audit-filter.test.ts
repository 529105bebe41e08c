import { expect, it } from 'vitest';
import { queryOf } from './audit-filter.ts';

it('asks for whole days in the zone of the reader, the last one included', () => {
  expect(queryOf({ from: '2026-01-31', to: '2026-01-31' })).toEqual({
    from: new Date(2026, 0, 31).getTime() / 1000,
    to: new Date(2026, 1, 1).getTime() / 1000,
  });
});

it('leaves out what is empty', () => {
  expect(queryOf({ action: ' ', actor: '', from: '', to: '' })).toEqual({});
  expect(queryOf({ action: ' member.add ', actor: '7' })).toEqual({ action: 'member.add', actor_id: '7' });
});

import { describe, expect, it } from 'vitest';
import { addressOf, type ConversationFilter, filterOf, queryOf } from './conversation-filter.ts';

describe('a search of conversations', () => {
  it.each<ConversationFilter>([{ by: 'all' }, { by: 'user', text: '陈女士', bot: '42' }, { by: 'failed', from: '2026-01-31', to: '2026-02-01' }])(
    'stands in the address: %j',
    (filter) => expect(filterOf(addressOf(filter))).toEqual(filter),
  );

  it('leaves an address that it does not know alone', () => {
    expect(filterOf(new URLSearchParams('by=colour&page=3'))).toEqual({ by: 'all' });
  });

  it('asks for whole days of the reader', () => {
    expect(queryOf({ by: 'failed', from: '2026-01-31', to: '2026-01-31' })).toEqual({
      failed: 'true', from: new Date(2026, 0, 31).getTime() / 1000, to: new Date(2026, 1, 1).getTime() / 1000,
    });
  });

  it('by name knows no days, and an empty one asks for all', () => {
    expect(queryOf({ by: 'name', text: 'Ret', from: '2026-01-31', bot: '42' })).toEqual({ name: 'Ret', bot_id: '42' });
    expect(queryOf({ by: 'name' })).toEqual({});
    expect(queryOf({ by: 'user' })).toEqual({});
  });
});

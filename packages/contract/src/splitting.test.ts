import { describe, expect, it } from 'vitest';
import { splitRules } from './splitting.ts';

describe('rules of splitting', () => {
  it('need nothing but their mode', () => {
    expect(splitRules.parse({ mode: 'automatic' })).toEqual({ mode: 'automatic', max_tokens: 300, overlap: 0 });
    expect(splitRules.parse({ mode: 'custom' })).toMatchObject({ separator: '\n', max_tokens: 800, overlap: 0, remove_extra_spaces: false, remove_urls_emails: false });
    expect(splitRules.parse({ mode: 'rows' })).toEqual({ mode: 'rows', header_row: 1 });
  });

  it.each([
    ['an overlap of more than half', { mode: 'automatic', max_tokens: 100, overlap: 51 }],
    ['children as large as their parents', { mode: 'parent_child', parent_max_tokens: 100, child_max_tokens: 100 }],
    ['data above the header', { mode: 'rows', header_row: 3, first_row: 3 }],
    ['an empty separator', { mode: 'custom', separator: '' }],
    ['fields of another mode', { mode: 'automatic', separator: '#' }],
    ['an unknown mode', { mode: 'magic' }],
  ])('refuse %s', (_, rules) => {
    expect(splitRules.safeParse(rules).success).toBe(false);
  });
});

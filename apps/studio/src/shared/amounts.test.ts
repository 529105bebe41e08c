import { describe, expect, it } from 'vitest';
import { formatBytes, formatDuration, formatMoney, formatShort } from './amounts.ts';

describe('amounts', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1_500_000, '1.5 MB'],
    [5e15, '5,000 TB'],
  ])('show %d bytes as %s', (bytes, text) => expect(formatBytes(bytes, 'en')).toBe(text));

  it.each([
    [0, '$0.00'],
    [0.000123, '$0.00012'],
    [12.345, '$12.35'],
  ])('show %d dollars as %s', (amount, text) => expect(formatMoney(amount, 'USD', 'en')).toBe(text));

  it('are short where there are many', () => {
    expect(formatShort(1_234_567, 'en')).toBe('1.2M');
    expect(formatShort(1_234_567, 'zh-CN')).toBe('123.5万');
  });

  it('show times in the unit that fits', () => {
    expect(formatDuration(340, 'en')).toBe('340 ms');
    expect(formatDuration(2_340, 'en')).toBe('2.3 sec');
    expect(formatDuration(90_000, 'en')).toBe('1.5 min');
    expect(formatDuration(36 * 3_600_000, 'en')).toBe('1.5 days');
    expect(formatDuration(0, 'en')).toBe('0 ms');
  });
});

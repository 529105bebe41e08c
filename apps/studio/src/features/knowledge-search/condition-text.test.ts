import { expect, it } from 'vitest';
import { conditionText } from './condition-text.ts';

it('says a condition in a line', () => {
  const inWords = (isOn: boolean): string => (isOn ? '是' : '否');
  expect(conditionText({ field: 'price', gte: 3, lt: 9 }, inWords)).toBe('price ≥ 3, < 9');
  expect(conditionText({ field: 'open', in: [true, 'later', 2] }, inWords)).toBe('open: 是 / later / 2');
});

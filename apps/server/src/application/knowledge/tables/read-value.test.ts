import { describe, expect, it } from 'vitest';
import { readDate } from './read-date.ts';
import { readNumber } from './read-number.ts';
import { guessType, readValue } from './read-value.ts';

describe('a date in a table', () => {
  it.each([
    ['2024-03-05', '2024-03-05'], ['2024/3/5', '2024-03-05'], ['2024.3.5', '2024-03-05'], ['20240305', '2024-03-05'],
    ['2024年3月5日', '2024-03-05'], ['2024年03月05日 星期二', '2024-03-05'], ['２０２４年３月５日', '2024-03-05'], ['2024年3月', '2024-03'], ['2024年', '2024'], ['2024-03', '2024-03'],
    ['二〇二四年三月五日', '2024-03-05'], ['二零二四年十二月三十一日', '2024-12-31'], ['二〇二四年十月二十日', '2024-10-20'], ['二〇二四年', '2024'], ['2024年三月', '2024-03'],
    ['March 5, 2024', '2024-03-05'], ['Mar 5th 2024', '2024-03-05'], ['Tue, 5 Mar 2024', '2024-03-05'], ['5-Sept-2024', '2024-09-05'], ['March 2024', '2024-03'],
    ['3/5/2024', '2024-03-05'], ['25/3/2024', '2024-03-25'],
    ['2024-03-05 14:30', '2024-03-05T14:30:00'], ['2024-03-05T14:30:09.5', '2024-03-05T14:30:09'], ['2024年3月5日 下午2:30', '2024-03-05T14:30:00'], ['2024年3月5日14时30分', '2024-03-05T14:30:00'],
    ['3/5/2024 12:05 am', '2024-03-05T00:05:00'], ['2024-03-05T14:30:00+08:00', '2024-03-05T06:30:00Z'],
  ])('%s is %s', (text, iso) => {
    expect(readDate(text)).toBe(iso);
  });

  it.each(['2024-02-30', '2024-13-01', '2024-03-05 25:00', '2024-03-05 or later', 'Foo 5, 2024', '5.2024', '12345', 'soon', '', '2024年3月5日之前', '1-2024', '二〇二四', '二〇二四年十三月', '二〇二四年三月三十二日', '三年二班'])('%s is none', (text) => {
    expect(readDate(text)).toBeUndefined();
  });

  it('begins with its day where the others of its column do', () => {
    expect(readDate('5/3/2024', true)).toBe('2024-03-05');
    expect(readDate('3/25/2024', true)).toBe('2024-03-25');
  });
});

describe('a number in a table', () => {
  it.each([
    ['12', 12], ['-3.50', -3.5], ['+7', 7], ['1,299.00', 1_299], ['１，２９９', 1_299], ['12.5%', 12.5], ['５０％', 50], ['¥1,299', 1_299], ['￥99', 99], ['-$5', -5], ['$ -5', -5], ['$     1,299.00', 1_299], ['99元', 99], ['USD 20', 20], ['1e3', 1_000], ['007', 7],
    ['３００', 300], ['－３．５', -3.5], ['1.2万', 12_000], ['1.1万元', 11_000], ['¥3,000万', 30_000_000], ['３億', 300_000_000], ['2.5千万', 25_000_000], ['1.5万亿', 1_500_000_000_000], ['-5 千', -5_000],
    ['($5.00)', -5], ['（１，２００）', -1_200], ['$(5)', -5], ['(12.5%)', -12.5],
  ])('%s is %d', (text, number) => {
    expect(readNumber(text)).toBe(number);
  });

  it.each(['', 'abc', '1,2', '12,34', '1 2', '--5', '-$-5', '12345678901234567890', '3pm', '1.2.3', '万', '1.2万2', '(5', '5)', '(-5)', '-(5)', '()', '3万人'])('%s is none', (text) => {
    expect(readNumber(text)).toBeUndefined();
  });
});

it.each(['-', '$', '1', '2024', 'May', '5 May'])('a cell that begins with %s and goes on with spaces is read, however many they are', (beginning) => {
  const text = `${beginning}${' '.repeat(100_000)}x`;
  expect([readNumber(text), readDate(text)]).toEqual([undefined, undefined]);
});

describe('the type of a column', () => {
  it.each([
    [['1', '-20', '-', ''], 'integer'],
    [['1', '2.5'], 'number'],
    [['¥1,299', '¥99', '暂无'], 'number'],
    [['３００', '－７'], 'integer'],
    [['1.2万', '8000'], 'number'],
    [['($5.00)', '$7'], 'number'],
    [['(1)', '(2)'], 'text'],
    [['二〇二四年三月五日', '2024年'], 'date'],
    [['2024-01-02', '2024年1月3日'], 'date'],
    [['是', '否'], 'boolean'],
    [['Yes', 'no'], 'boolean'],
    [['007', '12'], 'text'],
    [['12E5', '34E5'], 'text'],
    [['12345678901234567890'], 'text'],
    [['1', 'one'], 'text'],
    [['-', ''], 'text'],
    [[], 'text'],
  ] as const)('of %j is %s', (values, type) => {
    expect(guessType(values)).toBe(type);
  });

  it('says how a value is read', () => {
    expect(readValue('√', { type: 'boolean' })).toBe(true);
    expect(readValue('0', { type: 'boolean' })).toBe(false);
    expect(readValue('maybe', { type: 'boolean' })).toBeUndefined();
    expect(readValue('2.5', { type: 'integer' })).toBeUndefined();
    expect(readValue('红, 绿、蓝；red;红', { type: 'tags' })).toEqual(['红', '绿', '蓝', 'red']);
    expect(readValue('12', { type: 'text' })).toBe('12');
  });
});

import { describe, expect, it } from 'vitest';
import { ranksOf } from './expected-passage.ts';

const long = 'The lighthouse on the northern cape was built in 1871 of granite that came by ship. Its lamp burns all night, and a keeper lives beside it through the winter.';
const other = 'A harbour town grew around the fishing fleet, and every spring its boats are painted anew before they leave for the banks in the west.';
const none = { whole: false };
const rows = { whole: true };

describe('the rank of an expected passage', () => {
  it('is the place of the passage itself, whatever it says by now', () => {
    expect(ranksOf([{ passageId: 'b', text: long }], [{ id: 'a', text: other }, { id: 'b', text: 'Changed by hand.' }], none)).toEqual([2]);
  });

  it('survives a new reading, under other ids, spaces and marks', () => {
    expect(ranksOf([{ passageId: 'd-1-0', text: long }], [{ id: 'd-2-4', text: long.replaceAll(' ', '\n').replace('.', ' …') }], none)).toEqual([1]);
  });

  it('survives another cut: a good part of it, one around it, or most of it is it', () => {
    const cut = [{ id: 'x', text: long.slice(0, 84) }];
    const around = [{ id: 'x', text: `${other} ${long} ${other}` }];
    const shifted = [{ id: 'x', text: `${long.slice(60)} ${other}` }];
    for (const found of [cut, around, shifted]) expect(ranksOf([{ passageId: 'd-1-0', text: long }], found, none)).toEqual([1]);
  });

  it('is no place where only a little is the same', () => {
    const found = [{ id: 'x', text: other }, { id: 'y', text: 'The lighthouse' }, { id: 'z', text: `${long.slice(0, 60)} ${other}` }];
    expect(ranksOf([{ passageId: 'd-1-0', text: long }], found, none)).toEqual([0]);
  });

  it('is that of the passage in which a quote stands, however short', () => {
    expect(ranksOf([{ text: 'Built in 1871' }, { text: 'built in 1872' }], [{ id: 'a', text: other }, { id: 'b', text: long }], none)).toEqual([2, 0]);
  });

  it('is that of the very row, though others are alike', () => {
    const row = (name: string) => `Product: ${name}\nCategory: garden tools of the better kind\nMaker: Example Works of Exampletown\nYear: 2024`;
    const found = [{ id: 'd-2-0', text: row('Spade') }, { id: 'd-2-1', text: row('Rake') }];
    expect(ranksOf([{ passageId: 'd-1-1', text: row('Rake') }], found, rows)).toEqual([2]);
    expect(ranksOf([{ text: 'Rake' }], found, rows)).toEqual([2]);
  });
});

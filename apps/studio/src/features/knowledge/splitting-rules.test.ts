import { splitRules } from '@buckle/contract';
import { describe, expect, it } from 'vitest';
import { defaultsOf, modesFor, problemOf, shownSeparator, typedSeparator, usualRules } from './splitting-rules.ts';

describe('the rules of splitting', () => {
  it('begin with the defaults of the API', () => {
    for (const rules of Object.values(defaultsOf)) expect(splitRules.parse({ mode: rules.mode })).toEqual(rules);
  });

  it('are those that the format of a data set allows', () => {
    expect(usualRules('text').mode).toBe('automatic');
    expect(modesFor('table')).toEqual(['rows']);
  });

  it.each([
    [{ ...defaultsOf.automatic, overlap: 151 }, 'overlap'],
    [{ ...defaultsOf.automatic, overlap: 150 }, undefined],
    [{ ...defaultsOf.custom, separator: '' }, 'separator'],
    [{ ...defaultsOf.parent_child, child_max_tokens: 1_000 }, 'child'],
    [{ ...defaultsOf.rows, first_row: 2, header_row: 2 }, 'firstRow'],
    [defaultsOf.hierarchy, undefined],
  ] as const)('are refused where the API refuses them (%o)', (rules, problem) => {
    expect(problemOf(rules)).toBe(problem);
    expect(splitRules.safeParse(rules).success).toBe(problem === undefined);
  });

  it('have separators that are typed in one line', () => {
    expect(typedSeparator(String.raw`\n\n`)).toBe('\n\n');
    expect(shownSeparator(typedSeparator(String.raw`a\tb\n`))).toBe(String.raw`a\tb\n`);
  });
});

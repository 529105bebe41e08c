import { readFileSync } from 'node:fs';
import { theme } from 'antd';
import { describe, expect, it } from 'vitest';
import { themeOf } from './theme.ts';

const css = readFileSync(new URL('first-sight.css', import.meta.url), 'utf8');
const colours = [...css.matchAll(/--ant-([a-z-]+): light-dark\((.+), (#\w+|rgba\([^)]+\))\);/g)].map(([, name = '', light, dark]) => ({ name, light, dark }));

describe('the first sight of a page', () => {
  it.each(colours)('has the $name that the page then has', ({ name, light, dark }) => {
    const token = name.replace(/-(\w)/g, (_all, letter: string) => letter.toUpperCase());
    const of = (isDark: boolean): unknown => new Map(Object.entries(theme.getDesignToken(themeOf(isDark, false)))).get(token);
    expect([light, dark]).toEqual([of(false), of(true)]);
  });

  it('has its size of text', () => {
    expect(colours.length).toBeGreaterThan(5);
    const { fontSize, lineHeight } = theme.getDesignToken(themeOf(false, false));
    expect(css).toContain(`--ant-font-size: ${fontSize}px;`);
    expect(css).toContain(`--ant-line-height: ${lineHeight};`);
  });
});

import { describe, expect, it } from 'vitest';
import { hasMath, withUniformMath } from './math-text.ts';

describe('formulas in the text of a model', () => {
  it.each([
    ['It costs $5 or $10.', 'It costs \\$5 or \\$10.'],
    ['Area: $a^2$.', 'Area: $a^2$.'],
    ['Area: \\(a^2\\), or $5.', 'Area: $a^2$, or \\$5.'],
    ['$$\nx\n$$', '$$\nx\n$$'],
    ['\\[ x + y \\]', '\n$$\nx + y\n$$\n'],
    ['Run `echo $HOME $PATH` for $x$', 'Run `echo $HOME $PATH` for $x$'],
    ['```sh\necho $A $B\n```', '```sh\necho $A $B\n```'],
  ])('%j is written %j', (text, uniform) => {
    expect(withUniformMath(text)).toBe(uniform);
  });

  it.each([
    ['It costs $5 or $10.', false],
    ['`$x$` and ```\n$$y$$```', false],
    ['The set $A$.', true],
    ['\\(a\\)', true],
    ['A long\n$$\na\n$$', true],
  ])('are there in %j: %j', (text, found) => {
    expect(hasMath(text)).toBe(found);
  });
});

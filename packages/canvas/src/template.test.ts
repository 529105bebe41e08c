import { describe, expect, it } from 'vitest';
import { parseTemplate } from './template.ts';

const slots = (text: string) => parseTemplate(text).parts.map((part) => (typeof part === 'string' ? part : part.slot === 'input' ? part.path : part.value));

describe('a template', () => {
  it('has texts, and slots that name inputs by their path', () => {
    expect(slots('Hello {{ name }}, {{a.b[0].c}}!')).toEqual(['Hello ', ['name'], ', ', ['a', 'b', 0, 'c'], '!']);
  });

  it('has slots that name the output of a node, or a variable', () => {
    expect(slots('{{block_output_122230.input}}{{global_variable_app["app"]}}')).toMatchObject([
      { expression: 'output', node: '122230', path: ['input'] },
      { expression: 'variable', scope: 'app', path: ['app'] },
    ]);
  });

  it.each(['{{}}', '{{ }}', '{{a b.}}', '{not}', '{{{x', 'plain'])('leaves %j as it stands', (text) => {
    expect(slots(text).filter((slot) => typeof slot !== 'string')).toEqual([]);
  });
});

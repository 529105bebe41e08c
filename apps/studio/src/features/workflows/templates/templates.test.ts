import { parseCanvas, validateCanvas } from '@buckle/canvas';
import { describe, expect, it } from 'vitest';
import { templatesIn } from './index.ts';

describe.each(['en', 'zh-CN'] as const)('the templates (%s)', (language) => {
  it.each(templatesIn(language))('$name has nothing wrong with it', ({ canvas }) => {
    expect(validateCanvas(parseCanvas(canvas)).problems).toEqual([]);
  });
});

it('the templates are the same in both languages, but for their words', () => {
  const shape = (language: 'en' | 'zh-CN') => templatesIn(language).map(({ canvas }) => [canvas['edges'], parseCanvas(canvas).nodes.map(({ id, type }) => [id, type])]);
  expect(shape('zh-CN')).toEqual(shape('en'));
});

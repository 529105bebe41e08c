import { describe, expect, it } from 'vitest';
import { offerInSlot, partsOfTemplate } from './template-text.ts';

describe('a template', () => {
  it('is taken apart into words and slots, which together are the template', () => {
    const text = 'Hello {{name}}, {{ other.x }} {{not a path}}!';
    const parts = partsOfTemplate(text, (slot) => slot.text.includes('name'));
    expect(parts.map(({ text: part }) => part).join('')).toBe(text);
    expect(parts.filter(({ kind }) => kind !== 'plain').map(({ kind, text: part }) => `${kind} ${part}`)).toContain('known {{name}}');
    expect(parts).toContainEqual({ kind: 'unknown', text: '{{ other.x }}' });
  });
});

describe('the offer in a slot', () => {
  const choices = [{ text: 'input', label: 'input' }, { text: 'block_output_1.city', label: 'Weather · city' }];

  it.each([
    ['Say {{', 6, ['input}}', 'block_output_1.city}}'], 6, 6],
    ['Say {{in', 8, ['input}}'], 6, 8],
    ['Say {{in}} more', 8, ['input}}'], 6, 10],
    ['Say {{weath', 11, ['block_output_1.city}}'], 6, 11],
  ])('%j at %i has %j', (text, caret, texts, from, to) => {
    const offer = offerInSlot(text, caret, choices);
    expect(offer).toMatchObject({ from, to });
    expect(offer?.choices.map((choice) => choice.text)).toEqual(texts);
  });

  it('is none outside of braces', () => {
    expect(offerInSlot('Say {{input}} now', 17, choices)).toBeUndefined();
  });
});

import { type DocumentReasonCode, documentReasonInWords, documentReasonOf, documentReasonTexts } from '@buckle/contract';
import i18n from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { knowledge as english } from '../i18n/en/knowledge.ts';
import { knowledge as chinese } from '../i18n/zh-CN/knowledge.ts';
import { failureInWords, reasonText } from './reason-text.ts';

// The keys of a constant are its own: the type of `Object.keys` does not say so.
const codes = Object.keys(documentReasonTexts) as DocumentReasonCode[];

/** A reason of a code with a value for each gap of its text. */
function reasonOf(code: DocumentReasonCode) {
  const gaps = [...documentReasonTexts[code].matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => [name, `<${name}>`]);
  return { code, parameters: Object.fromEntries(gaps) as Record<string, string> };
}

describe.each([['zh-CN', chinese], ['en', english]] as const)('in %s', (language, words) => {
  beforeAll(() => i18n.init({ lng: language, resources: { [language]: { knowledge: words } }, interpolation: { escapeValue: false } }));
  const t = () => i18n.getFixedT(null, 'knowledge');

  it.each(codes)('the reason %s has words with all of its values', (code) => {
    const known = reasonOf(code);
    const text = reasonText('A sentence.', known, t());
    for (const value of Object.values(known.parameters)) expect(text).toContain(value);
    expect(text).not.toMatch(/\{\{|reasons\.|A sentence/);
    expect(/\p{Script=Han}/u.test(text)).toBe(language === 'zh-CN');
  });

  it('a document from before there were codes says what the server said', () => {
    expect(reasonText('It is damaged.', undefined, t())).toBe('It is damaged.');
  });
});

it('the failure of a call that has such a reason is put into words, and no other', async () => {
  await i18n.init({ lng: 'zh-CN', resources: { 'zh-CN': { knowledge: chinese } }, interpolation: { escapeValue: false } });
  const failure = { status: 400, code: 4000, message: 'source: The file is empty.', logId: '1' };
  expect(failureInWords({ ...failure, reasonCode: reasonOf('file_empty') }, i18n.getFixedT(null, 'knowledge'))).toMatchObject({ status: 400, message: chinese.reasons.file_empty });
  expect(failureInWords(failure, i18n.getFixedT(null, 'knowledge'))).toBe(failure);
});

it('a reason has its values as texts', () => {
  const reason = documentReasonOf('cell_too_far', { row: 3, column: 20_000, allowed: 16_384 });
  expect(reason).toEqual({ code: 'cell_too_far', parameters: { row: '3', column: '20000', allowed: '16384' } });
  expect(documentReasonInWords(reason)).toBe('Row 3 has a value in column 20000; 16384 columns are allowed.');
});

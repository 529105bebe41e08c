import { describe, expect, it } from 'vitest';
import { inParts } from '../testing/read-whole.ts';
import { decodeText } from './decode-text.ts';

async function decode(bytes: Uint8Array, part = 7): Promise<string> {
  let text = '';
  for await (const each of decodeText(inParts(bytes, part))) text += each;
  return text;
}

/** Texts that TextDecoder reads and Node cannot write, as bytes in hexadecimal. */
const bytesOf = (hex: string): Uint8Array => Buffer.from(hex.replaceAll(' ', ''), 'hex');

describe('decoding text', () => {
  it.each([
    ['UTF-8', Buffer.from('中文 and English 😀')],
    ['UTF-8 with a mark', Buffer.from('\ufeff中文 and English 😀')],
    ['UTF-16, little end first', Buffer.from('\ufeff中文 and English 😀', 'utf16le')],
    ['UTF-16, big end first', Buffer.from('\ufeff中文 and English 😀', 'utf16le').swap16()],
  ])('reads %s, however it is cut', async (_, bytes) => {
    for (const part of [4, 5, 7, 1_000]) expect(await decode(bytes, part)).toBe('中文 and English 😀');
  });

  it.each([
    ['GB18030', '中国人民的生活', 'd6d0 b9fa c8cb c3f1 b5c4 c9fa bbee'],
    ['Big5', '這是我們的中國', 'b36f ac4f a7da adcc aaba a4a4 b0ea'],
    ['Shift_JIS', 'これは日本語の文章です', '82b1 82ea 82cd 93fa 967b 8cea 82cc 95b6 8fcd 82c5 82b7'],
    ['EUC-KR', '한국어 문장입니다', 'c7d1 b1b9 beee 20 b9ae c0e5 c0d4 b4cf b4d9'],
    ['Windows-1252', 'café “naïve” – déjà vu', '636166e9 20 93 6e61ef7665 94 20 96 20 64e96ae0 2076 75'],
  ])('guesses %s', async (_, text, hex) => {
    expect(await decode(bytesOf(hex))).toBe(text);
    expect(await decode(Buffer.concat([Buffer.from('ASCII before it. '.repeat(10_000)), bytesOf(hex)]), 64 * 1024)).toBe('ASCII before it. '.repeat(10_000) + text);
  });

  it('writes every kind of line break alike, also where it is cut through, and drops control characters', async () => {
    for (const part of [1, 2, 100]) expect(await decode(Buffer.from('a\r\nb\rc\nd\0\u0007e\f.\r'), part)).toBe('a\nb\nc\nde\n\n.\n');
  });

  it('replaces what cannot be decoded', async () => {
    const text = '中文'.repeat(20_000);
    expect(await decode(Buffer.concat([Buffer.from(text), Buffer.from([0xff]), Buffer.from('好')]), 1_000)).toBe(`${text}\ufffd好`);
  });
});

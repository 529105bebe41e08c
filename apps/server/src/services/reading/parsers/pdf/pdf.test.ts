import { describe, expect, it } from 'vitest';
import { makePdf, type PdfLine } from '../../testing/make-pdf.ts';
import { readWhole } from '../../testing/read-whole.ts';

/** A page of lines 14 points apart. */
function page(number: number, ...texts: readonly string[]): PdfLine[] {
  return [{ y: 760, size: 8, text: 'A running title' }, ...texts.map((text, index) => ({ y: 700 - 14 * index, text })), { y: 30, size: 8, text: `- ${number} -` }];
}

describe('pdf', () => {
  it('gives paragraphs out of lines, on which page they begin, and no running titles and page numbers', async () => {
    const pages = [
      page(1, 'A paragraph whose lines are broken because they are full, and whose hyphen-', 'ated words are whole again. It ends here.', '这是一个中文的句子，它在这一行还没有写完，', '到了下一行才结束。'),
      page(2, 'The sentence goes on over the end of the page and is not complete on the page', 'that it begins on but goes'),
      page(3, 'on here. And ends.'),
    ];
    const { passages } = await readWhole('a.pdf', makePdf(pages), { mode: 'automatic', max_tokens: 50 });
    expect(passages.map(({ page: number }) => number)).toEqual([1, 1, 2]);
    expect(passages.map(({ content }) => content).join(' ')).toBe(
      'A paragraph whose lines are broken because they are full, and whose hyphenated words are whole again. It ends here. 这是一个中文的句子，它在这一行还没有写完，到了下一行才结束。 The sentence goes on over the end of the page and is not complete on the page that it begins on but goes on here. And ends.',
    );
  });

  it('takes large lines for headings, by their size', async () => {
    const text = 'Text of the usual size that is the most of all there is in it, by far.';
    const lines = [{ y: 740, size: 24, text: 'Guide' }, { y: 700, size: 16, text: 'Install' }, { y: 660, text }, { y: 620, size: 16, text: 'Use' }, { y: 580, text }];
    expect((await readWhole('a.pdf', makePdf([lines]))).passages).toEqual([
      { content: text, headings: ['Guide', 'Install'], page: 1 },
      { content: text, headings: ['Guide', 'Use'], page: 1 },
    ]);
  });

  it('says that pages are pictures, that it is cut off, or that it is protected', async () => {
    await expect(readWhole('a.pdf', makePdf([[], []]))).rejects.toMatchObject({ reason: { code: 'pdf_of_pictures' }, message: expect.stringContaining('OCR') });
    await expect(readWhole('a.pdf', makePdf([page(1, 'text')]).subarray(0, 300))).rejects.toMatchObject({ reason: { code: 'pdf_damaged' } });
    await expect(readWhole('a.pdf', Buffer.from('%PDF-1.7\nnothing'))).rejects.toMatchObject({ reason: { code: 'pdf_damaged' } });
    const key = `<${'00'.repeat(32)}>`;
    const locked = makePdf([page(1, 'text')], `/Encrypt << /Filter /Standard /V 1 /R 2 /O ${key} /U ${key} /P -4 >> /ID [<00> <00>]`);
    await expect(readWhole('a.pdf', locked)).rejects.toMatchObject({ reason: { code: 'protected' } });
  });
});

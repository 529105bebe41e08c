import { textRules } from '@buckle/contract';
import { describe, expect, it } from 'vitest';
import { defaultReadingLimits } from '../../limits.ts';
import { readDocument } from '../../read-document.ts';
import { docxParagraph, makeDocx, makeEpub, makePptx, makeXlsx, pptxShape } from '../../testing/make-office.ts';
import { contentsOf, inParts, readWhole } from '../../testing/read-whole.ts';

describe('docx', () => {
  it('gives headings by their styles, paragraphs, lists, tables and notes', async () => {
    const cell = (text: string): string => `<w:tc>${docxParagraph(text)}</w:tc>`;
    const item = (text: string): string => `<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>${text}</w:t></w:r></w:p>`;
    const body = [
      docxParagraph('手册', 'S0'),
      docxParagraph('安装', 'S1'),
      `<w:p><w:pPr><w:tabs><w:tab w:pos="1"/></w:tabs></w:pPr><w:r><w:t xml:space="preserve">Run </w:t></w:r><w:r><w:t>npm &amp; go</w:t><w:br/><w:t>on.</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>`,
      item('one'),
      item('two'),
      docxParagraph('Own', 'Own'),
      `<w:tbl><w:tr>${cell('Name')}${cell('Age')}</w:tr><w:tr>${cell('Ann')}${cell('9')}</w:tr></w:tbl>`,
    ].join('');
    const notes = { 'word/footnotes.xml': `<w:footnotes xmlns:w="w"><w:footnote>${docxParagraph('A note.')}</w:footnote></w:footnotes>` };
    expect((await readWhole('a.docx', makeDocx(body, notes))).passages).toEqual([
      { content: 'Run npm & go\non.\n\n- one\n- two', headings: ['手册', '安装'] },
      { content: '| Name | Age |\n| --- | --- |\n| Ann | 9 |\n\nA note.', headings: ['手册', 'Own'] },
    ]);
  });

  it('reads a text box once', async () => {
    const box = (name: string): string => `<mc:${name}><w:txbxContent>${docxParagraph('Boxed.')}</w:txbxContent></mc:${name}>`;
    expect(await contentsOf('a.docx', makeDocx(`<w:p><w:r><w:t>Before.</w:t></w:r><w:r><mc:AlternateContent>${box('Choice')}${box('Fallback')}</mc:AlternateContent></w:r></w:p>`))).toEqual(['Before.\n\nBoxed.']);
  });

  it('is told by its content, whatever its name says', async () => {
    expect(await contentsOf('a.pdf', makeDocx(docxParagraph('Hello')))).toEqual(['Hello']);
    expect(await contentsOf('a.txt', makeDocx(docxParagraph('Hello')))).toEqual(['Hello']);
  });
});

describe('xlsx', () => {
  const rows = [
    '<row r="1"><c r="A1" t="s"><v>0</v></c></row>',
    '<row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2" t="inlineStr"><is><t>Born</t></is></c><c r="D2" t="str"><f>x</f><v>Sum</v></c></row>',
    '<row r="3"><c r="A3" t="s"><v>2</v></c><c r="B3" s="1"><v>45322</v></c><c r="D3"><v>0.30000000000000004</v></c></row>',
    '<row r="5"><c r="A5" t="b"><v>1</v></c><c r="B5" s="2"><v>45322.354166666664</v></c><c r="C5" s="3"><v>7</v></c></row>',
  ].join('');
  const strings = ['Staff of 2024', 'Name', '张三 &amp; co'];

  it('gives each sheet that is shown as a table, with dates, sums and texts as they are shown', async () => {
    const workbook = makeXlsx({ Staff: rows, hidden: rows, 空: '', Other: '<row><c t="inlineStr"><is><t>x</t></is></c><c><v>1</v></c></row>' }, strings);
    expect((await readWhole('a.xlsx', workbook)).passages).toEqual([
      {
        content: 'Staff of 2024\n\n| Name | Born | column 3 | Sum |\n| --- | --- | --- | --- |\n| 张三 & co | 2024-01-31 |  | 0.3 |\n| TRUE | 2024-01-31 08:30:00 | 7 |',
        headings: [],
        sheet: 'Staff',
      },
      { content: 'x\n1', headings: [], sheet: 'Other' },
    ]);
  });

  it('gives the rows of the sheet that the rules name', async () => {
    const workbook = makeXlsx({ First: rows, Second: '<row r="1"><c t="inlineStr"><is><t>id</t></is></c></row><row r="2"><c><v>7</v></c></row>' }, strings);
    const second = await readWhole('a.xlsx', workbook, { mode: 'rows', sheet: 'Second' });
    expect(second.passages).toEqual([{ content: 'id: 7', headings: [], sheet: 'Second', row: { id: '7' } }]);
    const first = await readWhole('a.xlsx', workbook, { mode: 'rows', header_row: 2 });
    expect(first.passages.map(({ row }) => row?.['Name'])).toEqual(['张三 & co', 'TRUE']);
    await expect(readWhole('a.xlsx', workbook, { mode: 'rows', sheet: 'Third' })).rejects.toMatchObject({ reason: { code: 'sheet_missing' }, message: expect.stringContaining('"First", "Second"') });
  });

  it('leaves macros alone', async () => {
    expect(await contentsOf('a.xlsm', makeXlsx({ S: '<row><c><v>1</v></c></row>' }, [], { 'xl/vbaProject.bin': new Uint8Array(100) }))).toEqual(['1']);
  });
});

describe('pptx', () => {
  it('gives each slide as a page under its title, with tables and notes', async () => {
    const cells = (...texts: string[]): string => `<a:tr>${texts.map((text) => `<a:tc><a:txBody><a:p><a:r><a:t>${text}</a:t></a:r></a:p></a:txBody></a:tc>`).join('')}</a:tr>`;
    const table = `<p:graphicFrame><a:tbl>${cells('A', 'B')}${cells('1', '2')}</a:tbl></p:graphicFrame>`;
    const slides = makePptx([
      { title: 'First', shapes: pptxShape(['one', 'two']) + pptxShape(['3'], 'sldNum') },
      { shapes: pptxShape(['No title.']) },
      { title: 'Third', shapes: table, notes: 'Say hello.' },
    ]);
    expect((await readWhole('a.pptx', slides)).passages).toEqual([
      { content: 'one\ntwo', headings: ['First'], page: 1 },
      { content: 'No title.', headings: [], page: 2 },
      { content: '| A | B |\n| --- | --- |\n| 1 | 2 |\n\nSay hello.', headings: ['Third'], page: 3 },
    ]);
  });
});

describe('epub', () => {
  it('says how far it is by its chapters', async () => {
    const chapter = '<p>A sentence that is said again and again.</p>'.repeat(2_000);
    const bytes = makeEpub({ 'a.xhtml': chapter, 'b.xhtml': chapter });
    const seen: number[] = [];
    const source = { chunks: inParts(bytes, 1_000), fileName: 'a.epub', size: bytes.length };
    for await (const { done } of readDocument(source, textRules.parse({ mode: 'automatic' }), defaultReadingLimits)) seen.push(done);
    expect(seen[0]).toBeLessThan(1);
    expect(seen.at(-1)).toBe(1);
    expect(seen).toEqual(seen.toSorted((one, other) => one - other));
  });

  it('gives the chapters in the order in which they are read', async () => {
    const book = makeEpub({ 'z 章.xhtml': '<h1>One</h1><p>First.</p>', 'a.xhtml': '<h1>Two</h1><p>Second&#160;one.<br/>Line.</p><script>no()</script>' });
    expect((await readWhole('a.epub', book)).passages).toEqual([
      { content: 'First.', headings: ['One'] },
      { content: 'Second one.\nLine.', headings: ['Two'] },
    ]);
  });

  it('that is protected is said to be so', async () => {
    const book = makeEpub({ 'a.xhtml': 'x' }, { 'META-INF/encryption.xml': '<encryption><CipherReference URI="OEBPS/a.xhtml"/></encryption>' });
    await expect(readWhole('a.epub', book)).rejects.toMatchObject({ reason: { code: 'book_protected' } });
  });
});

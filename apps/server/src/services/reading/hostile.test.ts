import { deflateSync } from 'node:zlib';
import { textRules, type TextRulesInput } from '@buckle/contract';
import { afterAll, describe, expect, it } from 'vitest';
import { defaultReadingLimits, type ReadingLimits } from './limits.ts';
import type { ReadPassage } from './passage.ts';
import { openReader, type Reader } from './reader.ts';
import { ReadingThread } from './reading-thread.ts';
import { docxParagraph, makeDocx, makeXlsx } from './testing/make-office.ts';
import { makePdf } from './testing/make-pdf.ts';
import { makeZip } from './testing/make-zip.ts';
import { inParts } from './testing/read-whole.ts';

/** Every one of these ends sooner; a slow machine gets its time. */
const LONGEST = 60_000;

const readers: Reader[] = [];
afterAll(async () => {
  await Promise.all(readers.map((reader) => reader.close()));
});

function open(limits: Partial<ReadingLimits> = {}): Reader {
  const reader = openReader({ most: 1, limits });
  readers.push(reader);
  return reader;
}

const usual = open();

/** How many passages a source gave, and the last of them. */
async function read(fileName: string, body: Uint8Array | AsyncIterable<Uint8Array>, options: { rules?: TextRulesInput; reader?: Reader } = {}): Promise<{ count: number; last: ReadPassage | undefined }> {
  const source = { fileName, body: body instanceof Uint8Array ? inParts(body, 256 * 1024) : body };
  let count = 0;
  let last: ReadPassage | undefined;
  for await (const { passages } of (options.reader ?? usual).read(source, textRules.parse(options.rules ?? { mode: 'automatic' }), { signal: new AbortController().signal })) {
    count += passages.length;
    last = passages.at(-1) ?? last;
  }
  return { count, last };
}

async function* repeated(part: string, count: number, first = '', last = ''): AsyncGenerator<Uint8Array, void, undefined> {
  yield Buffer.from(first);
  const bytes = Buffer.from(part);
  for (let index = 0; index < count; index += 1) yield bytes;
  yield Buffer.from(last);
}

describe('packages that unpack to more than there is room for', { timeout: LONGEST }, () => {
  const BOMB = ' '.repeat(64 * 1024 * 1024);

  it.each([
    ['a docx', 'a.docx', () => makeDocx(BOMB)],
    ['a sheet of an xlsx', 'a.xlsx', () => makeXlsx({ A: BOMB })],
    ['the texts of an xlsx', 'a.xlsx', () => makeXlsx({ A: '' }, [], { 'xl/sharedStrings.xml': `<sst><si><t>${BOMB}</t></si></sst>` })],
  ])('%s is refused', async (_, name, make) => {
    await expect(read(name, make())).rejects.toMatchObject({ reason: { code: 'package_too_large' } });
  });

  it('are refused also where the bomb is one of many small parts, or there are too many parts', async () => {
    const sheets = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`S${index}`, ' '.repeat(1024 * 1024)]));
    await expect(read('a.xlsx', makeXlsx(sheets), { reader: open({ unpackedBytes: 5 * 1024 * 1024 }) })).rejects.toMatchObject({ reason: { code: 'package_too_large', parameters: { megabytes: '5' } } });
    const many = Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`word/media/${index}`, 'x']));
    await expect(read('a.docx', makeDocx('', many), { reader: open({ entries: 1_000 }) })).rejects.toMatchObject({ reason: { code: 'package_of_too_many', parameters: { allowed: '1000' } } });
  });

  it('are held to the size that they claim', async () => {
    const docx = makeDocx(docxParagraph('text '.repeat(1_000)));
    // The sizes after unpacking, in the entry and in the directory.
    const lie = (at: number): void => void docx.writeUInt32LE(50, at);
    lie(docx.indexOf('PK\u0003\u0004') + 22);
    lie(docx.indexOf('PK\u0001\u0002') + 24);
    await expect(read('a.docx', docx)).rejects.toMatchObject({ reason: { code: 'package_damaged' } });
  });

  it('such as a pdf whose page is one, end with what they may use', async () => {
    const pdf = makePdf([[{ y: 700, text: 'page' }]]).toString('latin1');
    const bomb = deflateSync(Buffer.alloc(96 * 1024 * 1024, ' '), { level: 1 });
    // Twice packed, it takes a few kB.
    const twice = deflateSync(bomb, { level: 9 });
    const [before = '', rest = ''] = pdf.split(/<< \/Length \d+ >>\nstream\n[^]*?\nendstream/);
    const page = Buffer.concat([Buffer.from(`${before}<< /Filter [/FlateDecode /FlateDecode] /Length ${twice.length} >>\nstream\n`, 'latin1'), twice, Buffer.from(`\nendstream${rest}`, 'latin1')]);
    const reader = open({ bufferMegabytes: 32 });
    await expect(read('a.pdf', page, { reader })).rejects.toMatchObject({ name: 'Unreadable', reason: { code: expect.stringMatching(/memory|damaged|pictures/) } });
    expect(await read('a.txt', Buffer.from('Next.'), { reader })).toMatchObject({ count: 1 });
  });
});

describe('what is cut off', { timeout: LONGEST }, () => {
  it.each([
    ['a docx', 'a.docx', makeDocx(docxParagraph('text'))],
    ['an xlsx', 'a.xlsx', makeXlsx({ A: '<row><c><v>1</v></c></row>' })],
    ['a pdf', 'a.pdf', makePdf([[{ y: 700, text: 'some text' }]])],
  ])('gives a reason: %s', async (_, name, bytes) => {
    await expect(read(name, bytes.subarray(0, Math.floor(bytes.length / 3)))).rejects.toMatchObject({ name: 'Unreadable', reason: { code: expect.stringMatching(/_damaged$/) } });
  });
});

describe('what nests too deeply', { timeout: LONGEST }, () => {
  const DEEP = 300_000;

  it.each([
    ['HTML', 'a.html', '<div>'.repeat(DEEP)],
    ['JSON', 'a.json', '['.repeat(DEEP)],
    ['JSON that ends', 'a.json', `{"a":${'['.repeat(DEEP)}${']'.repeat(DEEP)}}`],
    ['objects', 'a.json', '{"a":'.repeat(DEEP)],
    ['a docx', 'a.docx', makeDocx('<w:tbl>'.repeat(DEEP))],
  ])('gives a reason: %s', async (_, name, content) => {
    await expect(read(name, Buffer.from(content))).rejects.toMatchObject({ name: 'Unreadable', reason: { code: expect.stringMatching(/_too_deep$/) } });
  });
});

describe('what is very long', { timeout: LONGEST }, () => {
  it('reads a million rows of csv one by one', async () => {
    const { count, last } = await read('a.csv', repeated('1,Ann,2024-01-02\n'.repeat(1_000), 1_000, 'id,name,day\n'), { rules: { mode: 'rows' } });
    expect(count).toBe(1_000_000);
    expect(last?.row).toEqual({ id: '1', name: 'Ann', day: '2024-01-02' });
  });

  it('reads text without any place to cut at', async () => {
    expect((await read('a.txt', repeated('x'.repeat(100_000), 100))).count).toBe(10_000);
  });

  it.each([
    ['a cell', 'a.csv', repeated('x'.repeat(100_000), 100, 'id,"'), 'row_unclosed'],
    ['a text in JSON', 'a.json', repeated('x'.repeat(100_000), 100, '{"id":"'), 'json_value_too_long'],
  ])('refuses %s that has no end', async (_, name, body, code) => {
    await expect(read(name, body)).rejects.toMatchObject({ name: 'Unreadable', reason: { code } });
  });
});

describe('what is not what it says', { timeout: LONGEST }, () => {
  it('is read as what it is, or gives a reason', async () => {
    expect((await read('a.docx', Buffer.from('Just text.'))).last?.content).toBe('Just text.');
    expect((await read('a.pdf', Buffer.from('<!doctype html><p>A page.</p>'))).last?.content).toBe('A page.');
    expect((await read('a.txt', Buffer.from('BMW is a car. II* and MZ begin no program here.'))).last?.content).toContain('BMW');
    await expect(read('a.docx', makeZip({ 'readme.txt': 'x' }))).rejects.toMatchObject({ reason: { code: 'archive_not_read' } });
    await expect(read('a.txt', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1]))).rejects.toMatchObject({ reason: { code: 'picture_not_read', parameters: { type: 'png' } } });
    await expect(read('a.txt', Buffer.from(Array.from({ length: 5_000 }, (_, index) => (index * 7_919) % 251)))).rejects.toMatchObject({ reason: { code: 'type_unknown' } });
    await expect(read('a.docx', Buffer.from('d0cf11e0a1b11ae1', 'hex'))).rejects.toMatchObject({ reason: { code: 'old_office_or_protected' } });
    await expect(read('a.docx', makeDocx(''))).rejects.toMatchObject({ reason: { code: 'file_without_text' } });
  });
});

describe('a file in two encodings', { timeout: LONGEST }, () => {
  /** 中国人民的生活 */
  const gb18030 = Buffer.from('d6d0b9fac8cbc3f1b5c4c9fabbee', 'hex');
  const utf8 = Buffer.from('长城全长两万一千一百九十六千米。');

  it('is read by the one that it begins with; what that does not know is replaced', async () => {
    const many = Buffer.concat(Array.from({ length: 3_000 }, () => utf8));
    expect((await read('a.txt', Buffer.concat([many, gb18030]))).last?.content).toMatch(/长城.*\ufffd/s);
    const others = Buffer.concat(Array.from({ length: 8_000 }, () => gb18030));
    expect((await read('a.txt', Buffer.concat([others, utf8]))).count).toBeGreaterThan(10);
  });
});

describe('XML that defines entities', { timeout: LONGEST }, () => {
  it('has none of them put in', async () => {
    const laughs = '<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol1 "&lol;&lol;"><!ENTITY file SYSTEM "file:///etc/passwd">]>';
    const docx = makeZip({ 'word/document.xml': `<?xml version="1.0"?>${laughs}<w:document><w:body>${docxParagraph('A &lol1; &file; end.')}</w:body></w:document>` });
    const { last } = await read('a.docx', docx);
    expect(last?.content).toBe('A &lol1; &file; end.');
  });
});

describe('a thread', { timeout: LONGEST }, () => {
  it('that is cancelled in the middle of a long parse is gone, however long that would go on', async () => {
    // It never ends: nobody has set a limit.
    const thread = new ReadingThread({ ...defaultReadingLimits, baseTime: Infinity, stallTime: Infinity });
    const controller = new AbortController();
    const endless = async function* (): AsyncGenerator<Uint8Array, void, undefined> {
      yield Buffer.from('[');
      for (let part = 0; ; part += 1) {
        yield Buffer.from('{"a":1},'.repeat(5_000));
        // The thread has parts of it, and parses them.
        if (part === 20) controller.abort(new Error('No longer wanted.'));
      }
    };
    const reading = (async () => {
      for await (const { done } of thread.read({ fileName: 'a.json', body: endless() }, textRules.parse({ mode: 'automatic' }), controller.signal)) expect(done).toBe(0);
    })();
    await expect(reading).rejects.toThrow('No longer wanted.');
    await thread.gone;
  });

  /** Takes the thread a while, and 40 MB. */
  const workbook = makeXlsx({ A: '' }, Array.from({ length: 40_000 }, (_, index) => `${index} of them. `.repeat(70)));

  it('that has used its time is ended, and the next source is read', async () => {
    const reader = open({ baseTime: 0, timePerMegabyte: 0 });
    await expect(read('a.txt', repeated('More and more text. '.repeat(5_000), Infinity), { reader })).rejects.toMatchObject({ name: 'Unreadable', reason: { code: 'reading_too_slow' } });
    expect((await read('a.txt', Buffer.from('Next.'), { reader })).count).toBe(1);
  });

  it('that has used its memory is ended, and the next source is read', async () => {
    const reader = open({ heapMegabytes: 24 });
    await expect(read('a.xlsx', workbook, { reader })).rejects.toMatchObject({ name: 'Unreadable', reason: { code: 'reading_takes_memory' } });
    expect((await read('a.txt', Buffer.from('Next.'), { reader })).count).toBe(1);
  });
});

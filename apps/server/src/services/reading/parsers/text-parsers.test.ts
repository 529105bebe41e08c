import { describe, expect, it } from 'vitest';
import { contentsOf, readWhole } from '../testing/read-whole.ts';

const CHINESE = '机器学习是人工智能的一个分支。它研究计算机怎样模拟人类的学习行为！';

describe('plain text', () => {
  it('is cut at the same places however its bytes come', async () => {
    const text = `第一章 开始\n\n${CHINESE.repeat(30)}\n${CHINESE}\n\nChapter 2\n\n${'A sentence of English. '.repeat(200)}`;
    const whole = await readWhole('a.txt', text);
    for (const part of [1, 5, 4_096]) expect(await readWhole('a.txt', text, undefined, { part })).toEqual(whole);
  });

  it('takes lines that name chapters for headings', async () => {
    const { passages } = await readWhole('novel.txt', '第一章 风雪\n天很冷。\n第二章 春\n花开了。第三章里会说。\n第三节课开始了，大家都来了。\n');
    expect(passages).toEqual([
      { content: '天很冷。', headings: ['第一章 风雪'] },
      { content: '花开了。第三章里会说。\n第三节课开始了，大家都来了。', headings: ['第二章 春'] },
    ]);
  });

  it('without a line break is cut all the same', async () => {
    const contents = await contentsOf('a.txt', CHINESE.repeat(5_000));
    expect(contents.join('')).toBe(CHINESE.repeat(5_000));
  });
});

describe('Markdown', () => {
  const read = async (text: string): Promise<unknown> => (await readWhole('a.md', text)).passages;

  it('gives headings of both kinds', async () => {
    expect(await read('# A #\n\ntext\n\nB\n===\n\nC\n---\ntext c\n\n####### no heading\n')).toEqual([
      { content: 'text', headings: ['A'] },
      { content: 'text c\n\n####### no heading', headings: ['B', 'C'] },
    ]);
  });

  it('leaves what stands in fences alone', async () => {
    expect(await read('Before:\n```sh\n# no heading\n| a | b |\n```\nafter')).toEqual([{ content: 'Before:\n\n```sh\n# no heading\n| a | b |\n```\n\nafter', headings: [] }]);
  });

  it('reads tables', async () => {
    const { passages } = await readWhole('a.md', 'Prices:\n\n| Name | Price \\| EUR |\n|:--|--:|\n| Tea | 3 |\n| Milk | 1 |\n\nEnd.', { mode: 'rows' });
    expect(passages.map(({ row }) => row)).toEqual([{ Name: 'Tea', 'Price | EUR': '3' }, { Name: 'Milk', 'Price | EUR': '1' }]);
  });

  it('keeps a list and its lines together', async () => {
    expect(await read('- one\n- two\n  more\n\n---\n\n> quoted\n')).toEqual([{ content: '- one\n- two\n  more\n\n> quoted', headings: [] }]);
  });

  it('leaves out pictures that are written into it', async () => {
    const text = `Before ![a chart](data:image/png;base64,${'QUJD'.repeat(50_000)}) between (data) ![b](data:image/gif;base64,AA== "title") after.`;
    const expected = ['Before ![a chart]() between (data) ![b]( "title") after.'];
    for (const part of [3, 64 * 1024]) expect(await contentsOf('a.md', text, { mode: 'automatic' }, { part })).toEqual(expected);
    expect(await contentsOf('a.md', text, { mode: 'custom', separator: '###' })).toEqual(expected);
  });

  it('is left as it was written to rules that look for a separator', async () => {
    expect(await contentsOf('a.md', '## A\ntext\n## B\nmore', { mode: 'custom', separator: '## ' })).toEqual(['A\ntext', 'B\nmore']);
  });
});

describe('HTML', () => {
  const read = async (text: string): Promise<unknown> => (await readWhole('a.html', text)).passages;

  it('gives headings, paragraphs, lists and code, and leaves scripts, styles and navigation out', async () => {
    const page = `<!DOCTYPE html><html><head><title>T</title><style>p{}</style></head><body><nav>Menu</nav><h1>Guide</h1><script>alert("<p>no</p>")</script>
      <p>Some <b>bold</b>\n   text &amp; more.<br>Next.</p><ul><li>one<li>two</ul><ol><li>a</li><li>b</li></ol><h2>Code</h2><pre><code>if (a &lt; b)\n  c();\n</code></pre><!-- no --></body>`;
    expect(await read(page)).toEqual([
      { content: 'Some bold text & more.\nNext.\n- one\n- two\n1. a\n2. b', headings: ['Guide'] },
      { content: '```\nif (a < b)\n  c();\n```', headings: ['Guide', 'Code'] },
    ]);
  });

  it('puts no space where the source of a Chinese text is broken into lines', async () => {
    expect(await contentsOf('a.html', '<p>这是一个\n   很长的句子，\n有三行。</p>')).toEqual(['这是一个很长的句子，有三行。']);
  });

  it('reads tables, and takes a table that lays out a page for text', async () => {
    const table = '<table><tr><th>Name</th><th>Age</th></tr><tr><td>Ann</td><td>9</td></tr><tr><td>Bob</td><td></td></tr></table>';
    expect(await contentsOf('a.html', table)).toEqual(['| Name | Age |\n| --- | --- |\n| Ann | 9 |\n| Bob |  |']);
    const layout = `<table><tr><td>Menu</td><td><h1>Title</h1><p>${'Long text. '.repeat(1_000)}</p><table><tr><td>x</td><td>y</td></tr><tr><td>1</td><td>2</td></tr></table></td></tr></table>`;
    const contents = await contentsOf('a.html', layout);
    expect(contents.join(' ')).toContain('Menu');
    expect(contents.join(' ').match(/Long text\./g)).toHaveLength(1_000);
    expect(contents.join(' ')).toContain('| x | y |');
  });

  it('is told by its content, whatever its name says', async () => {
    expect(await contentsOf('a.txt', '<html><body><p>Hello</p></body></html>')).toEqual(['Hello']);
  });

  it('takes the encoding that it declares where the bytes allow it', async () => {
    const page = Buffer.concat([Buffer.from('<html><meta charset="iso-8859-2"><p>'), Buffer.from([0xb1, 0xe6, 0xea]), Buffer.from('</p></html>')]);
    expect(await contentsOf('a.html', page)).toEqual(['ąćę']);
  });
});

describe('CSV', () => {
  const rows = async (text: string, options = {}): Promise<unknown> => (await readWhole('a.csv', text, { mode: 'rows', ...options })).passages.map(({ row }) => row);

  it('reads quoted cells with separators, quotation marks and line breaks, however its bytes come', async () => {
    const text = 'id,note,name\r\n1,"a, ""b""\nc",Ann\r\n2,,"张三"\r\n\r\n3,"x"';
    const expected = [{ id: '1', note: 'a, "b"\nc', name: 'Ann' }, { id: '2', note: '', name: '张三' }, { id: '3', note: 'x', name: '' }];
    for (const part of [1, 3, 1_000]) {
      const { passages } = await readWhole('a.csv', text, { mode: 'rows' }, { part });
      expect(passages.map(({ row }) => row)).toEqual(expected);
    }
  });

  it.each([['a tab', '\t'], ['a semicolon', ';'], ['a bar', '|']])('finds that %s separates the columns', async (_, separator) => {
    expect(await rows(['a,b', 'c', 'd'].join(separator) + '\n' + ['1,5', '2', '3'].join(separator))).toEqual([{ 'a,b': '1,5', c: '2', d: '3' }]);
  });

  it('takes the rows that the rules name as header and first row', async () => {
    expect(await rows('A report\n\nid,name\nunit,text\n1,Ann\n', { header_row: 3, first_row: 5 })).toEqual([{ id: '1', name: 'Ann' }]);
  });

  it('names columns that have no name or the same, and loses no cell beyond the header', async () => {
    expect(await rows('a,,a\n1,2,3,4\n')).toEqual([{ a: '1', 'column 2': '2', 'a (2)': '3', 'column 4': '4' }]);
  });

  it('is shown as a table by the automatic rules', async () => {
    expect(await contentsOf('a.csv', 'id,name\n1,Ann\n2,Bob\n')).toEqual(['| id | name |\n| --- | --- |\n| 1 | Ann |\n| 2 | Bob |']);
  });

  it('says in which row a quotation mark is not closed', async () => {
    const text = `id,name\n1,Ann\n2,"Bob\n${'3,x\n'.repeat(100_000)}`;
    await expect(readWhole('a.csv', text, undefined, { limits: { cellCharacters: 100_000 } })).rejects.toMatchObject({ name: 'Unreadable', reason: { code: 'row_unclosed', parameters: { row: '3' } } });
  });
});

describe('JSON', () => {
  const objects = [{ id: 1, name: '张三', tags: ['a', 'b'], address: { city: '北京' } }, { id: 2, name: 'Ann "x"', tags: [], address: { city: 'Rome' } }];

  it.each([
    ['a list', JSON.stringify(objects)],
    ['a list in an object', JSON.stringify({ data: objects }, undefined, 2)],
    ['lines', objects.map((each) => JSON.stringify(each)).join('\n')],
  ])('gives each object of %s as a record, however its bytes come', async (_, text) => {
    for (const part of [1, 7, 10_000]) {
      expect(await contentsOf('a.json', text, { mode: 'automatic' }, { part })).toEqual(['id: 1\nname: 张三\ntags: a, b\naddress.city: 北京\n\nid: 2\nname: Ann "x"\naddress.city: Rome']);
    }
    const { passages } = await readWhole('a.json', text, { mode: 'rows' });
    expect(passages.map(({ row }) => row)).toEqual([
      { id: '1', name: '张三', tags: 'a, b', 'address.city': '北京' },
      { id: '2', name: 'Ann "x"', tags: '', 'address.city': 'Rome' },
    ]);
  });

  it('gives lists of objects in records as records of their own, or as JSON where rows are wanted', async () => {
    const text = JSON.stringify([{ id: 1, items: [{ x: 'a' }, { x: 'b' }] }]);
    expect(await contentsOf('a.json', text)).toEqual(['id: 1\n\nitems.x: a\n\nitems.x: b']);
    expect((await readWhole('a.json', text, { mode: 'rows' })).passages[0]?.row).toEqual({ id: '1', items: '[{"x":"a"},{"x":"b"}]' });
    const lines = await readWhole('a.jsonl', '{"id":1,"items":[{"x":"a"}]}\n{"id":2,"items":[]}', { mode: 'rows' });
    expect(lines.passages.map(({ row }) => row)).toEqual([{ id: '1', items: '[{"x":"a"}]' }, { id: '2', items: '' }]);
  });

  it('enters what is too long to be read at once', async () => {
    const long = { info: 'about', list: Array.from({ length: 30_000 }, (_, id) => ({ id, text: 'text of it' })) };
    const { passages } = await readWhole('a.json', JSON.stringify(long), { mode: 'rows' });
    expect(passages).toHaveLength(30_001);
    expect(passages.at(-1)?.row).toEqual({ id: '29999', text: 'text of it' });
  });

  it.each([
    ['that is cut off', '[{"a": 1}, {"a": '],
    ['with a mistake', '[{"a": 1}, {b: 2}]'],
    ['that is none', 'Dear Ann, this is a letter.'],
  ])('%s gives a reason and the place', async (_, text) => {
    await expect(readWhole('a.json', text)).rejects.toMatchObject({ reason: { code: expect.stringMatching(/^json_/) }, message: expect.stringMatching(/JSON: .* at character \d+/) });
  });
});

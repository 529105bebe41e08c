import { textRules, type TextRulesInput } from '@buckle/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateTokens } from '#kernel/estimate-tokens.ts';
import { type Block, paragraph, type Table } from '../parsers/block.ts';
import type { ReadParent, ReadPassage } from '../passage.ts';
import { createSplitter } from './create-splitter.ts';

const CHINESE = '机器学习是人工智能的一个分支。它研究计算机怎样模拟人类的学习行为！以获取新的知识或技能，重新组织已有的知识结构？';
const ENGLISH = 'The quick brown fox, seen by Dr. Smith at 3.14 p.m., jumps over the lazy dog. It lands well! Does it? ';

function split(rules: TextRulesInput, blocks: readonly Block[]): { passages: ReadPassage[]; parents: ReadParent[] } {
  const passages: ReadPassage[] = [];
  const parents: ReadParent[] = [];
  const splitter = createSplitter(textRules.parse(rules), { passage: (passage) => passages.push(passage), parent: (parent) => parents.push(parent) });
  for (const block of blocks) splitter.add(block);
  splitter.end();
  return { passages, parents };
}

function contents(rules: TextRulesInput, blocks: readonly Block[]): string[] {
  return split(rules, blocks).passages.map(({ content }) => content);
}

function heading(level: number, text: string): Block {
  return { kind: 'heading', level, text };
}

function table(columns: readonly string[], rows: readonly (readonly string[])[], layout: Table['layout'] = 'grid'): Block[] {
  const shared = { columns, layout };
  return rows.map((cells) => ({ kind: 'row', table: shared, cells }));
}

const squeezed = (text: string): string => text.replaceAll(/\s+/g, '');

/** Texts with everything that cutting may get wrong. */
const texts = fc
  .array(fc.oneof(fc.constantFrom('。', '！', '. ', '? ', '，', '\n', ' ', '”', 'Dr. ', '3.14', '😀', '𠮷', '机器学习', 'learning', '…'), fc.string({ maxLength: 12, unit: 'grapheme' })), { maxLength: 200 })
  .map((parts) => parts.join(''));

describe('automatic splitting', () => {
  it.each([20, 60, 300])('of any text loses and doubles nothing, and no passage is longer than %i tokens', (tokens) => {
    fc.assert(
      fc.property(fc.array(texts, { maxLength: 8 }), (paragraphs) => {
        const passages = contents({ mode: 'automatic', max_tokens: tokens }, paragraphs.map(paragraph));
        expect(squeezed(passages.join(''))).toBe(squeezed(paragraphs.join('')));
        for (const passage of passages) {
          expect(estimateTokens(passage)).toBeLessThanOrEqual(tokens);
          expect(passage.isWellFormed()).toBe(paragraphs.every((text) => text.isWellFormed()));
        }
      }),
      { numRuns: 150 },
    );
  });

  it('cuts Chinese and English after sentences', () => {
    const passages = contents({ mode: 'automatic', max_tokens: 60 }, [paragraph((CHINESE + ENGLISH).repeat(5))]);
    expect(passages.length).toBeGreaterThan(5);
    for (const passage of passages) expect(passage).toMatch(/[。！？.!?]$/u);
    expect(passages.filter((passage) => passage.endsWith('Dr.') || passage.endsWith('3.'))).toEqual([]);
  });

  it('keeps a paragraph whole where the passage before it is at least half full', () => {
    const [first = '', second = ''] = contents({ mode: 'automatic', max_tokens: 100 }, [paragraph(CHINESE.repeat(2)), paragraph(CHINESE)]);
    expect(first).toBe(CHINESE.repeat(2));
    expect(second).toBe(CHINESE);
  });

  it('puts short paragraphs together', () => {
    expect(contents({ mode: 'automatic' }, [paragraph('One.'), paragraph('Two.')])).toEqual(['One.\n\nTwo.']);
  });

  it('repeats whole sentences up to the overlap, within the limit', () => {
    const sentences = Array.from({ length: 40 }, (_, index) => `这是第${index}句话，说的是一件很小的事情。`);
    const passages = contents({ mode: 'automatic', max_tokens: 60, overlap: 20 }, [paragraph(sentences.join(''))]);
    passages.forEach((passage, index) => {
      expect(estimateTokens(passage)).toBeLessThanOrEqual(60);
      const before = passages[index - 1];
      if (before === undefined) return;
      const repeated = /^[^。]+。/.exec(passage)?.[0] ?? '';
      expect(before.endsWith(repeated)).toBe(true);
    });
    for (const sentence of sentences) expect(passages.join('')).toContain(sentence);
  });

  it('begins a passage at each heading and gives the path of headings', () => {
    const { passages } = split({ mode: 'automatic' }, [heading(1, 'Guide'), paragraph('Intro.'), heading(2, 'Install'), paragraph('Run it.'), heading(3, 'Linux'), paragraph('apt.'), heading(2, 'Use'), paragraph('Click.')]);
    expect(passages).toEqual([
      { content: 'Intro.', headings: ['Guide'] },
      { content: 'Run it.', headings: ['Guide', 'Install'] },
      { content: 'apt.', headings: ['Guide', 'Install', 'Linux'] },
      { content: 'Click.', headings: ['Guide', 'Use'] },
    ]);
  });

  it('makes a passage of a heading under which nothing stands', () => {
    const { passages } = split({ mode: 'automatic' }, [heading(1, 'A'), heading(2, 'Empty'), heading(2, 'B'), paragraph('b'), heading(1, 'Last')]);
    expect(passages).toEqual([
      { content: 'Empty', headings: ['A'] },
      { content: 'b', headings: ['A', 'B'] },
      { content: 'Last', headings: [] },
    ]);
  });

  it('repeats the header of a table in each piece', () => {
    const rows = Array.from({ length: 60 }, (_, index) => [`name ${index}`, `一个|说明 ${index}`]);
    const passages = contents({ mode: 'automatic', max_tokens: 80 }, [paragraph('Before.'), ...table(['Name', '说明'], rows), paragraph('After.')]);
    expect(passages.length).toBeGreaterThan(5);
    for (const passage of passages) {
      expect(passage).toContain('| Name | 说明 |\n| --- | --- |\n| name');
      expect(estimateTokens(passage)).toBeLessThanOrEqual(80);
    }
    expect(passages[0]?.startsWith('Before.\n\n| Name')).toBe(true);
    expect(passages.at(-1)?.endsWith('\n\nAfter.')).toBe(true);
    rows.forEach(([name = '']) => expect(passages.filter((passage) => passage.includes(`| ${name} |`))).toHaveLength(1));
  });

  it('writes a row that is too long for a table as lines, and cuts it on', () => {
    const passages = contents({ mode: 'automatic', max_tokens: 60 }, table(['title', 'text'], [['short', 'one'], ['long', CHINESE.repeat(4)]]));
    expect(passages[0]).toContain('| short | one |');
    expect(passages.join('\n')).toContain('title: long\ntext: 机器学习');
    for (const passage of passages) expect(estimateTokens(passage)).toBeLessThanOrEqual(60);
  });

  it('cuts code between lines, each piece in fences', () => {
    const lines = Array.from({ length: 50 }, (_, index) => `  const value${index} = compute(${index}); // 说明`);
    const passages = contents({ mode: 'automatic', max_tokens: 80 }, [{ kind: 'code', text: lines.join('\n'), language: 'ts', joint: 'paragraph' }]);
    const kept = passages.flatMap((passage) => {
      expect(passage).toMatch(/^```ts\n[^]*\n```$/);
      expect(estimateTokens(passage)).toBeLessThanOrEqual(80);
      return passage.split('\n').slice(1, -1);
    });
    expect(kept).toEqual(lines);
  });

  it('begins a passage on each sheet, and says on which page a passage begins', () => {
    const { passages } = split({ mode: 'automatic' }, [{ kind: 'place', page: 1 }, paragraph('One.'), { kind: 'place', page: 2 }, paragraph('Two.')]);
    expect(passages).toEqual([{ content: 'One.\n\nTwo.', headings: [], page: 1 }]);
    const sheets = split({ mode: 'automatic' }, [{ kind: 'place', sheet: 'A' }, paragraph('One.'), { kind: 'place', sheet: 'B' }, paragraph('Two.')]);
    expect(sheets.passages.map(({ sheet }) => sheet)).toEqual(['A', 'B']);
  });
});

describe('splitting by hierarchy', () => {
  it('makes a passage of each section down to the level, with deeper headings in its text', () => {
    const { passages } = split({ mode: 'hierarchy', levels: 1 }, [heading(1, 'A'), paragraph('a'), heading(2, 'A.1'), paragraph('a1'), heading(1, 'B'), paragraph('b')]);
    expect(passages).toEqual([
      { content: 'a\n\nA.1\n\na1', headings: ['A'] },
      { content: 'b', headings: ['B'] },
    ]);
  });

  it('cuts on a section that is too long', () => {
    const { passages } = split({ mode: 'hierarchy', max_tokens: 100 }, [heading(1, 'A'), paragraph(CHINESE.repeat(10))]);
    expect(passages.length).toBeGreaterThan(3);
    for (const { content, headings } of passages) {
      expect(estimateTokens(content)).toBeLessThanOrEqual(100);
      expect(headings).toEqual(['A']);
    }
  });
});

describe('custom splitting', () => {
  it('cuts wherever the separator stands', () => {
    expect(contents({ mode: 'custom', separator: '###' }, [paragraph('one\ntwo###three ### ###four')])).toEqual(['one\ntwo', 'three', 'four']);
  });

  it('finds a separator that lies across two parts of a text', () => {
    const long = 'x'.repeat(20_000);
    const blocks: Block[] = [`${long}#`, `#${long}`].map((text) => ({ kind: 'text', text, joint: 'directly' }));
    const passages = contents({ mode: 'custom', separator: '##', max_tokens: 8_000 }, blocks);
    expect(passages).toEqual([long, long]);
  });

  it('of any text loses nothing but separators, within the limit', () => {
    fc.assert(
      fc.property(texts, fc.constantFrom('\n', '。', '. '), (text, separator) => {
        const passages = contents({ mode: 'custom', separator, max_tokens: 40 }, [paragraph(text)]);
        expect(squeezed(passages.join(''))).toBe(squeezed(text.split(separator).join('')));
        for (const passage of passages) expect(estimateTokens(passage)).toBeLessThanOrEqual(40);
      }),
      { numRuns: 150 },
    );
  });

  it('removes extra spaces, addresses and mail addresses where that is asked for', () => {
    const text = 'See   https://example.com/a?b=c，or  write to ann.b@example.org\n\n\n now。';
    expect(contents({ mode: 'custom', separator: '###', remove_extra_spaces: true, remove_urls_emails: true }, [paragraph(text)])).toEqual(['See ，or write to\nnow。']);
    expect(contents({ mode: 'custom', separator: '###' }, [paragraph(text)])).toEqual([text]);
  });
});

describe('splitting into parents and children', () => {
  it('gives parents, and children that make them up', () => {
    const { passages, parents } = split({ mode: 'parent_child', parent_max_tokens: 200, child_max_tokens: 50 }, [heading(1, 'A'), paragraph(CHINESE.repeat(12))]);
    expect(parents.length).toBeGreaterThan(1);
    expect(passages.length).toBeGreaterThan(2 * parents.length);
    parents.forEach((parent, index) => {
      expect(parent.index).toBe(index);
      expect(estimateTokens(parent.content)).toBeLessThanOrEqual(200);
      const children = passages.filter((passage) => passage.parent === index);
      expect(children.length).toBeGreaterThan(0);
      for (const child of children) expect(estimateTokens(child.content)).toBeLessThanOrEqual(50);
      expect(squeezed(children.map(({ content }) => content).join(''))).toBe(squeezed(parent.content));
      expect(children[0]?.headings).toEqual(['A']);
    });
  });
});

describe('splitting by rows', () => {
  const rows = table(['id', 'name', 'note'], [['1', 'Ann', ''], ['2', '张三', '北京'], ['', '', '']]);

  it('makes a passage of each row', () => {
    expect(split({ mode: 'rows' }, rows).passages).toEqual([
      { content: 'id: 1\nname: Ann', headings: [], row: { id: '1', name: 'Ann', note: '' } },
      { content: 'id: 2\nname: 张三\nnote: 北京', headings: [], row: { id: '2', name: '张三', note: '北京' } },
    ]);
  });

  it('keeps the columns that are asked for, and searches those that are indexed', () => {
    expect(split({ mode: 'rows', columns: ['id', 'name', 'none'], indexed: ['name'] }, rows).passages[1]).toEqual({ content: 'id: 2\nname: 张三', searched: 'name: 张三', headings: [], row: { id: '2', name: '张三' } });
  });
});

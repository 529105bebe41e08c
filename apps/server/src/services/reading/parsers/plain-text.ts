import { decodeText } from '../source/decode-text.ts';
import type { Block } from './block.ts';
import { Paragraphs } from './paragraphs.ts';
import type { Parser } from './parser.ts';
import { textLines } from './text-lines.ts';

/** A line that names a chapter, as books and laws have them. */
const CHAPTER = /^\s*(?:第[〇零一二三四五六七八九十百千两\d]{1,8}(?<unit>[卷部篇编章回节])(?:[\s\u3000：:].{0,50}|.{0,20}(?<![，。！？；,.!?;]))?|(?<english>PART|CHAPTER|Part|Chapter) (?:\d{1,4}|[IVXLC]{1,8})\b.{0,60})$/;
const LEVELS: Readonly<Record<string, number>> = { 卷: 1, 部: 1, 篇: 1, 编: 1, part: 1, 章: 2, 回: 2, chapter: 2, 节: 3 };

/** Plain text: paragraphs between empty lines, chapters where lines name them. */
export const parsePlainText: Parser = async function* ({ chunks }) {
  const blocks: Block[] = [];
  const paragraphs = new Paragraphs(blocks);
  for await (const { lines, isOpen } of textLines(decodeText(chunks))) {
    lines.forEach((line, index) => {
      const heading = chapterOf(line);
      if (heading || line === '' || line.trim() === '') {
        paragraphs.end();
        if (heading) blocks.push(heading);
      } else {
        paragraphs.add(line, isOpen && index === lines.length - 1);
      }
    });
    yield blocks.splice(0);
  }
  paragraphs.end();
  yield blocks;
};

/** Plain text as it is, for rules that look for a separator in it. */
export const parseRawText: Parser = async function* ({ chunks }) {
  for await (const text of decodeText(chunks)) yield [{ kind: 'text', text, joint: 'directly' }];
};

function chapterOf(line: string): Block | undefined {
  // Before the expression is tried: hardly a line begins like this.
  const first = /[^\s]/.exec(line)?.[0];
  if (line.length > 80 || (first !== '第' && first !== 'C' && first !== 'P')) return undefined;
  const found = CHAPTER.exec(line)?.groups;
  if (!found) return undefined;
  return { kind: 'heading', level: LEVELS[found['unit'] ?? found['english']?.toLowerCase() ?? ''] ?? 2, text: line.trim() };
}

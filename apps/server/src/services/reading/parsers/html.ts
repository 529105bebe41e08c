import { Parser as HtmlParser } from 'htmlparser2';
import { decodeText } from '../source/decode-text.ts';
import { HtmlBlocks } from './html-blocks.ts';
import type { Parser } from './parser.ts';

/** A web page: headings, paragraphs, lists, tables and code; scripts, styles and navigation are left out. */
export const parseHtml: Parser = async function* ({ chunks, limits }) {
  const blocks = new HtmlBlocks(limits);
  const parser = new HtmlParser(blocks.handler, { decodeEntities: true, lowerCaseTags: true });
  for await (const text of decodeText(chunks, declaredEncoding)) {
    parser.write(text);
    yield blocks.take();
  }
  parser.end();
  blocks.end();
  yield blocks.take();
};

function declaredEncoding(head: string): string | undefined {
  return /<meta[^>]{0,200}charset=["']?(?<charset>[\w-]{1,40})/i.exec(head)?.groups?.['charset'];
}

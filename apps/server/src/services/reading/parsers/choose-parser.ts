import type { TextRules } from '@buckle/contract';
import type { FileKind } from '../source/file-kind.ts';
import type { Parser } from './parser.ts';

/** The parser of a kind of source, loaded when it is needed. Rules that look for a separator see Markdown as it was written. */
export async function chooseParser(kind: FileKind, rules: TextRules): Promise<Parser> {
  switch (kind) {
    case 'text': {
      const { parsePlainText, parseRawText } = await import('./plain-text.ts');
      return rules.mode === 'custom' ? parseRawText : parsePlainText;
    }
    case 'markdown': {
      const { parseMarkdown, parseRawMarkdown } = await import('./markdown.ts');
      return rules.mode === 'custom' ? parseRawMarkdown : parseMarkdown;
    }
    case 'html':
      return (await import('./html.ts')).parseHtml;
    case 'csv':
      return (await import('./csv.ts')).parseCsv;
    case 'json':
      return (await import('./json.ts')).parseJson;
    case 'zip':
      return (await import('./office/zip-parser.ts')).parseZip;
    case 'pdf':
      return (await import('./pdf/pdf.ts')).parsePdf;
  }
}

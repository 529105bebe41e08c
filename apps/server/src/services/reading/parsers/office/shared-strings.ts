import type { ReadingLimits } from '../../limits.ts';
import { unreadable } from '../../unreadable.ts';
import { readWholeXml } from './read-xml.ts';

/** How many characters of texts of cells are held at once: they may be used anywhere in the workbook. */
const MOST_CHARACTERS = 64 * 1024 * 1024;
/** How many such texts. */
const MOST_STRINGS = 4_000_000;

/**
 * The texts that cells of a workbook refer to by number.
 *
 * @throws Unreadable
 */
export async function sharedStrings(chunks: AsyncIterable<Uint8Array>, limits: ReadingLimits): Promise<readonly string[]> {
  const strings: string[] = [];
  let characters = 0;
  let text = '';
  let inText = false;
  let phonetic = 0;
  await readWholeXml(
    chunks,
    {
      open: (name) => {
        if (name === 'si') text = '';
        else if (name === 't') inText = true;
        else if (name === 'rPh') phonetic += 1;
      },
      close: (name) => {
        if (name === 't') inText = false;
        else if (name === 'rPh') phonetic -= 1;
        else if (name === 'si') strings.push(text);
      },
      text: (part) => {
        // How Japanese is pronounced stands beside it.
        if (!inText || phonetic > 0) return;
        text += part;
        characters += part.length;
        if (characters > MOST_CHARACTERS || strings.length > MOST_STRINGS) {
          throw unreadable('workbook_too_large', {});
        }
      },
    },
    limits,
  );
  return strings;
}

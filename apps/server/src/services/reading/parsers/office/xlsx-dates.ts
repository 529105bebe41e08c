import type { ReadingLimits } from '../../limits.ts';
import { attribute, readWholeXml } from './read-xml.ts';

/** Formats of dates and times that need no definition; the later ones are those of Chinese, Japanese and Korean. */
const BUILT_IN = new Set([14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 45, 46, 47, 50, 51, 52, 53, 54, 55, 56, 57, 58]);
const DAY = 86_400_000;

/** Which styles of cells of a workbook show a number as a date or time. */
export async function dateStyles(chunks: AsyncIterable<Uint8Array>, limits: ReadingLimits): Promise<ReadonlySet<number>> {
  const formats = new Set(BUILT_IN);
  const styles = new Set<number>();
  let inCells = false;
  let index = 0;
  await readWholeXml(
    chunks,
    {
      open: (name, attributes) => {
        const format = Number(attribute(attributes, 'numFmtId') ?? '0');
        if (name === 'cellXfs') {
          inCells = true;
        } else if (name === 'numFmt') {
          if (isDateFormat(attribute(attributes, 'formatCode') ?? '')) formats.add(format);
        } else if (name === 'xf' && inCells) {
          if (formats.has(format)) styles.add(index);
          index += 1;
        }
      },
      close: (name) => {
        if (name === 'cellXfs') inCells = false;
      },
    },
    limits,
  );
  return styles;
}

/** A number of days as a date, a time, or both: `2024-01-31`, `08:30:00`. */
export function dateOf(days: number, isFrom1904: boolean): string {
  const rounded = Math.round(days * 86_400) * 1_000;
  if (!Number.isFinite(rounded) || rounded < 0 || rounded > 2_958_466 * DAY) return String(days);
  // In the older count, 1900 has a 29th of February.
  const first = isFrom1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, days < 60 ? 31 : 30);
  const [date = '', time = ''] = new Date(first + rounded).toISOString().slice(0, 19).split('T');
  if (days < 1) return time;
  return time === '00:00:00' ? date : `${date} ${time}`;
}

/** Whether a format has signs of a date or time outside of quoted texts, colours and escapes. */
function isDateFormat(code: string): boolean {
  return /[ymdhs]/i.test(code.replaceAll(/"[^"]*"|\\.|\[(?:[^hms\]][^\]]*)\]|General/gi, ''));
}

import type { ReadingLimits } from '../../limits.ts';
import { attribute, readWholeXml } from './read-xml.ts';

const HEADING_NAME = /^(?:heading|标题|標題) ?(?<level>[1-9])$/i;
/** Styles refer to others; longer chains are circles. */
const LONGEST_CHAIN = 20;

/** The levels of the styles of a Word document that are headings, by the styles' ids; the title of the document is level 0. */
export async function headingStyles(chunks: AsyncIterable<Uint8Array>, limits: ReadingLimits): Promise<ReadonlyMap<string, number>> {
  const styles = new Map<string, { level?: number; basedOn?: string }>();
  let style: { level?: number; basedOn?: string } | undefined;
  await readWholeXml(
    chunks,
    {
      open: (name, attributes) => {
        const value = attribute(attributes, 'val') ?? '';
        if (name === 'style') {
          style = {};
          styles.set(attribute(attributes, 'styleId') ?? '', style);
        } else if (style && name === 'name') {
          const level = HEADING_NAME.exec(value)?.groups?.['level'];
          if (level !== undefined) style.level = Math.min(Number(level), 6);
          else if (/^title$/i.test(value)) style.level = 0;
        } else if (style && name === 'outlineLvl' && Number(value) < 9) {
          style.level ??= Math.min(Number(value) + 1, 6);
        } else if (style && name === 'basedOn') {
          style.basedOn = value;
        }
      },
      close: (name) => {
        if (name === 'style') style = undefined;
      },
    },
    limits,
  );
  const levels = new Map<string, number>();
  for (const [id, first] of styles) {
    let found = first;
    for (let step = 0; step < LONGEST_CHAIN && found.level === undefined && found.basedOn !== undefined; step += 1) found = styles.get(found.basedOn) ?? {};
    if (found.level !== undefined) levels.set(id, found.level);
  }
  return levels;
}

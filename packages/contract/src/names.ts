import { z } from 'zod';

/**
 * What stands in a text and is not seen: controls, line separators, halves of a character, marks that
 * turn the direction of text, fillers and spaces without width. Joiners and variation selectors are
 * not among them, since emoji and several scripts are written with them.
 */
const UNSEEN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]|(?![\u200c\u200d\p{Variation_Selector}])\p{Default_Ignorable_Code_Point}/u;

/** A character that shows that there is something: U+2800 is a pattern of Braille without dots. */
const SEEN = /[^\p{Z}\p{M}\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]/u;

/**
 * The name of a thing, as people read it: up to `longest` characters, all of them seen, so that nothing
 * hidden makes it look like another or like none. Spaces around it are taken away.
 */
export function nameOf(longest: number) {
  return z.string().trim().min(1).max(longest).check(seen);
}

/** As `nameOf`, or empty where the thing has no name. */
export function optionalNameOf(longest: number) {
  return z.string().trim().max(longest).check(seen);
}

/** What names a variable of a bot. */
export const variableKeyword = z
  .string()
  .regex(/^(?!.*\p{Default_Ignorable_Code_Point})[\p{L}_][\p{L}\p{N}_]{0,63}$/u, 'letters, digits and underscores, not beginning with a digit');

/** A name that comes from elsewhere, such as a disk, made into one as `nameOf` takes it; empty where nothing of it is seen. */
export function cleanName(given: string): string {
  const cleaned = given
    .replace(/[\r\n\t\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(new RegExp(UNSEEN, 'gu'), '')
    .trim();
  return SEEN.test(cleaned) ? cleaned : '';
}

function seen({ value, issues }: z.core.ParsePayload<string>): void {
  const [unseen] = UNSEEN.exec(value) ?? [];
  if (unseen !== undefined) {
    const code = unseen.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0');
    issues.push({ code: 'custom', input: value, message: `It holds the character U+${code}, which cannot be seen: leave that out` });
  } else if (value !== '' && !SEEN.test(value)) {
    issues.push({ code: 'custom', input: value, message: 'It has no character that can be seen' });
  }
}

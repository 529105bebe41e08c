import { tenthsOfCharacter } from '#kernel/estimate-tokens.ts';
import { characterCodes } from './character-codes.ts';

/** Ends a clause: the second best place to cut at. */
const CLAUSE_ENDS = characterCodes('，、：；,;:\n）)】」');
const SPACES = characterCodes(' \t\u3000');

/**
 * Cuts a text into parts of at most so many tenths of a token: after a clause or else a space of its second half, or else wherever it
 * is full, but between the halves of no character. In a row the parts are the text again.
 */
export function cutToFit(text: string, maximum: number): string[] {
  const parts: string[] = [];
  let start = 0;
  let tenths = 0;
  let clause: Cut | undefined;
  let space: Cut | undefined;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const weight = tenthsOfCharacter(code);
    if (tenths + weight > maximum && index > start) {
      const late = [clause, space].find((cut) => cut && cut.tenths * 2 >= maximum);
      const end = late?.end ?? (isLowSurrogate(code) && index - 1 > start ? index - 1 : index);
      parts.push(text.slice(start, end));
      start = end;
      index = end - 1;
      tenths = 0;
      clause = space = undefined;
      continue;
    }
    tenths += weight;
    if (CLAUSE_ENDS.has(code)) clause = { end: index + 1, tenths };
    else if (SPACES.has(code)) space = { end: index + 1, tenths };
  }
  if (start < text.length) parts.push(text.slice(start));
  return parts;
}

interface Cut {
  readonly end: number;
  readonly tenths: number;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}

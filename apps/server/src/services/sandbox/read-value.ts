import { CodeFailed } from './code-failed.ts';

/** How deep a value may nest: whoever reads it later may do so by recursion. */
const DEEPEST = 200;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Reads the JSON that code gave. Whatever it is, what comes out is plain: a key `__proto__` is left out.
 *
 * @throws CodeFailed `output` where it is too large, nests too deeply or is no JSON
 */
export function readValue(text: string, outputBytes: number, logs: readonly string[]): unknown {
  if (text.length > outputBytes || Buffer.byteLength(text) > outputBytes) throw new CodeFailed('output', tooLarge(outputBytes), { logs });
  if (depthOf(text) > DEEPEST) throw new CodeFailed('output', `What main returned nests more than ${DEEPEST} levels deep: return something flatter.`, { logs });
  try {
    // A key can be spelt with escapes, which the interpreters write for hardly anything.
    return text.includes('__proto__') || text.includes('\\u') ? JSON.parse(text, withoutPrototypes) : JSON.parse(text);
  } catch (error) {
    throw new CodeFailed('output', 'What main returned is no JSON.', { cause: error, logs });
  }
}

/** Says that a value is too large. */
export function tooLarge(outputBytes: number): string {
  return `What main returned is larger than ${sizeInWords(outputBytes)} as JSON: return less.`;
}

/** A size as people write it. */
export function sizeInWords(bytes: number): string {
  const [size, unit] = bytes >= 1024 * 1024 ? [bytes / 1024 / 1024, 'MB'] : bytes >= 1024 ? [bytes / 1024, 'KB'] : [bytes, 'bytes'];
  return `${Math.round(size * 10) / 10} ${unit}`;
}

function withoutPrototypes(key: string, value: unknown): unknown {
  return key === '__proto__' ? undefined : value;
}

/** How deep brackets nest outside of strings. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charCodeAt(index);
    if (isInString) {
      if (character === BACKSLASH) index += 1;
      else if (character === QUOTE) isInString = false;
    } else if (character === QUOTE) isInString = true;
    else if (character === 0x5b || character === 0x7b) {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (character === 0x5d || character === 0x7d) depth -= 1;
  }
  return deepest;
}

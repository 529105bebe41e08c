import { characterCodes } from './character-codes.ts';

/** Ends a sentence wherever it stands. */
const WIDE_ENDS = characterCodes('。！？；…｡');
/** May follow the end of a sentence and still belongs to it. */
const CLOSERS = characterCodes('”’」』）》】〉)]}"\'');
/** Words whose full stop ends no sentence. */
const ABBREVIATIONS = new Set(['mr', 'mrs', 'ms', 'dr', 'prof', 'st', 'vs', 'no', 'fig', 'eq', 'sec', 'al', 'inc', 'ltd', 'co', 'jr', 'sr', 'e.g', 'i.e', 'cf', 'approx']);
/** The longest of them, about: how far back a word is looked for. */
const LONGEST_ABBREVIATION = 8;

const NEWLINE = 10;
const EXCLAMATION = 33;
const FULL_STOP = 46;
const QUESTION = 63;

/**
 * Cuts a text after its sentences, Chinese and English. In a row the parts are the text again: spaces after
 * a sentence belong to it.
 */
export function sentences(text: string): string[] {
  const found: string[] = [];
  let start = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (!isEnd(text, index)) continue;
    const end = afterSentence(text, index + 1);
    found.push(text.slice(start, end));
    start = end;
    index = end - 1;
  }
  if (start < text.length) found.push(text.slice(start));
  return found;
}

/**
 * Cuts a text after its lines, which keep their line break. A line that was broken only because it was full, in the middle of an English
 * sentence, is no end.
 */
export function linesOf(text: string): string[] {
  const found: string[] = [];
  let start = 0;
  for (let index = text.indexOf('\n'); index !== -1; index = text.indexOf('\n', index + 1)) {
    if (isInSentence(text, index)) continue;
    found.push(text.slice(start, index + 1));
    start = index + 1;
  }
  if (start < text.length) found.push(text.slice(start));
  return found;
}

function isEnd(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  if (code > 127) return WIDE_ENDS.has(code);
  if (code === FULL_STOP) return endsWord(text, index) && !isAbbreviation(text, index);
  if (code === EXCLAMATION || code === QUESTION) return endsWord(text, index);
  return code === NEWLINE && !isInSentence(text, index);
}

/** Behind what closes a sentence beginning at `index`: further signs, quotation marks, spaces. */
function afterSentence(text: string, index: number): number {
  let end = index;
  while (end < text.length && (CLOSERS.has(text.charCodeAt(end)) || WIDE_ENDS.has(text.charCodeAt(end)) || isLatinEnd(text.charCodeAt(end)))) end += 1;
  while (end < text.length && isSpace(text.charCodeAt(end))) end += 1;
  return end;
}

/** Whether after a Latin sign something else begins: not so in `3.14`, `a.txt` or `?page=2`. */
function endsWord(text: string, index: number): boolean {
  let next = index + 1;
  while (next < text.length && (CLOSERS.has(text.charCodeAt(next)) || isLatinEnd(text.charCodeAt(next)))) next += 1;
  if (next >= text.length) return true;
  const code = text.charCodeAt(next);
  if (code >= 0x2e80) return true;
  if (!isSpace(code)) return false;
  while (next < text.length && isSpace(text.charCodeAt(next))) next += 1;
  return !isLowercase(text.charCodeAt(next));
}

function isAbbreviation(text: string, stop: number): boolean {
  let start = stop;
  while (start > 0 && stop - start <= LONGEST_ABBREVIATION && (isLetter(text.charCodeAt(start - 1)) || text.charCodeAt(start - 1) === FULL_STOP)) start -= 1;
  const word = text.slice(start, stop);
  // A single letter is an initial, and a number at the beginning of a line counts what follows.
  return (word.length === 1 && word !== 'I') || ABBREVIATIONS.has(word.toLowerCase()) || /(?:^|\n)\s*\d{1,3}$/.test(text.slice(Math.max(0, stop - LONGEST_ABBREVIATION), stop));
}

function isInSentence(text: string, newline: number): boolean {
  if (!isLowercase(text.charCodeAt(newline + 1))) return false;
  const before = text.charCodeAt(newline - 1);
  return isLetter(before) || before === 44 || before === 45 || before === 32;
}

function isLatinEnd(code: number): boolean {
  return code === FULL_STOP || code === EXCLAMATION || code === QUESTION;
}

function isLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || isLowercase(code);
}

function isLowercase(code: number): boolean {
  return code >= 97 && code <= 122;
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === 0x3000 || code === 0xa0;
}

import type { ColumnType } from '@buckle/contract';
import type { FieldValue } from '#data/search/port.ts';
import { isSurelyDayFirst, readDate } from './read-date.ts';
import { isSurelyNumber, readNumber } from './read-number.ts';

const YES = new Set(['true', 'yes', 'y', 't', '1', '是', '真', '对', '對', '√', '✓', '✔']);
const NO = new Set(['false', 'no', 'n', 'f', '0', '否', '假', '错', '錯', '×', '✗', '✘']);
/** Those of them that can be nothing else. */
const SURELY_BOOLEAN = new Set(['true', 'false', 'yes', 'no', '是', '否']);
/** What tables write where there is no value. */
const BLANK = new Set(['-', '--', '—', '——', '/', 'n/a', 'na', 'null', 'none', '无', '無', '暂无', '暫無']);

const TAGS = 100;
const TAG_CHARACTERS = 100;

/** How the values of a column are read. */
export interface ValueReading {
  readonly type: ColumnType;
  /** What `5/3/2024` begins with. */
  readonly isDayFirst?: boolean;
}

/** Whether a cell says that it has no value; a text is one whatever it says. */
export function isBlank(text: string, type: ColumnType): boolean {
  return text === '' || (type !== 'text' && BLANK.has(text.toLowerCase()));
}

/** Reads the value of a cell by the type of its column; `undefined` where it is of another one. */
export function readValue(text: string, { type, isDayFirst }: ValueReading): FieldValue | undefined {
  switch (type) {
    case 'text':
      return text;
    case 'number':
      return readNumber(text);
    case 'integer': {
      const number = readNumber(text);
      return Number.isInteger(number) ? number : undefined;
    }
    case 'date':
      return readDate(text, isDayFirst);
    case 'boolean': {
      const word = text.toLowerCase();
      return YES.has(word) ? true : NO.has(word) ? false : undefined;
    }
    case 'tags':
      return [...new Set(text.split(/[,，、;；|\n]/).map((tag) => tag.trim().slice(0, TAG_CHARACTERS)).filter((tag) => tag !== ''))].slice(0, TAGS);
  }
}

/** What the type of values is that nobody gives: the narrowest that all of them can only be; text where there are none. */
export function guessType(values: readonly string[]): ColumnType {
  const words = values.filter((value) => !isBlank(value, 'number'));
  const all = (test: (value: string) => boolean): boolean => words.length > 0 && words.every(test);
  if (all(isSurelyNumber)) return all((value) => /^-?\d+$/.test(value.normalize('NFKC'))) ? 'integer' : 'number';
  if (all((value) => readDate(value) !== undefined)) return 'date';
  return all((value) => SURELY_BOOLEAN.has(value.toLowerCase())) ? 'boolean' : 'text';
}

/** Whether some dates begin with their days. */
export function areDayFirst(values: readonly string[]): boolean {
  return values.some(isSurelyDayFirst);
}

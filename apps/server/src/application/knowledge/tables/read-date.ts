import { plainCell } from './plain-cell.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const NAMES = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];

interface DateParts {
  readonly year: string;
  readonly month?: string | undefined;
  readonly day?: string | undefined;
}

const WEEKDAY = String.raw`(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\.?,?\s+)?`;
const ORDINAL = '(?:st|nd|rd|th)?';

/** How dates begin, each with the parts of it. */
const FORMS: readonly RegExp[] = [
  /^(?<year>\d{4})(?<month>[01]\d)(?<day>[0-3]\d)(?!\d)/,
  /^(?<year>\d{4})(?:([-/.])(?<month>\d{1,2})(?:\2(?<day>\d{1,2}))?)?(?![-\d年./])/,
  /^(?<year>\d{4})\s*年(?:\s*(?<month>\d{1,2})\s*月(?:\s*(?<day>\d{1,2})\s*[日号號])?)?(?:\s*\(?(?:星期|周|週)[一二三四五六日天]\)?)?/,
  new RegExp(String.raw`^${WEEKDAY}(?<month>[a-z]{3,9})\.?\s+(?:(?<day>\d{1,2})${ORDINAL},?\s+)?(?<year>\d{4})(?!\d)`, 'i'),
  new RegExp(String.raw`^${WEEKDAY}(?<day>\d{1,2})${ORDINAL}[\s-]+(?<month>[a-z]{3,9})\.?,?[\s-]+(?<year>\d{4})(?!\d)`, 'i'),
];

/** A date whose first two numbers may be month and day, or day and month. */
const NUMBERS = /^(?<first>\d{1,2})([-/.])(?<second>\d{1,2})\2(?<year>\d{4})(?!\d)/;

const TIME = /^(?:[T,]?\s*(?<half>上午|下午)?\s*(?<hours>\d{1,2})(?::|时|時|点)(?<minutes>\d{1,2})(?:(?::|分)(?<seconds>\d{1,2})(?:\.\d+)?秒?|分)?\s*(?<late>[ap]\.?m\.?)?\s*(?<zone>Z|[+-]\d{2}:?\d{2})?)?$/i;

/**
 * Reads a date, with or without a time, as it is usually written in Chinese and English, to ISO 8601: `2024-03-05`, `2024-03`,
 * `2024-03-05T14:30:00`; what names a zone becomes UTC and ends with `Z`. Texts of that form compare as their moments do.
 *
 * @param isDayFirst what `5/3/2024` begins with, where both could be
 */
export function readDate(text: string, isDayFirst = false): string | undefined {
  const plain = inDigits(plainCell(text));
  for (const form of [...FORMS, NUMBERS]) {
    const found = form.exec(plain);
    const time = found && TIME.exec(plain.slice(found[0].length));
    if (!found?.groups || !time) continue;
    const day = dayOf(form === NUMBERS ? inOrder(found.groups, isDayFirst) : { year: '', ...found.groups });
    if (day !== undefined) return withTime(day, time.groups ?? {});
  }
  return undefined;
}

/** Each at its value. */
const DIGITS = '零一二三四五六七八九';
/** What of a date stands in Chinese numbers: its year digit by digit, its month and day counted. */
const CHINESE = /^[〇零一二三四五六七八九]{4}(?=\s*年)|[一二三四五六七八九十]{1,3}(?=\s*[月日号號])/g;

/** A date with its Chinese numbers in digits. */
function inDigits(text: string): string {
  return text.replace(CHINESE, (number) => (number.length === 4 ? number.replaceAll(/./g, digitOf) : counted(number)));
}

function digitOf(character: string): string {
  return String(Math.max(0, DIGITS.indexOf(character)));
}

/** A number up to 99, such as 二十三; itself where it is none. */
function counted(number: string): string {
  const [, tens, ones] = /^(?:([二三四五六七八九]?)十)?([一二三四五六七八九]?)$/.exec(number) ?? [];
  if (ones === undefined) return number;
  const ten = tens === undefined ? 0 : tens === '' ? 1 : Number(digitOf(tens));
  return String(ten * 10 + (ones === '' ? 0 : Number(digitOf(ones))));
}

/** Whether a date can only begin with its day, such as `25/3/2024`. */
export function isSurelyDayFirst(text: string): boolean {
  const { first, second } = NUMBERS.exec(text)?.groups ?? {};
  return Number(first) > 12 && Number(second) <= 12;
}

function inOrder({ first = '', second = '', year = '' }: Readonly<Record<string, string>>, isDayFirst: boolean): DateParts {
  const startsWithDay = Number(first) > 12 || (isDayFirst && Number(second) <= 12);
  return startsWithDay ? { year, month: second, day: first } : { year, month: first, day: second };
}

function dayOf({ year, month, day }: DateParts): string | undefined {
  if (month === undefined) return year;
  const number = /^\d/.test(month) ? Number(month) : monthNamed(month.toLowerCase());
  if (number < 1 || number > 12) return undefined;
  const start = `${year}-${two(number)}`;
  if (day === undefined) return start;
  const date = new Date(Date.UTC(Number(year), number - 1, Number(day)));
  return date.getUTCDate() === Number(day) && date.getUTCMonth() === number - 1 ? `${start}-${two(Number(day))}` : undefined;
}

/** From 1; 0 for what is no month. */
function monthNamed(name: string): number {
  const at = NAMES.indexOf(name);
  return (at === -1 ? MONTHS.indexOf(name === 'sept' ? 'sep' : name) : at) + 1;
}

function withTime(day: string, { half, hours, minutes, seconds = '0', late, zone }: Readonly<Record<string, string | undefined>>): string | undefined {
  if (hours === undefined) return day;
  const isLate = half === '下午' || late?.toLowerCase().startsWith('p') === true;
  const isHalved = half !== undefined || late !== undefined;
  const hour = isHalved && Number(hours) <= 12 ? (Number(hours) % 12) + (isLate ? 12 : 0) : Number(hours);
  if (day.length < 10 || hour > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
  const local = `${day}T${two(hour)}:${two(Number(minutes))}:${two(Number(seconds))}`;
  if (zone === undefined) return local;
  const moment = new Date(`${local}${zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone.toUpperCase()}`);
  return Number.isNaN(moment.getTime()) ? undefined : `${moment.toISOString().slice(0, 19)}Z`;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

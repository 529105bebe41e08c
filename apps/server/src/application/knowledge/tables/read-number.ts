import { plainCell } from './plain-cell.ts';

const PLAIN = /^[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d{1,2})?$/i;

const CURRENCY = String.raw`(?:US\$|HK\$|NT\$|[¥$€£₩₹]|CNY|RMB|USD|EUR|GBP|JPY|元)`;
/** The powers of ten that Chinese numbers are counted in. */
const SCALES = new Map([['千', 3], ['万', 4], ['萬', 4], ['百万', 6], ['百萬', 6], ['千万', 7], ['千萬', 7], ['亿', 8], ['億', 8], ['万亿', 12], ['萬億', 12]]);
/** A number with what tables write around it, in text as `plainCell` gives it; brackets of bookkeeping, which mean less than nothing, are taken off before. */
const DRESSED = new RegExp(String.raw`^([+-]?) ?${CURRENCY}? ?([+-]?) ?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)? ?(${[...SCALES.keys()].join('|')})? ?(?:%|‰|${CURRENCY})?$`, 'i');
const BRACKETED = new RegExp(String.raw`^(${CURRENCY}?) ?\(([^()+-]+)\)$`, 'i');

/** Reads a number as tables write it: with commas between thousands, a percent sign, the sign of a currency, in 万. `12.5%` is 12.5, `($5)` is -5. */
export function readNumber(text: string): number | undefined {
  if (PLAIN.test(text)) return exact(Number(text));
  const plain = plainCell(text).replace('−', '-');
  const [, sign = '', later = '', whole, part = '', scale = ''] = DRESSED.exec(plain.replace(BRACKETED, '-$1$2')) ?? [];
  if (whole === undefined || (sign !== '' && later !== '')) return undefined;
  return exact(Number(`${sign}${later}${whole.replaceAll(',', '')}${part}e${SCALES.get(scale) ?? 0}`));
}

/** A number with more digits than one can hold would be another one. */
function exact(number: number): number | undefined {
  return Number.isSafeInteger(Math.trunc(number)) ? number : undefined;
}

/** Whether a text can be nothing but a number: not a code, such as `007` or `12E5`, nor the number of an item, such as `(1)`. */
export function isSurelyNumber(text: string): boolean {
  return !/^\D*0\d|\de|^\(\d+\)$/i.test(text.normalize('NFKC')) && readNumber(text) !== undefined;
}

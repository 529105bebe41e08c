const PLAIN = /^[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d{1,2})?$/i;

const CURRENCY = String.raw`(?:US\$|HK\$|NT\$|[¥$€£₩₹]|CNY|RMB|USD|EUR|GBP|JPY|元)`;
/** A number with what tables write around it. */
const DRESSED = new RegExp(String.raw`^([+-]?)\s*${CURRENCY}?\s*([+-]?)\s*(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s*(?:%|‰|${CURRENCY})?$`, 'i');

/** Reads a number as tables write it: with commas between thousands, a percent sign, the sign of a currency. `12.5%` is 12.5. */
export function readNumber(text: string): number | undefined {
  if (PLAIN.test(text)) return exact(Number(text));
  const [, sign = '', later = '', whole, part = ''] = DRESSED.exec(text.normalize('NFKC').replace('−', '-')) ?? [];
  if (whole === undefined || (sign !== '' && later !== '')) return undefined;
  return exact(Number(`${sign}${later}${whole.replaceAll(',', '')}${part}`));
}

/** A number with more digits than one can hold would be another one. */
function exact(number: number): number | undefined {
  return Number.isSafeInteger(Math.trunc(number)) ? number : undefined;
}

/** Whether a text can be nothing but a number: not a code, such as `007` or `12E5`. */
export function isSurelyNumber(text: string): boolean {
  return !/^\D*0\d|\de/i.test(text) && readNumber(text) !== undefined;
}

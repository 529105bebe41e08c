/** A number as readers of a language write it; `digits` after the point at most. */
export function formatNumber(value: number, language: string, digits = 0): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);
}

/** A large number in few letters, such as 1.2M or 120万. */
export function formatShort(value: number, language: string): string {
  return new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 }).format(value);
}

/** An amount of money. Calls of models cost little, so small amounts keep their digits. */
export function formatMoney(amount: number, currency: string, language: string): string {
  const digits = amount !== 0 && Math.abs(amount) < 1 ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: 2 };
  return new Intl.NumberFormat(language, { style: 'currency', currency, currencyDisplay: 'narrowSymbol', ...digits }).format(amount);
}

const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** An amount of bytes in the unit that fits it; a kilobyte is a thousand. */
export function formatBytes(bytes: number, language: string): string {
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), byteUnits.length - 1);
  return new Intl.NumberFormat(language, { style: 'unit', unit: byteUnits[power] ?? 'byte', unitDisplay: power === 0 ? 'long' : 'short', maximumFractionDigits: 1 }).format(
    bytes / 1000 ** power,
  );
}

const durations = [
  { unit: 'day', milliseconds: 86_400_000 },
  { unit: 'hour', milliseconds: 3_600_000 },
  { unit: 'minute', milliseconds: 60_000 },
  { unit: 'second', milliseconds: 1_000 },
  { unit: 'millisecond', milliseconds: 1 },
] as const;

/** Milliseconds as people read them, in the largest unit of which there is at least one. */
export function formatDuration(milliseconds: number, language: string): string {
  const { unit, milliseconds: one } = durations.find((each) => milliseconds >= each.milliseconds) ?? durations[4];
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 }).format(milliseconds / one);
}

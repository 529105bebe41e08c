import { countOf } from '#kernel/count-of.ts';

const UNITS = ['bytes', 'KB', 'MB', 'GB', 'TB'];

/** A size as people read it, such as "12.3 MB". */
export function size(bytes: number): string {
  const unit = Math.min(Math.max(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), 0), UNITS.length - 1);
  const value = bytes / 1000 ** unit;
  return `${unit === 0 ? value : value.toFixed(1)} ${UNITS[unit]}`;
}

/** A number of files and their size. */
export function inWords({ count, bytes }: { readonly count: number; readonly bytes: number }): string {
  return `${countOf(count, 'file')}, ${size(bytes)}`;
}

/** A part of 1 in hundredths. */
export function percent(done: number): string {
  return `${Math.floor(done * 100)} %`;
}

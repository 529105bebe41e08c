/** A number of things in words, such as "1 message" or "3 messages". */
export function countOf(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}

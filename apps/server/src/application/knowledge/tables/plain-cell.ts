/** A cell as numbers and dates are read from it: width makes no difference, and a space stands for many, of which patterns would try each division. */
export function plainCell(text: string): string {
  return text.normalize('NFKC').replaceAll(/\s+/g, ' ').trim();
}

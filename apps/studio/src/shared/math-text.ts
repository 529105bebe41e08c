/** Code, in which nothing is a formula. */
const CODE = /(```[\s\S]*?(?:```|$)|`[^`\n]*`)/;

/** `\(…\)`, `\[…\]`, `$$…$$`, and `$…$` that is no sum of money: no space inside, no digit after. */
const INLINE = /\\\((.+?)\\\)/g;
const BLOCK = /\\\[([\s\S]+?)\\\]/g;
const DOUBLE = /\$\$[\s\S]+?\$\$/;
const SINGLE = /(?<![\\$\w])\$(?=\S)([^$\n]*?[^\s$\\])\$(?![\d$])/g;

/** Whether a text of a model seems to hold a formula. */
export function hasMath(text: string): boolean {
  return outsideCode(text).some((part) => DOUBLE.test(part) || part.search(INLINE) !== -1 || part.search(BLOCK) !== -1 || part.search(SINGLE) !== -1);
}

/** The same text with all formulas between dollars, whichever way the model has of writing them. */
export function withUniformMath(text: string): string {
  return text
    .split(CODE)
    .map((part, index) =>
      index % 2 === 1
        ? part
        : part
            .replace(BLOCK, (_whole, formula: string) => `\n$$\n${formula.trim()}\n$$\n`)
            .replace(INLINE, (_whole, formula: string) => `$${formula.trim()}$`)
            // A dollar that begins no formula is one of money.
            .replace(/(?<!\\)\$/g, (dollar, at: number, all: string) => (isFormula(all, at) ? dollar : '\\$')),
    )
    .join('');
}

function outsideCode(text: string): string[] {
  return text.split(CODE).filter((_part, index) => index % 2 === 0);
}

/** Whether the dollar at `at` belongs to a formula. */
function isFormula(text: string, at: number): boolean {
  for (const pattern of [/\$\$[\s\S]+?\$\$/g, SINGLE]) {
    for (const { index, 0: found } of text.matchAll(pattern)) if (at >= index && at < index + found.length) return true;
  }
  return false;
}

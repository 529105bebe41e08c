/** Texts, one a line; a line end in one is written as `\n`, a tab as `\t`. */
export function textOfLines(list: readonly string[]): string {
  return list.map((entry) => entry.replaceAll('\\', '\\\\').replaceAll('\n', String.raw`\n`).replaceAll('\t', String.raw`\t`)).join('\n');
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', '\\': '\\' };

/** The texts that stand in the lines. */
export function linesOf(text: string): readonly string[] {
  return text.split('\n').map((line) => line.replaceAll(/\\([nt\\])/g, (_, letter: string) => escapes[letter] ?? letter));
}

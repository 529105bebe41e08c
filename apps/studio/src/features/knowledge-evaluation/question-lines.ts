/** A question of a pasted list, with texts that stand in the passages that answer it. */
export interface QuestionLine {
  readonly question: string;
  readonly quotes: readonly string[];
}

/** The questions of a list: one a line, then a tab or a bar, then what is to be found; as columns of a sheet are pasted. */
export function questionsOf(text: string): { readonly questions: readonly QuestionLine[]; readonly incomplete: readonly number[] } {
  const lines = text.split('\n').map((line, at) => ({ number: at + 1, cells: line.split(/\t|\|/u).map((cell) => cell.trim()).filter((cell) => cell !== '') }));
  return {
    questions: lines.flatMap(({ cells: [question, ...quotes] }) => (question !== undefined && quotes.length > 0 ? [{ question, quotes }] : [])),
    incomplete: lines.filter(({ cells }) => cells.length === 1).map(({ number }) => number),
  };
}

/** Lists in parts of so many. */
export function inParts<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size));
}

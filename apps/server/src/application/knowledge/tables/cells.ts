/** The cells of a row, by the names of their columns. */
export type Cells = Readonly<Record<string, string>>;

/** What a row has in a column; empty where it has no such cell, also of columns named like what every object has. */
export function cellOf(cells: Cells, column: string): string {
  return Object.hasOwn(cells, column) ? (cells[column] ?? '') : '';
}

/** The cells that the lines "column: value" of a row hold, in the order of its columns; a line that names no later column goes on with the cell before. */
export function cellsIn(content: string, columns: readonly { readonly name: string }[]): Cells {
  const cells = new Map<string, string>();
  let from = 0;
  let last: string | undefined;
  for (const line of content.split('\n')) {
    const at = columns.findIndex(({ name }, index) => index >= from && line.startsWith(`${name}: `));
    const found = columns[at];
    if (found) {
      last = found.name;
      from = at + 1;
      cells.set(last, line.slice(last.length + 2));
    } else if (last !== undefined) {
      cells.set(last, `${cells.get(last) ?? ''}\n${line}`);
    }
  }
  return Object.fromEntries(cells);
}

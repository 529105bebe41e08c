/** Prints a table in Markdown; numbers get three digits that count. */
export function printTable(title: string, rows: readonly Readonly<Record<string, string | number>>[]): void {
  const columns = Object.keys(rows[0] ?? {});
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const shown = rows.map((row) => line(columns.map((column) => show(row[column] ?? ''))));
  console.log(['', `### ${title}`, '', line(columns), line(columns.map(() => '---')), ...shown].join('\n'));
}

function show(value: string | number): string {
  if (typeof value === 'string' || Number.isInteger(value)) return String(value);
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

import type { Table } from '../parsers/block.ts';
import { type Frame, frameOf } from './piece.ts';

/** The header of a table, under which its rows stand. */
export function headerOf({ columns }: Table): Frame {
  return frameOf(`${gridLine(columns)}\n|${' --- |'.repeat(columns.length)}\n`, '');
}

/** A row as a line of a table in Markdown. */
export function gridLine(cells: readonly string[]): string {
  let line = '|';
  for (const cell of cells) line += ` ${inGrid(cell)} |`;
  return line;
}

function inGrid(cell: string): string {
  const text = cell.trim();
  // Hardly a cell has either, and replacing costs more than looking.
  if (!text.includes('|') && !text.includes('\n')) return text;
  return text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ');
}

/** A row as lines "column: value", those without a value left out. */
export function recordLines(columns: readonly string[], cells: readonly string[]): string {
  const lines: string[] = [];
  cells.forEach((cell, index) => {
    if (cell !== '') lines.push(`${columns[index] ?? `column ${index + 1}`}: ${cell}`);
  });
  return lines.join('\n');
}

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import wabt from 'wabt';
import { CodeTable } from './code-table.ts';
import { encode, product } from './quantise.ts';

/** Vectors of length 1, the same in every run. */
function vectors(count: number, dimensions: number): Float32Array[] {
  let state = 1;
  const next = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return state / 0x7fff_ffff - 0.5;
  };
  return Array.from({ length: count }, () => {
    const raw = Float32Array.from({ length: dimensions }, next);
    const length = Math.sqrt(product(raw, raw));
    return raw.map((number) => number / length);
  });
}

describe('a table of codes', () => {
  it.each([1, 16, 20, 384])('finds the nearest of %i dimensions', (dimensions) => {
    const rows = vectors(3_000, dimensions);
    const table = new CodeTable(dimensions);
    rows.forEach((row, at) => table.add(at + 1, encode(row)));
    const [query] = vectors(1, dimensions);
    if (!query) throw new Error('there is one');
    const exact = rows.map((row, at) => ({ id: at + 1, score: product(row, query) })).toSorted((a, b) => b.score - a.score);
    const near = table.nearest(query, 40);
    expect(near).toHaveLength(40);
    const tenth = exact[9]?.score ?? 1;
    const scores = near.map((id) => product(rows[id - 1] ?? query, query));
    expect(scores.filter((score) => score >= tenth - 1e-6).length).toBeGreaterThanOrEqual(10);
  });

  it('finds only what is allowed', () => {
    const rows = vectors(100, 32);
    const table = new CodeTable(32);
    rows.forEach((row, at) => table.add((at + 1) * 2, encode(row)));
    const [query = new Float32Array(32)] = rows;
    expect(table.nearest(query, 10, [1, 4, 6, 199]).toSorted((a, b) => a - b)).toEqual([4, 6]);
    expect(table.nearest(query, 10, [])).toEqual([]);
  });

  it('leaves out a vector of other dimensions', () => {
    const table = new CodeTable(8);
    table.add(1, encode(new Float32Array(9)));
    expect(table.rows).toBe(0);
    expect(table.nearest(new Float32Array(8), 5)).toEqual([]);
  });
});

it('scan.wasm is what scan.wat says', async () => {
  const { parseWat } = await wabt();
  const text = readFileSync(new URL('scan.wat', import.meta.url), 'utf8');
  const { buffer } = parseWat('scan.wat', text, { simd: true }).toBinary({});
  expect(Buffer.from(buffer)).toEqual(readFileSync(new URL('scan.wasm', import.meta.url)));
});

import { textRules, type SplitRulesInput } from '@buckle/contract';
import { expect, it } from 'vitest';
import { defaultReadingLimits } from './limits.ts';
import type { ReadBatch } from './passage.ts';
import { readDocument } from './read-document.ts';
import { inParts } from './testing/read-whole.ts';

async function batchesOf(fileName: string, content: string, rules: SplitRulesInput): Promise<ReadBatch[]> {
  const batches: ReadBatch[] = [];
  for await (const batch of readDocument({ chunks: inParts(Buffer.from(content), 64 * 1024), fileName }, textRules.parse(rules), defaultReadingLimits)) batches.push(batch);
  return batches.filter(({ passages }) => passages.length > 0);
}

const sizeOf = ({ passages, parents }: ReadBatch) => [...passages, ...parents].reduce((sum, { content }) => sum + content.length, 0);

it('hands on no more at once where one cell gives many passages', async () => {
  const cell = 'Words of a cell that goes on and on. '.repeat(20_000);
  const batches = await batchesOf('a.csv', `id,text\n1,"${cell}"\n`, { mode: 'automatic', max_tokens: 100 });
  expect(batches.length).toBeGreaterThan(10);
  for (const { passages } of batches) expect(passages.length).toBeLessThanOrEqual(100);
  expect(batches.flatMap(({ passages }) => passages.map(({ content }) => content)).join(' ').match(/Words of a cell/g)).toHaveLength(20_000);
});

it('hands on no more than some characters at once, a parent with the first of its passages', async () => {
  const text = 'A sentence of a long text, which has many like it. '.repeat(20_000);
  const batches = await batchesOf('a.txt', text, { mode: 'parent_child', parent_max_tokens: 8_000, child_max_tokens: 2_000 });
  expect(batches.length).toBeGreaterThan(5);
  const known = new Set<number>();
  for (const batch of batches) {
    expect(sizeOf(batch)).toBeLessThan(300_000);
    for (const { index } of batch.parents) known.add(index);
    for (const { parent } of batch.passages) expect(known).toContain(parent);
  }
  expect(batches.at(-1)?.characters).toBe(batches.flatMap(({ passages }) => passages).reduce((sum, { content }) => sum + content.length, 0));
});

it('keeps of a cell what is filtered by, however long it is', async () => {
  const long = 'x'.repeat(500_000);
  const batches = await batchesOf('a.csv', `id,text\n${Array.from({ length: 6 }, (_, at) => `${at},${long}`).join('\n')}\n`, { mode: 'rows' });
  const rows = batches.flatMap(({ passages }) => passages.map(({ row }) => row));
  expect(rows.map((row) => row?.['id'])).toEqual(['0', '1', '2', '3', '4', '5']);
  for (const row of rows) expect(row?.['text']).toBe(long.slice(0, 1_000));
});

import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openMemoryDocuments } from '#data/documents/index.ts';
import { MemoryFiles } from '#data/files/testing/memory-files.ts';
import { roughLength } from '#kernel/rough-length.ts';
import { Keyring } from '#services/storage/index.ts';
import type { NodeEntry, RunEntry } from '../engine/journal.ts';
import { valuesInMemory } from '../testing/values-in-memory.ts';
import type { LargeValues } from './large-values.ts';

const LIMIT = 1_000;
const large = 'x'.repeat(2_000);
const many = Array.from({ length: 200 }, (_, index) => `row ${index}`);

let files: MemoryFiles;
let values: LargeValues;
beforeEach(async () => {
  files = new MemoryFiles();
  values = valuesInMemory(await Keyring.open(await openMemoryDocuments(), Buffer.alloc(32, 7)), { files, limit: LIMIT });
});

function done(path: string, parts: Partial<NodeEntry>): NodeEntry {
  return { type: 'node', path, node: path, title: path, kind: 'text', inputs: {}, outputs: {}, startedAt: 0, endedAt: 0, ...parts };
}

const keys = async () => (await files.list('', { limit: 100 })).map(({ key }) => key);

describe('large values of a run', () => {
  it.each<[string, RunEntry]>([
    ['a long text', done('a', { outputs: { body: large, status: 200 } })],
    ['a long text deep inside', done('a', { outputs: { list: [{ deep: large }, { deep: 'short' }] } })],
    ['a list of many short ones', done('a', { outputs: { many } })],
    ['long texts in a list of many', done('a', { outputs: { many: [...many, large] } })],
    ['many small outputs', done('a', { outputs: Object.fromEntries(many.map((row) => [row, row])) })],
    ['a message', done('a', { message: large, outputs: { output: large } })],
    ['a step', { type: 'step', path: 'a', name: 'reply-0', value: { text: large }, at: 0 }],
    ['names that mean something else elsewhere', done('a', { outputs: JSON.parse(`{"__proto__":{"long":"${large}"},"stored":[{"at":["inputs"],"hash":"x","size":1}]}`) as NodeEntry['outputs'] })],
  ])('lie in files, and are back where they were: %s', async (_, entry) => {
    const run = values.of('w', '1');
    const [kept = entry] = await run.shrink([entry]);
    expect(roughLength(kept)).toBeLessThan(LIMIT);
    // What is kept survives JSON.
    expect(await values.of('w', '1').restore([JSON.parse(JSON.stringify(kept)) as typeof kept])).toEqual([entry]);
    expect(await keys()).not.toEqual([]);
  });

  it('are stored once, however often they are passed on, and again after a kill without a second copy', async () => {
    const entries = [done('a', { outputs: { body: large } }), done('b', { inputs: { text: large }, message: large })];
    await values.of('w', '1').shrink(entries);
    await values.of('w', '1').shrink(entries);
    expect(await keys()).toHaveLength(1);
  });

  it('are not written again by who has read them, since others may be reading them', async () => {
    const entries = [done('a', { outputs: { body: large } })];
    const kept = await values.of('w', '1').shrink(entries);
    const put = vi.spyOn(files, 'put');
    const later = values.of('w', '1');
    const read = await later.restore(kept);
    expect(await later.shrink([...read, done('b', { inputs: { text: large } })])).toHaveLength(2);
    expect(put).not.toHaveBeenCalled();
  });

  it('are none where all is small: the entry stays as it is', async () => {
    const entry = done('a', { outputs: { body: 'short' } });
    expect((await values.of('w', '1').shrink([entry]))[0]).toBe(entry);
    expect(await keys()).toEqual([]);
  });

  it('are sealed, and go with their run or their workspace', async () => {
    for (const [workspaceId, run] of [['w', '1'], ['w', '2'], ['other', '1']] as const) await values.of(workspaceId, run).shrinkValue({ body: large });
    const [first = ''] = await keys();
    expect((await (await files.get(first)).toArray()).toString()).not.toContain('xxxx');
    await values.removeOf('w', '1');
    expect((await keys()).map((key) => key.split('/').slice(0, 3).join('/'))).toEqual(['runs/other/1', 'runs/w/2']);
    await values.removeAllOf('w', {});
    expect((await keys()).map((key) => key.split('/').slice(0, 3).join('/'))).toEqual(['runs/other/1']);
  });
});

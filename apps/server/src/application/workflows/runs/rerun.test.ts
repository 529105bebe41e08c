import { describe, expect, it } from 'vitest';
import type { Keyring } from '#services/storage/index.ts';
import type { JournalEntry } from '#services/work/index.ts';
import { canvas, end, from, line, start, text } from '@buckle/canvas/testing';
import type { NodeEntry } from '../engine/journal.ts';
import { planOf } from '../engine/testing/run-canvas.ts';
import { reusable, takeOver } from './rerun.ts';
import type { RunInput } from './run-document.ts';
import { valuesInMemory } from '../testing/values-in-memory.ts';

/** Two branches that meet: start → a → b → end, and start → c → end. */
const { graph } = planOf(canvas(
  [start(), text('a', 'a'), text('b', 'b'), text('c', 'c'), end({ b: from('b.output'), c: from('c.output') })],
  [line('100001', 'a'), line('a', 'b'), line('b', '900001'), line('100001', 'c'), line('c', '900001')],
));

function done(path: string, kind = 'text'): NodeEntry {
  return { type: 'node', path, node: path, title: path, kind, inputs: {}, outputs: { output: path }, used: [{ modelId: 'm', inputTokens: 1, outputTokens: 1, startedAt: 0, endedAt: 0 }], startedAt: 0, endedAt: 0 };
}

const kindOf = (id: string) => graph.nodes.find(({ node }) => node.id === id)?.node.kind.key ?? '';
const all = ['100001', 'a', 'b', 'c', '900001'].map((id) => done(id, kindOf(id)));

describe('what a run reuses of another', () => {
  it.each([
    ['a', ['100001', 'c']],
    ['b', ['100001', 'a', 'c']],
    ['c', ['100001', 'a', 'b']],
    ['100001', []],
  ])('from %s on: what does not come after it', (node, expected) => {
    expect(reusable(all, graph, node).map(({ path }) => path)).toEqual(expected);
  });

  it('is not what was of another kind, lay in a round, or is gone', () => {
    const entries = [done('a', 'code'), done('gone'), done('c#0/x'), done('c', kindOf('c'))];
    expect(reusable(entries, graph, 'b')).toEqual([{ ...done('c', kindOf('c')), used: undefined, reused: true }]);
  });

  it('is taken over whole, also where a kill came in between, and only once', async () => {
    const entries: JournalEntry[] = [];
    const before = { closed: { get: () => Promise.resolve({}) } };
    const host = { runs: before, kept: { read: () => Promise.resolve(all) }, large: valuesInMemory({} as Keyring) } as unknown as Parameters<typeof takeOver>[0];
    const work = (limit: number) => ({
      id: '2',
      workspaceId: 'w',
      input: { rerunOf: { runId: '1', nodeId: 'b' } } as unknown as RunInput,
      journal: {
        entries,
        append(added: readonly JournalEntry[]) {
          if (entries.length >= limit) return Promise.reject(new Error('killed'));
          entries.push(...added);
          return Promise.resolve();
        },
      },
    });
    await expect(takeOver(host, work(2), graph)).rejects.toThrow('killed');
    // Who takes the work over says so in the journal first.
    entries.push({ type: 'work/claim' });
    await takeOver(host, work(100), graph);
    await takeOver(host, work(100), graph);
    expect(entries.map(({ path, type }) => path ?? type)).toEqual(['100001', 'a', 'work/claim', 'c', 'reused']);
  });

  it('is nothing any more where the other run was deleted', async () => {
    const host = { runs: { closed: { get: () => Promise.resolve(undefined) } }, kept: {} } as unknown as Parameters<typeof takeOver>[0];
    const work = { id: '2', workspaceId: 'w', input: { rerunOf: { runId: '1', nodeId: 'b' } } as unknown as RunInput, journal: { entries: [], append: () => Promise.resolve() } };
    await expect(takeOver(host, work, graph)).rejects.toMatchObject({ message: expect.stringContaining('was deleted') });
  });
});

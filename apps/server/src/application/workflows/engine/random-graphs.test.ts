import type { TextProcessorConfig } from '@buckle/canvas';
import { canvas, end, from, given, line, node, start, text } from '@buckle/canvas/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeRunner } from './node-runner.ts';
import { nothingSeen, planOf, runOf } from './testing/run-canvas.ts';

/** A node of a random graph: the numbers of the nodes that it comes after, and whether it chooses between two exits. */
interface Spot {
  /** Each with the exit by which it is left: the first or the second of a choice. */
  readonly after: readonly { readonly spot: number; readonly exit: 0 | 1 }[];
  /** Of a choice: which exit it takes. */
  readonly takes?: 0 | 1;
}

/** Graphs whose nodes stand in an order in which each comes after some before it; -1 is the start node. */
const graphs: fc.Arbitrary<readonly Spot[]> = fc
  .array(fc.record({ picks: fc.array(fc.record({ at: fc.nat(1_000), exit: fc.constantFrom(0 as const, 1 as const) }), { minLength: 1, maxLength: 4 }), takes: fc.option(fc.constantFrom(0 as const, 1 as const), { nil: undefined }) }), { minLength: 1, maxLength: 14 })
  .map((spots) =>
    spots.map(({ picks, takes }, index) => {
      const after = new Map(picks.map(({ at, exit }) => {
        const spot = (at % (index + 1)) - 1;
        // Only a choice has a second exit; two lines between the same two exits are one.
        return [`${spot}`, { spot, exit: spot >= 0 && spots[spot]?.takes !== undefined ? exit : (0 as const) }];
      }));
      return { after: [...after.values()], ...(takes === undefined ? {} : { takes }) };
    }),
  );

const isTrue = { operator: 1, left: { input: given('a') }, right: { input: given('a') } };
const isFalse = { operator: 1, left: { input: given('a') }, right: { input: given('b') } };

function idOf(spot: number): string {
  return spot === -1 ? '100001' : `n${spot}`;
}

function lineTo(target: string, spots: readonly Spot[], { spot, exit }: Spot['after'][number]): unknown {
  return line(spots[spot]?.takes === undefined ? idOf(spot) : `${idOf(spot)}:${exit === 0 ? 'true' : 'false'}`, target);
}

/** A text node writes its own name behind what the texts before it say; a choice passes by one exit. */
function canvasOf(spots: readonly Spot[]) {
  const readable = ({ after }: Spot) => after.map(({ spot }) => spot).filter((spot) => spot >= 0 && spots[spot]?.takes === undefined);
  const nodes = spots.map((spot, index) => {
    if (spot.takes !== undefined) return node(idOf(index), '8', { inputs: { branches: [{ condition: { logic: 2, conditions: [spot.takes === 0 ? isTrue : isFalse] } }] } });
    const read = readable(spot);
    return text(idOf(index), `${read.map((source) => `({{v${source}}})`).join('')}${idOf(index)}`, Object.fromEntries(read.map((source) => [`v${source}`, from(`${idOf(source)}.output`)])));
  });
  const lines = spots.flatMap((spot, index) => spot.after.map((before) => lineTo(idOf(index), spots, before)));
  // The end comes after everything that can be left.
  const last = spots.flatMap((spot, index) => (spot.takes === undefined ? [line(idOf(index), '900001')] : [line(`${idOf(index)}:true`, '900001'), line(`${idOf(index)}:false`, '900001')]));
  return canvas([start(), ...nodes, end()], [...lines, ...last]);
}

/** What each node gives by the rules alone: a text, `true` for a choice that ran, nothing for one that was skipped. */
function expected(spots: readonly Spot[]): readonly (string | true | undefined)[] {
  const gives: (string | true | undefined)[] = [];
  for (const [index, { after, takes }] of spots.entries()) {
    const isReached = after.some(({ spot, exit }) => spot === -1 || (gives[spot] !== undefined && (spots[spot]?.takes ?? exit) === exit));
    if (!isReached) gives.push(undefined);
    else if (takes !== undefined) gives.push(true);
    else gives.push(`${after.filter(({ spot }) => spot >= 0 && spots[spot]?.takes === undefined).map(({ spot }) => `(${typeof gives[spot] === 'string' ? gives[spot] : ''})`).join('')}${idOf(index)}`);
  }
  return gives;
}

describe('a graph of any shape', () => {
  it('runs each node that a taken line leads to, once, after all before it, and skips the others', async () => {
    await fc.assert(
      fc.asyncProperty(graphs, async (spots) => {
        const seen = nothingSeen();
        expect(await runOf(seen).run(planOf(canvasOf(spots)), {})).toMatchObject({ state: 'done' });
        const done = seen.entries.flatMap((entry) => (entry.type === 'node' ? [entry] : []));
        expect(new Set(done.map(({ path }) => path)).size).toBe(done.length);
        const gave = new Map(done.map(({ path, outputs }) => [path, outputs['output'] ?? true]));
        expect(spots.map((_, index) => gave.get(idOf(index)))).toEqual(expected(spots));
      }),
      { numRuns: 200 },
    );
  });

  it('comes to the same end from any part of its journal, and does only what is not in that', async () => {
    await fc.assert(
      fc.asyncProperty(graphs, fc.nat(1_000), async (spots, cut) => {
        const plan = planOf(canvasOf(spots));
        const whole = nothingSeen();
        await runOf(whole).run(plan, {});
        const seen = nothingSeen();
        seen.entries.push(...whole.entries.slice(0, cut % (whole.entries.length + 1)));
        expect(await runOf(seen).run(plan, {})).toMatchObject({ state: 'done' });
        const paths = (entries: typeof seen.entries) => entries.flatMap((entry) => (entry.type === 'node' ? [entry.path] : [])).toSorted();
        expect(paths(seen.entries)).toEqual(paths(whole.entries));
      }),
      { numRuns: 100 },
    );
  });

  it('gives the same in whatever order its nodes come to their ends', async () => {
    await fc.assert(
      fc.asyncProperty(graphs, fc.infiniteStream(fc.nat(4)), async (spots, delays) => {
        const late = nodeRunner<TextProcessorConfig>({
          key: 'textProcessor',
          hasEffects: false,
          async run(context) {
            for (let turn = delays.next().value ?? 0; turn > 0; turn--) await Promise.resolve();
            return { outputs: { output: await context.text(context.config.concatParams.concatResult) } };
          },
        });
        const seen = nothingSeen();
        await runOf(seen).run(planOf(canvasOf(spots), late), {});
        const gave = new Map(seen.entries.flatMap((entry) => (entry.type === 'node' ? [[entry.path, entry.outputs['output'] ?? true] as const] : [])));
        expect(spots.map((_, index) => gave.get(idOf(index)))).toEqual(expected(spots));
      }),
      { numRuns: 100 },
    );
  });
});

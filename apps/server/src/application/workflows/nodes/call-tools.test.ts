import { expect, it } from 'vitest';
import type { ModelResult } from '#application/models/index.ts';
import type { ModelMessage } from '#services/models/port.ts';
import type { NodeContext } from '../engine/node-runner.ts';
import { answerWithTools, type NodeTool } from './call-tools.ts';

/** Finds the passages whose names are asked for, and tells their numbers. */
const search: NodeTool = {
  definition: { name: 'search', description: '', parameters: {} },
  async run({ names }, numberOf) {
    const passages = String(names).split(' ').map((name) => ({ number: numberOf(name), passage_id: name, document_id: '', dataset_id: '', document_name: '', headings: [], score: 1 }));
    return { text: passages.map(({ number, passage_id: name }) => `[${number}] ${name}`).join(' '), passages };
  },
};

/** A model that calls the search with these in one reply after the other, and then repeats what it was told. */
function asking(...rounds: readonly (readonly string[])[]) {
  return async (messages: readonly ModelMessage[]) => {
    const told = messages.flatMap((message) => (message.role === 'tool' ? [message.content] : []));
    const asked = rounds[messages.filter(({ role }) => role === 'assistant').length] ?? [];
    const calls = asked.map((names, at) => ({ id: `${at}`, name: 'search', arguments: JSON.stringify({ names }) }));
    return { text: asked.length > 0 ? '' : told.join(', '), reasoning: '', calls, usage: { inputTokens: 0, outputTokens: 0 } } as unknown as ModelResult;
  };
}

/** What a node is run in, which has kept these steps before a kill. */
function contextOf(kept: Map<string, unknown>): NodeContext {
  const steps = {
    done: (name: string) => (kept.has(name) ? { value: kept.get(name) } : undefined),
    keep: async (name: string, value: unknown) => void kept.set(name, structuredClone(value)),
  };
  return { steps, signal: new AbortController().signal, warn: () => undefined } as unknown as NodeContext;
}

it('numbers passages on from one search of a turn to the next, and those that are found again alike', async () => {
  const said = asking(['a b', 'c'], ['b d']);
  expect(await answerWithTools(contextOf(new Map()), [search], [], said)).toMatchObject({ text: '[1] a [2] b, [3] c, [2] b [4] d' });
});

it('numbers them so after a kill, too', async () => {
  const kept = new Map<string, unknown>();
  await answerWithTools(contextOf(kept), [search], [], asking(['a b', 'c'], ['b d']));
  kept.delete('call-0.0');
  for (const name of ['reply-2', 'call-1.0']) kept.delete(name);
  expect(await answerWithTools(contextOf(kept), [search], [], asking(['a b', 'c'], ['b d']))).toMatchObject({ text: '[4] a [5] b, [3] c, [5] b [6] d' });
});

import { botDefinition } from '@buckle/contract';
import { canvas, end, from, line, node, params, start } from '@buckle/canvas/testing';
import { describe, expect, it } from 'vitest';
import type { BotVersionDocument } from '#application/bots/index.ts';
import { Disk } from '#data/documents/one-at-a-time/index.ts';
import type { Documents } from '#data/documents/port.ts';
import { MemoryFiles } from '#data/files/testing/memory-files.ts';
import { ManualClock } from '#kernel/clock.ts';
import type { ChatRequest, ModelEvent } from '#services/models/port.ts';
import { planOf } from '../engine/testing/run-canvas.ts';
import { questionRunner } from '../nodes/question.ts';
import type { ModelNodeDependencies } from '../nodes/ask-model.ts';
import { counting, type World } from '../testing/counting-node.ts';
import { openTurnProcess, said, say, type TurnProcess } from '../testing/turn-process.ts';

/** Commits after which a process is killed; more than the whole story makes. */
const KILLS = Array.from({ length: 60 }, (_, index) => index);

const call = (id: string, value: unknown) => node(id, '45', { inputs: { apiInfo: { method: 'GET', url: 'http://x' }, inputParameters: [], params: params({ v: value }) }, title: id });

/** Calls something, asks, says what it was told, and calls once more. */
const document = canvas(
  [
    start('USER_INPUT'),
    call('first', from('100001.USER_INPUT')),
    node('who', '18', { inputs: { question: 'Your name?', answer_type: 'text', inputParameters: [] }, outputs: [{ name: 'USER_RESPONSE', type: 'string' }] }),
    node('say', '13', { inputs: { inputParameters: params({ n: from('who.USER_RESPONSE') }), content: { type: 'string', value: { type: 'literal', content: 'Thank you, {{n}}.' } }, streamingOutput: false } }),
    call('last', from('who.USER_RESPONSE')),
    end({ first: from('first.body'), last: from('last.body') }),
  ],
  [line('100001', 'first'), line('first', 'who'), line('who', 'say'), line('say', 'last'), line('last', '900001')],
);

/** Calls the workflow, and says what it gave. */
async function* reply({ messages }: ChatRequest): AsyncGenerator<readonly ModelEvent[]> {
  await Promise.resolve();
  const last = messages.at(-1);
  yield last?.role === 'tool'
    ? [{ type: 'text', text: `It gave ${last.content}` }, { type: 'finish', reason: 'stop', usage: { inputTokens: 1, outputTokens: 1 } }]
    : [{ type: 'tool-call', call: { id: 'c', name: 'workflow_7', arguments: '{"USER_INPUT":"x"}' } }, { type: 'finish', reason: 'tool-calls', usage: { inputTokens: 1, outputTokens: 1 } }];
}

/** What outlasts a kill beside the documents: what was called with which keys, and files. */
interface Outside {
  readonly world: World;
  readonly files: MemoryFiles;
}

/** So little of `limit` characters is a large value, if anything is. */
function open(documents: Documents, clock: ManualClock, { world, files }: Outside, version: BotVersionDocument, limit: number): Promise<TurnProcess> {
  return openTurnProcess(documents, { clock, version, reply, values: { files, limit }, plan: planOf(document, counting(world), questionRunner({} as ModelNodeDependencies)) });
}

/** The user tells the bot what it wants, and answers what they are asked, until they have been told the end. */
async function talk(process: TurnProcess): Promise<readonly string[]> {
  for (;;) {
    const { id, contents } = await said(process);
    const last = contents.at(-1);
    if (last === undefined) await say(process, 'Go', id);
    else if (last === 'Your name?') await say(process, 'Ann', id);
    else return contents;
  }
}

async function goOn(process: TurnProcess): Promise<readonly string[]> {
  const { work } = process;
  await work.collect();
  await work.pump();
  await expect.poll(() => work.countRunning('w'), { interval: 1 }).toBe(0);
  return talk(process);
}

/** Whether the last commit before a kill is told of. */
const ACKNOWLEDGED = [true, false];

describe.each([
  ['a tool', 262_144, { workflows: [{ workflow_id: '7', version: 'v0.0.1' }] }, ['Thank you, Ann.', 'It gave {"first":"called first","last":"called last"}']],
  ['a tool, whose values lie in files,', 12, { workflows: [{ workflow_id: '7', version: 'v0.0.1' }] }, ['Thank you, Ann.', 'It gave {"first":"called first","last":"called last"}']],
  ['the brain', 262_144, { chatflow: { workflow_id: '7', version: 'v0.0.1' } }, ['Thank you, Ann.']],
] as const)('a turn with a workflow as %s that is killed after each of its commits', (_, limit, brain, answers) => {
  const version = { id: '2-1', botId: '2', workspaceId: 'w', number: 1, definition: botDefinition.parse({ name: 'Bot', ...brain }) } as unknown as BotVersionDocument;

  it.each(KILLS.flatMap((stopAfter) => ACKNOWLEDGED.map((acknowledgeLast) => ({ stopAfter, acknowledgeLast }))))('comes to the same end and repeats nothing that was finished: %j', async ({ stopAfter, acknowledgeLast }) => {
    const disk = new Disk();
    const clock = new ManualClock();
    const outside: Outside = { world: new Map(), files: new MemoryFiles() };
    const { world, files } = outside;
    // The installation's own documents are written before the story begins.
    await open(await disk.open(), clock, outside, version, limit);
    const before = await disk.open({ stopAfter, acknowledgeLast });
    const story = open(before, clock, outside, version, limit).then(talk);
    await Promise.race([story, before.stopped]);
    story.catch(() => undefined);
    const process = await open(await disk.open(), clock, outside, version, limit);
    expect(await goOn(process)).toEqual(['Go', 'Your name?', 'Ann', ...answers]);
    const { items } = await process.runs.find({ where: { workflowId: '7' }, limit: 10 });
    expect(items).toMatchObject([{ state: 'completed' }]);
    const entries = await process.kept.read('w', items[0]?.id ?? '');
    expect(entries.flatMap((entry) => (entry.type === 'node' ? [entry.path] : []))).toEqual(['100001', 'first', 'who', 'say', 'last', '900001']);
    expect((await files.list('runs/w/', { limit: 100 })).length > 0).toBe(limit === 12);
    expect([...world.keys()].toSorted()).toEqual(['first', 'last']);
    // What ran twice was running at the kill, and had the same key.
    expect([...world.values()].filter((keys) => keys.length > 2 || new Set(keys).size > 1)).toEqual([]);
    expect([...world.values()].filter((keys) => keys.length > 1).length).toBeLessThan(2);
  });
});

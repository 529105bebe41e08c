import { botDefinition } from '@buckle/contract';
import { canvas, end, from, line, node, params, start } from '@buckle/canvas/testing';
import { describe, expect, it } from 'vitest';
import type { BotVersionDocument } from '#application/bots/index.ts';
import { Disk } from '#data/documents/one-at-a-time/index.ts';
import type { Documents } from '#data/documents/port.ts';
import { ManualClock } from '#kernel/clock.ts';
import { silentLogger } from '#kernel/logger.ts';
import type { ChatRequest, ModelEvent } from '#services/models/port.ts';
import { openProcess } from '#services/work/testing.ts';
import { defaultLimits, planOf } from '../engine/testing/run-canvas.ts';
import { type Plans, ROOT } from '../plans.ts';
import { questionRunner } from '../nodes/question.ts';
import type { ModelNodeDependencies } from '../nodes/ask-model.ts';
import { KeptEntries } from '../runs/kept-entries.ts';
import { openRuns } from '../runs/run-document.ts';
import { openTestConversations } from '../testing/conversations.ts';
import { counting, type World } from '../testing/counting-node.ts';
import { botTools } from './bot-tools.ts';
import { turnFlows, type TurnFlowsContext } from './turn-flows.ts';
import { valuesInMemory } from '../testing/values-in-memory.ts';

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

async function open(documents: Documents, clock: ManualClock, world: World, version: BotVersionDocument) {
  const process = await openProcess(documents, { clock, alone: true });
  const plan = planOf(document, counting(world), questionRunner({} as ModelNodeDependencies));
  const plans: Pick<Plans, 'of' | 'pin'> = { of: () => Promise.resolve(new Map([[ROOT, plan]])), pin: () => Promise.resolve({}) };
  const runs = await openRuns(documents, process.keyring);
  const large = valuesInMemory(process.keyring);
  const kept = new KeptEntries(documents, process.keyring, large);
  const workflows = { closed: { get: () => Promise.resolve({ workspaceId: 'w' }) } };
  const context = { plans, workflows, runLimits: defaultLimits, clock, logger: silentLogger, documents, work: process.work, runs, kept, large } as unknown as TurnFlowsContext;
  const conversations = await openTestConversations(process, version, reply);
  conversations.extend({ tools: botTools(context), flows: turnFlows(context) });
  return { ...process, conversations, version, runs, kept };
}

type Opened = Awaited<ReturnType<typeof open>>;

const visitor = { id: 'v', botId: '2', workspaceId: 'w' };

/** Says something, and follows the turn to its end. */
async function say({ conversations, version }: Opened, words: string, conversationId?: string): Promise<void> {
  const stream = await conversations.visitors.chat(visitor, version, words, conversationId);
  await stream.write({ send: () => undefined, sendNumbered: () => undefined, closed: new AbortController().signal });
}

/** What stands in the conversation, the oldest first. */
async function said({ conversations }: Opened): Promise<{ id: string | undefined; contents: readonly string[] }> {
  const { items } = await conversations.visitors.list(visitor, { limit: 10, after: undefined });
  const id = items[0]?.conversation.id;
  expect(items.length).toBeLessThan(2);
  if (id === undefined) return { id, contents: [] };
  const messages = await conversations.visitors.messages(visitor, id, { limit: 100, after: undefined });
  return { id, contents: messages.items.map(({ content }) => content).reverse() };
}

/** The user tells the bot what it wants, and answers what they are asked, until they have been told the end. */
async function talk(process: Opened): Promise<readonly string[]> {
  for (;;) {
    const { id, contents } = await said(process);
    const last = contents.at(-1);
    if (last === undefined) await say(process, 'Go', id);
    else if (last === 'Your name?') await say(process, 'Ann', id);
    else return contents;
  }
}

async function goOn(process: Opened): Promise<readonly string[]> {
  const { work } = process;
  await work.collect();
  await work.pump();
  await expect.poll(() => work.countRunning('w'), { interval: 1 }).toBe(0);
  return talk(process);
}

/** Whether the last commit before a kill is told of. */
const ACKNOWLEDGED = [true, false];

describe.each([
  ['a tool', { workflows: [{ workflow_id: '7', version: 'v0.0.1' }] }, ['Thank you, Ann.', 'It gave {"first":"called first","last":"called last"}']],
  ['the brain', { chatflow: { workflow_id: '7', version: 'v0.0.1' } }, ['Thank you, Ann.']],
] as const)('a turn with a workflow as %s that is killed after each of its commits', (_, brain, answers) => {
  const version = { id: '2-1', botId: '2', workspaceId: 'w', number: 1, definition: botDefinition.parse({ name: 'Bot', ...brain }) } as unknown as BotVersionDocument;

  it.each(KILLS.flatMap((stopAfter) => ACKNOWLEDGED.map((acknowledgeLast) => ({ stopAfter, acknowledgeLast }))))('comes to the same end and repeats nothing that was finished: %j', async ({ stopAfter, acknowledgeLast }) => {
    const disk = new Disk();
    const clock = new ManualClock();
    const world: World = new Map();
    // The installation's own documents are written before the story begins.
    await open(await disk.open(), clock, world, version);
    const before = await disk.open({ stopAfter, acknowledgeLast });
    const story = open(before, clock, world, version).then(talk);
    await Promise.race([story, before.stopped]);
    story.catch(() => undefined);
    const process = await open(await disk.open(), clock, world, version);
    expect(await goOn(process)).toEqual(['Go', 'Your name?', 'Ann', ...answers]);
    const { items } = await process.runs.find({ where: { workflowId: '7' }, limit: 10 });
    expect(items).toMatchObject([{ state: 'completed' }]);
    const entries = await process.kept.read('w', items[0]?.id ?? '');
    expect(entries.flatMap((entry) => (entry.type === 'node' ? [entry.path] : []))).toEqual(['100001', 'first', 'who', 'say', 'last', '900001']);
    expect([...world.keys()].toSorted()).toEqual(['first', 'last']);
    // What ran twice was running at the kill, and had the same key.
    expect([...world.values()].filter((keys) => keys.length > 2 || new Set(keys).size > 1)).toEqual([]);
    expect([...world.values()].filter((keys) => keys.length > 1).length).toBeLessThan(2);
  });
});

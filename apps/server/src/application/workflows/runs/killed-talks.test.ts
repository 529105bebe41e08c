import { botDefinition } from '@buckle/contract';
import { canvas, end, from, given, line, node, params, start } from '@buckle/canvas/testing';
import { describe, expect, it } from 'vitest';
import type { BotVersionDocument } from '#application/bots/index.ts';
import type { Models } from '#application/models/index.ts';
import { Disk } from '#data/documents/one-at-a-time/index.ts';
import type { Documents } from '#data/documents/port.ts';
import { ManualClock } from '#kernel/clock.ts';
import { silentLogger } from '#kernel/logger.ts';
import type { ChatRequest, ModelEvent } from '#services/models/port.ts';
import { openProcess, startOf } from '#services/work/testing.ts';
import { nodeRunner, planKey } from '../engine/node-runner.ts';
import { defaultLimits, planOf } from '../engine/testing/run-canvas.ts';
import { callBotRunner } from '../nodes/call-bot.ts';
import { llmRunner } from '../nodes/llm.ts';
import { type Plans, ROOT } from '../plans.ts';
import { openTestConversations } from '../testing/conversations.ts';
import type { ShownFiles } from '../nodes/prompt-parts.ts';
import { KeptEntries } from './kept-entries.ts';
import { LiveRuns } from './live-runs.ts';
import { beginningRun, openRuns, type RunDocument, type RunInput } from './run-document.ts';
import { type RunContext, runKind } from './run-kind.ts';
import { valuesInMemory } from '../testing/values-in-memory.ts';

/** Commits after which a process is killed; more than the whole story makes. */
const KILLS = Array.from({ length: 38 }, (_, index) => index);

const output = [{ name: 'output', type: 'string' }];
const asking = (id: string, value: unknown) => node(id, '10003', { inputs: { botId: '2', inputParameters: params({ q: value }), content: given('{{q}}') }, outputs: output });

/** Asks a bot, and another time with what that said. */
const twoQuestions = canvas(
  [start('q'), asking('one', from('100001.q')), asking('two', from('one.output')), end({ said: from('two.output') })],
  [line('100001', 'one'), line('one', 'two'), line('two', '900001')],
);

const call = node('call', '45', { inputs: { apiInfo: { method: 'GET', url: 'http://x' }, inputParameters: [] }, title: 'call' });
/** What a model calls. */
const tool = canvas([start(), call, end({ body: from('call.body') })], [line('100001', 'call'), line('call', '900001')]);
const fcParam = { workflowFCParam: { workflowList: [{ workflow_id: '7', workflow_version: '' }] } };
/** Asks a model that calls a workflow. */
const modelWithTool = canvas(
  [start('q'), node('m', '3', { inputs: { inputParameters: params({ q: from('100001.q') }), llmParam: params({ prompt: given('{{q}}') }), fcParam }, outputs: output }), end({ said: from('m.output') })],
  [line('100001', 'm'), line('m', '900001')],
);

const version = { id: '2-1', botId: '2', workspaceId: 'w', number: 1, definition: botDefinition.parse({ name: 'Bot' }) } as unknown as BotVersionDocument;

/** What happened outside, each thing with how often it did. */
type World = Map<string, number>;

/** Repeats what it is told, after it has called what it can call. */
function modelOf(world: World) {
  return async function* ({ messages, tools = [] }: ChatRequest): AsyncGenerator<readonly ModelEvent[]> {
    await Promise.resolve();
    const last = messages.at(-1);
    const words = typeof last?.content === 'string' ? last.content : '';
    const asked = `reply to ${words}`;
    world.set(asked, (world.get(asked) ?? 0) + 1);
    const said: ModelEvent = tools.length > 0 && last?.role === 'user' ? { type: 'tool-call', call: { id: 'c', name: 'workflow_7', arguments: '{}' } } : { type: 'text', text: `<${words}>` };
    yield [said, { type: 'finish', reason: 'stop', usage: { inputTokens: 1, outputTokens: 1 } }];
  };
}

/** The node that calls, whose calls the world counts. */
function counting(world: World) {
  return nodeRunner({
    key: 'http',
    hasEffects: true,
    async run({ path }) {
      world.set(path, (world.get(path) ?? 0) + 1);
      await Promise.resolve();
      return { outputs: { body: 'called' } };
    },
  });
}

const stories = [
  { name: 'asks a bot', document: twoQuestions, said: '<<hi>>', chats: ['completed', 'completed'] },
  { name: 'has a model that calls a workflow', document: modelWithTool, said: '<{"body":"called"}>', chats: [] },
] as const;

type Story = (typeof stories)[number];

const noKnowledge = {
  recall: () => Promise.reject(new Error('It has no knowledge.')),
  toolFor() {
    throw new Error('It has no knowledge.');
  },
};

async function open(documents: Documents, clock: ManualClock, world: World, { document }: Story) {
  const process = await openProcess(documents, { clock, alone: true });
  const { keyring } = process;
  const large = valuesInMemory(keyring);
  const reply = modelOf(world);
  const conversations = await openTestConversations(process, version, reply);
  const models = { resolve: () => Promise.resolve({ id: 'm', name: 'm', chatModel: { stream: reply } }), usage: { writes: () => Promise.resolve([]) } } as unknown as Models;
  const runners = [callBotRunner(conversations.ofFlows), llmRunner({ models, clock, files: {} as ShownFiles, knowledge: noKnowledge }), counting(world)];
  const plans: Pick<Plans, 'of'> = { of: () => Promise.resolve(new Map([[ROOT, planOf(document, ...runners)], [planKey('7', ''), planOf(tool, ...runners)]])) };
  const context = {
    runs: await openRuns(documents, keyring), kept: new KeptEntries(documents, keyring, large), large, live: new LiveRuns(), plans, models, limits: { checkSpent: () => Promise.resolve() }, runLimits: defaultLimits, clock, logger: silentLogger,
  } as unknown as RunContext;
  const kind = runKind(context);
  process.work.register(kind);
  return { ...process, ...context, kind };
}

type Opened = Awaited<ReturnType<typeof open>>;

async function begin({ work, kind, runs }: Opened): Promise<void> {
  const input: RunInput = { workflowId: 'f', version: '', mode: 0, creatorId: 'u', botId: '', connectorId: '', inputs: { q: 'hi' }, pins: {} };
  const { finished } = await work.start(kind, { ...startOf('1', input), writes: [() => runs.insert(beginningRun({ id: '1', workspaceId: 'w', createdAt: 0, input }))] });
  await finished;
}

/** What is there after a kill goes on; what was never acknowledged is begun anew, as its caller would. */
async function goOn(process: Opened): Promise<RunDocument | undefined> {
  const { work, runs } = process;
  await work.collect();
  await work.pump();
  await expect.poll(() => work.countRunning('w'), { interval: 1 }).toBe(0);
  if ((await work.get('1')) === undefined) await begin(process);
  return runs.get('1');
}

describe.each(stories)('a run that $name and is killed after each of its commits', (story) => {
  it.each(KILLS.flatMap((stopAfter) => [true, false].map((acknowledgeLast) => ({ stopAfter, acknowledgeLast }))))('comes to the same end, and repeats nothing that was finished: %j', async (kill) => {
    const disk = new Disk();
    const clock = new ManualClock();
    const world: World = new Map();
    // The installation's own documents are written before the story begins.
    await open(await disk.open(), clock, world, story);
    const before = await disk.open(kill);
    const told = open(before, clock, world, story).then(begin);
    await Promise.race([told, before.stopped]);
    told.catch(() => undefined);
    const process = await open(await disk.open(), clock, world, story);
    expect(await goOn(process)).toMatchObject({ state: 'completed', output: { said: story.said } });
    const { items } = await process.work.list({ workspaceId: 'w', kind: 'chat', limit: 10 });
    expect(items.map(({ state }) => state)).toEqual(story.chats);
    // What happened twice was under way at the kill.
    expect([...world.values()].filter((count) => count > 2)).toEqual([]);
    expect([...world.values()].filter((count) => count > 1).length).toBeLessThan(2);
  });
});

import { canvas, end, from, line, node, params, start } from '@buckle/canvas/testing';
import { scheduleSettings } from '@buckle/contract';
import { describe, expect, it, vi } from 'vitest';
import type { RunStart } from '#application/limits/index.ts';
import { Disk } from '#data/documents/one-at-a-time/index.ts';
import type { Documents } from '#data/documents/port.ts';
import { MemoryFiles } from '#data/files/testing/memory-files.ts';
import { ManualClock } from '#kernel/clock.ts';
import { IdGenerator } from '#kernel/ids.ts';
import { silentLogger } from '#kernel/logger.ts';
import { openProcess } from '#services/work/testing.ts';
import { defaultLimits, planOf } from '../engine/testing/run-canvas.ts';
import { ROOT } from '../plans.ts';
import { KeptEntries } from '../runs/kept-entries.ts';
import { LiveRuns } from '../runs/live-runs.ts';
import { openRuns } from '../runs/run-document.ts';
import { type EndedRun, runKind } from '../runs/run-kind.ts';
import { counting, type World } from '../testing/counting-node.ts';
import { openWorkflowCollections, type WorkflowDocument } from '../workflow-documents.ts';
import { fireDue, firingKind, openTriggerCollections, type TriggerDocument, type TriggersContext, writesAfterRun } from './index.ts';
import { valuesInMemory } from '../testing/values-in-memory.ts';

/** Commits after which a process is killed; more than the whole story makes. */
const KILLS = Array.from({ length: 40 }, (_, index) => index);

const document = canvas(
  [start('due_time'), node('call', '45', { inputs: { apiInfo: { method: 'GET', url: 'http://x' }, inputParameters: [], params: params({ v: from('100001.due_time') }) }, title: 'call' }), end({ said: from('call.body') })],
  [line('100001', 'call'), line('call', '900001')],
);

const clockAt = (time: string) => Date.parse(time);
const NINE = clockAt('2026-01-01T09:00:00Z');

const workflow = (id: string): WorkflowDocument => ({
  id, workspaceId: 'w', ownerId: 'u', name: id, mode: 'workflow', isPublished: true, onlineVersion: 'v1.0.0', draftRevision: 1, description: '', source: { canvas: {}, idMap: {} }, createdAt: 0, updatedAt: 0,
});

const daily: TriggerDocument = {
  id: '7', workspaceId: 'w', workflowId: 'f', kind: 'schedule', name: 'Daily', creatorId: 'u', pauseAfterFailures: 10, countsFrom: 0, parameters: {}, mapping: { due_time: 'due_time' },
  schedule: scheduleSettings.parse({ cron: '0 9 * * *' }), dueAt: NINE, createdAt: 0, updatedAt: 0,
};

/** Fires when a run of the first workflow has ended. */
const follower: TriggerDocument = {
  id: '8', workspaceId: 'w', workflowId: 'g', kind: 'workflow', name: 'Then', creatorId: 'u', pauseAfterFailures: 10, countsFrom: 0, parameters: {}, mapping: { due_time: 'output.said' }, sourceId: 'f', on: 'completed', createdAt: 0, updatedAt: 0,
};

async function open(documents: Documents, clock: ManualClock, world: World, values: Parameters<typeof valuesInMemory>[1] = {}) {
  const process = await openProcess(documents, { clock, alone: true });
  const { keyring } = process;
  const plan = planOf(document, counting(world));
  const stores = { ...(await openWorkflowCollections(documents, keyring)), ...(await openTriggerCollections(documents, keyring)), runs: await openRuns(documents, keyring) };
  const firing = firingKind(() => context);
  const large = valuesInMemory(keyring, values);
  const shared = { ...process, ...stores, clock, firing, logger: silentLogger, ids: new IdGenerator(clock, process.processes.node), runLimits: defaultLimits, kept: new KeptEntries(documents, keyring, large), large, live: new LiveRuns() };
  // Of the other modules only what the start and the end of a run ask of them.
  const context: TriggersContext = {
    ...shared,
    identity: { authorize: () => Promise.resolve('operator') },
    plans: { pin: () => Promise.resolve({}), of: () => Promise.resolve(new Map([[ROOT, plan]])) },
    // There is never a place at once, so that every run passes through the queue.
    runQueue: { startOrHold: ({ start }: RunStart<unknown>) => start(true) },
    idempotency: { create: (_principal: unknown, _call: unknown, makeId: () => string, { make }: { make: (id: string) => unknown }) => make(makeId()) },
    models: { usage: { writes: () => Promise.resolve([]) } },
    afterRun: (ended: EndedRun) => writesAfterRun(context, ended),
  } as unknown as TriggersContext;
  const kind = runKind(context);
  Object.assign(context, { kind });
  process.work.register(kind);
  process.work.register(firing);
  return context;
}

async function untilQuiet({ work }: TriggersContext): Promise<void> {
  await work.collect();
  const open = async () => {
    const held = await work.held.oldest('w');
    if (held) await work.held.letGo(held);
    await work.pump();
    return (await work.overview()).states;
  };
  await expect.poll(open, { interval: 1 }).toEqual([]);
}

describe.each([true, false])('a schedule that is due, killed after each commit (the last one told: %s)', (acknowledgeLast) => {
  it.each(KILLS)('starts one run, and what follows its end starts one: %i commits', async (stopAfter) => {
    const disk = new Disk();
    const clock = new ManualClock(NINE);
    const world: World = new Map();
    const first = await open(await disk.open(), clock, world);
    for (const id of ['f', 'g']) await first.workflows.insert(workflow(id));
    for (const trigger of [daily, follower]) await first.triggers.insert(trigger);
    const before = await disk.open({ stopAfter, acknowledgeLast });
    const story = open(before, clock, world).then(async (process) => {
      await fireDue(process);
      await untilQuiet(process);
    });
    await Promise.race([story, before.stopped]);
    story.catch(() => undefined);
    const process = await open(await disk.open(), clock, world);
    await fireDue(process);
    await untilQuiet(process);
    await fireDue(process);
    await untilQuiet(process);
    const runs = await process.runs.find({ where: { workspaceId: 'w' }, sort: 'createdAt', limit: 10 });
    expect(runs.items.map(({ workflowId, state, triggerId, creatorId }) => `${workflowId} ${state} ${triggerId} ${creatorId}`).toSorted()).toEqual(['f completed 7 7', 'g completed 8 8']);
    const firings = await process.firings.find({ where: { workspaceId: 'w' }, sort: 'createdAt', limit: 10 });
    const ofFirst = runs.items.find(({ workflowId }) => workflowId === 'f');
    expect(firings.items.map(({ id, state, runId }) => `${id} ${state} ${runs.items.some((run) => run.id === runId)}`).toSorted()).toEqual([`7-${NINE} completed true`, `8-${ofFirst?.id} completed true`]);
    expect((await process.triggers.get('7'))?.dueAt).toBe(NINE + 24 * 3_600_000);
  });
});

describe('the end of a run whose result is large', () => {
  it.each([
    ['is told to a follower that asks for it', { due_time: 'output.said' }, 'called call', true],
    ['is not read for a follower that does not', { due_time: 'version' }, 'v1.0.0', false],
  ] as const)('%s', async (_, mapping, told, isRead) => {
    const files = new MemoryFiles();
    const get = vi.spyOn(files, 'get');
    const process = await open(await new Disk().open(), new ManualClock(NINE), new Map(), { files, limit: 10 });
    for (const id of ['f', 'g']) await process.workflows.insert(workflow(id));
    for (const trigger of [daily, { ...follower, mapping }]) await process.triggers.insert(trigger);
    const starting = vi.spyOn(process.work, 'starting');
    await fireDue(process);
    await untilQuiet(process);
    const { items: [run] } = await process.runs.find({ where: { workflowId: 'g' }, limit: 1 });
    expect(run).toMatchObject({ state: 'completed', inputs: { due_time: told } });
    expect(get.mock.calls.length > 0).toBe(isRead);
    expect(JSON.stringify(starting.mock.calls.map(([, { input }]) => input))).not.toContain('called call');
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryCache } from '#data/cache/index.ts';
import { TooManyRequests } from '#kernel/errors.ts';
import { silentLogger } from '#kernel/logger.ts';
import { gate, kindOf, openProcess, sharedDocuments, type TestProcess } from '#services/work/testing.ts';
import { RunQueue } from './run-queue.ts';
import { WorkspaceLimits } from './workspace-limits.ts';

const spentSince = async () => ({ tokens: 0, costs: new Map<string, number>() });

let test: TestProcess;
let queue: RunQueue;
let limits: WorkspaceLimits;
let gates: Map<string, ReturnType<typeof gate>>;
/** The runs that began, in order. */
let begun: string[];

beforeEach(async () => {
  test = await openProcess(sharedDocuments()());
  limits = await WorkspaceLimits.open(test.documents, new MemoryCache(test.clock), test.clock);
  queue = new RunQueue({ limits, work: test.work, clock: test.clock, logger: silentLogger, longestWait: 30_000, most: 3 });
  await limits.documents.insert({ id: 'w', own: { running_chats: 1 } });
  begun = [];
  gates = new Map();
  test.work.register(kind());
});

const kind = () => kindOf<null, null>(test, async ({ id }) => {
  begun.push(id);
  await gateOf(id).pass();
  return { state: 'completed' };
}, { kind: 'workflow.run' });

function gateOf(id: string) {
  const known = gates.get(id) ?? gate();
  gates.set(id, known);
  return known;
}

function startOf(id: string, workspaceId = 'w') {
  return { workspaceId, spentSince, start: async (held: boolean) => ({ held, ...(await test.work.start(kind(), { id, workspaceId, input: null, here: !held, held })) }) };
}

/** Ends a run, and lets in who comes next. */
async function end(id: string): Promise<void> {
  gateOf(id).open();
  await test.work.finishedHere(id);
  await queue.letIn();
  await test.work.pump();
}

const stateOf = async (id: string) => (await test.work.get(id))?.state;

describe('runs whose callers come back later', () => {
  it('are held where there is no place, and begin by themselves in the order in which they came', async () => {
    expect((await queue.startOrHold(startOf('1'))).held).toBe(false);
    expect((await queue.startOrHold(startOf('2'))).held).toBe(true);
    await queue.startOrHold(startOf('3'));
    expect([await stateOf('1'), await stateOf('2'), await queue.count('w')]).toEqual(['running', 'waiting', 2]);
    await end('1');
    await expect.poll(() => begun).toEqual(['1', '2']);
    expect(await queue.count('w')).toBe(1);
    await end('2');
    await expect.poll(() => begun).toEqual(['1', '2', '3']);
    await end('3');
  });

  it('do not overtake those that are held', async () => {
    await queue.startOrHold(startOf('1'));
    await queue.startOrHold(startOf('2'));
    gateOf('1').open();
    await test.work.finishedHere('1');
    expect((await queue.startOrHold(startOf('3'))).held).toBe(true);
    await expect.poll(async () => (await test.work.pump(), begun)).toEqual(['1', '2']);
    await end('2');
    await end('3');
  });

  it('do not wait for those of another workspace', async () => {
    await queue.startOrHold(startOf('1'));
    await queue.startOrHold(startOf('2'));
    expect((await queue.startOrHold(startOf('3', 'other'))).held).toBe(false);
    await Promise.all(['1', '2', '3'].map(end));
  });

  it('are refused where too many are held', async () => {
    for (const id of ['1', '2', '3', '4']) await queue.startOrHold(startOf(id));
    await expect(queue.startOrHold(startOf('5'))).rejects.toThrow(/3 runs of this workspace wait in the queue already/);
    expect(await test.work.get('5')).toBeUndefined();
    for (const id of ['1', '2', '3', '4']) await end(id);
  });

  it('begin when the limit is raised, and end when they are cancelled', async () => {
    for (const id of ['1', '2', '3']) await queue.startOrHold(startOf(id));
    await test.work.cancel('2');
    expect([await stateOf('2'), await queue.count('w')]).toEqual(['canceled', 1]);
    await limits.documents.update('w', { set: { own: { running_chats: 5 } } });
    limits.forget();
    await queue.letIn();
    await test.work.pump();
    await expect.poll(() => begun).toContain('3');
    await end('1');
    await end('3');
  });
});

describe('runs whose callers are connected', () => {
  it('wait for a place', async () => {
    await queue.startOrWait(startOf('1'));
    const second = queue.startOrWait(startOf('2'));
    await end('1');
    expect((await second).held).toBe(false);
    await end('2');
    expect(begun).toEqual(['1', '2']);
  });

  it('are refused with what to do where none becomes free in time', async () => {
    await queue.startOrWait(startOf('1'));
    const second = queue.startOrWait(startOf('2')).catch((error: unknown) => error);
    test.clock.advance(30_001);
    await queue.letIn();
    const refusal = await second;
    expect(refusal).toBeInstanceOf(TooManyRequests);
    expect(refusal).toMatchObject({ retryAfter: 5, message: expect.stringMatching(/no place has become free in 30 seconds.*is_async/) });
    await end('1');
  });

  it('and those that are held begin in the order in which they came', async () => {
    await queue.startOrWait(startOf('1'));
    await queue.startOrHold(startOf('2'));
    test.clock.advance(1);
    const third = queue.startOrWait(startOf('3'));
    await end('1');
    await expect.poll(() => begun).toEqual(['1', '2']);
    await end('2');
    await third;
    expect(begun).toEqual(['1', '2', '3']);
    await end('3');
  });
});

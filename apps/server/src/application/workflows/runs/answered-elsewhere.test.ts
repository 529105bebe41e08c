import { canvas, end, from, line, node, start } from '@buckle/canvas/testing';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { gate, sharedDocuments } from '#services/work/testing.ts';
import { documentStores } from '../testing/document-stores.ts';
import { entriesOf, Installation, SILENCE } from '../testing/installation.ts';
import { answerIn, beginRun, type RunProcess } from '../testing/run-process.ts';
import { waitsOf } from './open-waits.ts';

/** Asks for a decision, for a minute. */
const approval = canvas(
  [start(), node('ask', '10001', { inputs: { content: 'Well?', timeout: 60 } }), end({ decision: from('ask.decision') })],
  [line('100001', 'ask'), line('ask:approved', '900001'), line('ask:rejected', '900001'), line('ask:timeout', '900001')],
);

const ANN = { name: 'Ann' };

/** The nodes of the run that are done. */
async function doneIn(process: RunProcess): Promise<readonly string[]> {
  return (await entriesOf(process, 'node')).map(({ path }) => path);
}

async function openIn(process: RunProcess): Promise<readonly string[]> {
  const run = await process.runs.get('1');
  return run === undefined ? [] : (await waitsOf(process, run, await process.kept.read('w', '1'))).map(({ path }) => path);
}

const REFUSAL = expect.objectContaining({ status: 409, message: expect.stringContaining('somebody else has answered it') }) as unknown;

/** The refusals of answers to the question that come at once, each in a process. */
async function refusals(processes: readonly RunProcess[]): Promise<readonly unknown[]> {
  const answers = await Promise.allSettled(processes.map((process) => answerIn(process, 'form', ANN)));
  return answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason as unknown] : []));
}

const completed = { state: 'completed', output: { said: 'Hello Ann' } };

let installation: Installation;
beforeEach(() => {
  installation = new Installation(sharedDocuments());
});

describe('a question of a run that another process runs', () => {
  it('is seen there, and its answer is taken at once where the run goes on', async () => {
    const [owner, other] = [await installation.join(), await installation.join()];
    const { rest } = await installation.ask(owner);
    expect(await openIn(other)).toEqual(['form']);
    expect(await answerIn(other, 'form', ANN)).toEqual({});
    expect(await openIn(other)).toEqual([]);
    await vi.waitUntil(async () => (await doneIn(other)).includes('form'), { interval: 1 });
    expect(await openIn(other)).toEqual([]);
    installation.finishSlow();
    await rest;
    expect(await other.runs.get('1')).toMatchObject(completed);
    expect(await entriesOf(other, 'answer')).toHaveLength(1);
  });

  it('is answered by a message that is lost when the owner looks, at the latest where it would come to rest', async () => {
    const [owner, other] = [await installation.join({ hears: false }), await installation.join()];
    const { rest } = await installation.ask(owner);
    await answerIn(other, 'form', ANN);
    expect(await openIn(owner)).toEqual([]);
    expect(await entriesOf(owner, 'answer')).toEqual([]);
    installation.finishSlow();
    expect(await rest).toMatchObject({ state: 'completed' });
    expect(await other.runs.get('1')).toMatchObject(completed);
  });

  it('is answered with the next heartbeat where the message is lost', async () => {
    const [owner, other] = [await installation.join({ hears: false }), await installation.join()];
    const { rest } = await installation.ask(owner);
    await answerIn(other, 'form', ANN);
    await owner.work.takeAllGiven();
    await vi.waitUntil(async () => (await doneIn(owner)).includes('form'), { interval: 1 });
    installation.finishSlow();
    await rest;
    expect(await other.runs.get('1')).toMatchObject(completed);
  });

  it('takes an answer that is of use alone, as it does where it runs', async () => {
    const [owner, other] = [await installation.join(), await installation.join()];
    const { rest } = await installation.ask(owner);
    await expect(answerIn(other, 'form', 'Ann')).rejects.toMatchObject({ status: 400 });
    await expect(answerIn(other, 'hello', ANN)).rejects.toMatchObject({ status: 409 });
    expect(await openIn(other)).toEqual(['form']);
    installation.finishSlow();
    expect(await rest).toEqual({ state: 'waiting' });
  });

  it('takes one answer of several that come at once, wherever they come', async () => {
    const processes = [await installation.join(), await installation.join(), await installation.join()] as const;
    const { rest } = await installation.ask(processes[0]);
    expect(await refusals([...processes, ...processes])).toEqual(Array.from({ length: 5 }, () => REFUSAL));
    expect(await refusals([processes[1]])).toEqual([REFUSAL]);
    installation.finishSlow();
    await rest;
    expect(await processes[1].runs.get('1')).toMatchObject(completed);
    expect(await entriesOf(processes[1], 'answer')).toHaveLength(1);
  });

  it('takes one answer of several that come at once when the run has come to rest', async () => {
    const processes = [await installation.join(), await installation.join(), await installation.join()] as const;
    const { rest } = await installation.ask(processes[0]);
    installation.finishSlow();
    expect(await rest).toEqual({ state: 'waiting' });
    expect(await refusals([...processes, ...processes])).toEqual(Array.from({ length: 5 }, () => REFUSAL));
    await vi.waitUntil(async () => (await processes[0].runs.get('1'))?.state === 'completed', { interval: 1 });
    expect(await processes[1].runs.get('1')).toMatchObject(completed);
    expect(await entriesOf(processes[1], 'answer')).toHaveLength(1);
  });

  it('is answered in the moment in which the run comes to rest', async () => {
    const [owner, other] = [await installation.join({ hears: false }), await installation.join()];
    const { rest } = await installation.ask(owner);
    const held = gate();
    const inOrder = owner.documents.inOrder.bind(owner.documents);
    // Between the entries of the run and what says that it waits.
    vi.spyOn(owner.documents, 'inOrder').mockImplementationOnce(async (writes) => {
      await held.pass();
      return inOrder(writes);
    });
    installation.finishSlow();
    await held.reached;
    await answerIn(other, 'form', ANN);
    held.open();
    expect(await rest).toMatchObject({ state: 'completed' });
    expect(await other.runs.get('1')).toMatchObject(completed);
  });

  it.each([false, true])('takes a large answer, which lies in a file of the run from then on; where the run has come to rest: %s', async (isAtRest) => {
    installation = new Installation(sharedDocuments(), { limit: 100 });
    const [owner, other] = [await installation.join(), await installation.join()];
    const { rest } = await installation.ask(owner);
    const name = 'Ann'.repeat(100);
    if (isAtRest) {
      installation.finishSlow();
      await rest;
    }
    await (await answerIn(other, 'form', { name })).finished;
    installation.finishSlow();
    await rest;
    expect(await other.runs.get('1')).toMatchObject({ state: 'completed' });
    const kept = await entriesOf(other, 'answer');
    expect(kept).toMatchObject([{ stored: [{ at: ['answer', 'name'] }] }]);
    expect(await other.kept.whole('w', '1', kept)).toMatchObject([{ answer: { name } }]);
    expect(await other.kept.whole('w', '1', (await entriesOf(other, 'node')).filter(({ path }) => path === 'hello'))).toMatchObject([{ outputs: { output: `Hello ${name}` } }]);
  });

  it('refuses an answer when the run has ended, and keeps one that was given before it was cancelled', async () => {
    const [owner, other] = [await installation.join({ hears: false }), await installation.join()];
    const { rest } = await installation.ask(owner);
    await answerIn(other, 'form', ANN);
    const canceled = owner.work.cancel('1');
    installation.finishSlow();
    await canceled;
    await rest;
    expect(await other.runs.get('1')).toMatchObject({ state: 'canceled' });
    expect(await entriesOf(other, 'answer')).toMatchObject([{ answer: ANN }]);
    await expect(answerIn(other, 'form', ANN)).rejects.toMatchObject({ status: 409, message: expect.stringContaining('has ended: it is canceled') });
    expect(await other.work.get('1')).not.toHaveProperty('given');
  });

  it('is answered though the owner falls silent before it takes the answer, and comes back', async () => {
    const [owner, other] = [await installation.join({ hears: false }), await installation.join()];
    const { rest } = await installation.ask(owner);
    await answerIn(other, 'form', ANN);
    await installation.takeOver(other);
    await vi.waitUntil(async () => (await doneIn(other)).includes('form'), { interval: 1 });
    // What it commits late is not the run's any more.
    await owner.work.takeGiven('1');
    installation.finishSlow();
    expect(await rest).toEqual({ state: 'queued' });
    await vi.waitUntil(async () => (await other.runs.get('1'))?.state === 'completed', { interval: 1 });
    expect(await other.runs.get('1')).toMatchObject(completed);
    expect(await entriesOf(other, 'answer')).toHaveLength(1);
  });

  it('is answered while nobody runs it, since its owner is dead', async () => {
    const [owner, other] = [await installation.join({ hears: false }), await installation.join()];
    await installation.ask(owner);
    installation.clock.advance(SILENCE);
    await other.processes.heartbeat();
    await other.work.collect();
    expect(await other.work.stateOf('1')).toBe('queued');
    await answerIn(other, 'form', ANN);
    installation.finishSlow();
    await other.work.pump();
    await vi.waitUntil(async () => (await other.runs.get('1'))?.state === 'completed', { interval: 1 });
    expect(await other.runs.get('1')).toMatchObject(completed);
  });

  describe('that also ends by itself', () => {
    /** A question whose time is up, in the queue. */
    async function due() {
      installation = new Installation(sharedDocuments(), { document: approval });
      const [owner, other] = [await installation.join({ hears: false }), await installation.join({ hears: false })];
      const { rest } = await beginRun(owner);
      expect(await rest).toEqual({ state: 'waiting' });
      installation.clock.advance(60_000);
      for (const { processes } of [owner, other]) await processes.heartbeat();
      await owner.work.collect();
      const decide = () => answerIn(other, 'ask', { decision: 'approved' });
      const ended = async () => {
        await vi.waitUntil(async () => (await other.runs.get('1'))?.state === 'completed', { interval: 1 });
        return { output: (await other.runs.get('1'))?.output, answers: (await entriesOf(other, 'answer')).length };
      };
      return { owner, decide, ended };
    }

    it('is answered by who decides before its turn comes', async () => {
      const { owner, decide, ended } = await due();
      await decide();
      await owner.work.pump();
      expect(await ended()).toEqual({ output: { decision: 'approved' }, answers: 1 });
    });

    it('is answered by who decides when its turn has come, before the time is noted', async () => {
      const { owner, decide, ended } = await due();
      const held = gate();
      vi.spyOn(owner.runs, 'ensure').mockImplementationOnce(() => held.pass());
      await owner.work.pump();
      await held.reached;
      await decide();
      held.open();
      expect(await ended()).toEqual({ output: { decision: 'approved' }, answers: 1 });
    });

    it('is answered by the time once that is noted, and nobody decides any more', async () => {
      const { owner, decide, ended } = await due();
      const [began, held] = [gate(), gate()];
      vi.spyOn(owner.runs, 'ensure').mockImplementationOnce(() => began.pass());
      await owner.work.pump();
      await began.reached;
      const append = owner.documents.append.bind(owner.documents);
      vi.spyOn(owner.documents, 'append').mockImplementationOnce(async (...parts) => {
        await held.pass();
        return append(...parts);
      });
      began.open();
      await held.reached;
      await expect(decide()).rejects.toEqual(REFUSAL);
      held.open();
      expect(await ended()).toEqual({ output: { decision: 'timeout' }, answers: 1 });
    });
  });
});

describe.each(documentStores())('on %s', (_, isSkipped, _open, share) => {
  it.skipIf(isSkipped)('a question of a run that another process runs takes one answer of several that come at once', async () => {
    installation = new Installation(share());
    const processes = [await installation.join(), await installation.join()] as const;
    const { rest } = await installation.ask(processes[0]);
    expect(await refusals([...processes, ...processes])).toEqual(Array.from({ length: 3 }, () => REFUSAL));
    installation.finishSlow();
    await rest;
    expect(await processes[1].runs.get('1')).toMatchObject(completed);
    expect(await entriesOf(processes[1], 'answer')).toHaveLength(1);
    await installation.close();
  });
});

import { describe, expect, it, vi } from 'vitest';
import { OneAtATimeDocuments } from '#data/documents/one-at-a-time/documents.ts';
import { sharedDocuments } from '#services/work/testing.ts';
import { entriesOf, Installation } from '../testing/installation.ts';
import { answerIn, beginRun, type RunProcess } from '../testing/run-process.ts';

/** Commits of its story after which a process is killed; more than it makes. */
const KILLS = Array.from({ length: 20 }, (_, index) => index + 1);
const ANN = { name: 'Ann' };

/** Answers the question, where it is open. Returns whether the answer was acknowledged. */
async function tryToAnswer(process: RunProcess): Promise<boolean> {
  if ((await entriesOf(process, 'wait')).length === 0) return false;
  const [answered] = await Promise.allSettled([answerIn(process, 'form', ANN)]);
  return answered.status === 'fulfilled';
}

/** A process over documents that stop after some commits of its story; `isDead` resolves then. */
async function joinUntilKilled(installation: Installation, open: ReturnType<typeof sharedDocuments>, stopAfter: number, acknowledgeLast: boolean) {
  // What it writes when it joins is no part of its story: one before it shows how much that is.
  const joining = new OneAtATimeDocuments(open(), {});
  const { processes } = await new Installation(open).join({ documents: joining });
  const { commits } = joining;
  await processes.remove(processes.id);
  const documents = new OneAtATimeDocuments(open(), { stopAfter: stopAfter + commits, acknowledgeLast });
  return { process: await installation.join({ documents, hears: false }), isDead: documents.stopped };
}

/** The end to which another process brings what the killed one has left; what it was not told it does again. */
async function endBy(survivor: RunProcess, installation: Installation, isAnswered: boolean) {
  installation.finishSlow();
  await installation.takeOver(survivor);
  const atRest = () => vi.waitUntil(async () => !['queued', 'running'].includes((await survivor.work.stateOf('1')) ?? ''), { interval: 1 });
  await atRest();
  if ((await survivor.work.stateOf('1')) === undefined) await (await beginRun(survivor)).rest;
  // An answer that was acknowledged has not to be given again.
  if (!isAnswered && (await survivor.work.stateOf('1')) === 'waiting') await tryToAnswer(survivor);
  await atRest();
  const { state, output } = (await survivor.runs.get('1')) ?? {};
  const done = (await entriesOf(survivor, 'node')).map(({ path }) => path).toSorted();
  return { state, output, answers: (await entriesOf(survivor, 'answer')).length, done };
}

const END = { state: 'completed', output: { said: 'Hello Ann' }, answers: 1, done: ['100001', '900001', 'form', 'hello', 'slow'] };

describe.each([true, false])('an answer, where a process is killed after each of its commits (the last one told: %s)', (acknowledgeLast) => {
  it.each(KILLS)('counts once, where that process runs the run: %i commits', async (stopAfter) => {
    const open = sharedDocuments();
    const installation = new Installation(open);
    const other = await installation.join();
    const { process: owner, isDead } = await joinUntilKilled(installation, open, stopAfter, acknowledgeLast);
    const asked = installation.ask(owner);
    await Promise.race([asked, isDead]);
    const isAnswered = await tryToAnswer(other);
    const taken = owner.work.takeGiven('1').then(() => vi.waitUntil(async () => (await entriesOf(other, 'node')).some(({ path }) => path === 'hello'), { interval: 1 }));
    await Promise.race([taken, isDead]);
    installation.finishSlow();
    await Promise.race([asked.then(({ rest }) => rest), isDead]);
    expect(await endBy(other, installation, isAnswered)).toEqual(END);
  });

  it.each(KILLS)('counts once, where that process is given it for a run that goes on elsewhere: %i commits', async (stopAfter) => {
    const open = sharedDocuments();
    const installation = new Installation(open);
    const owner = await installation.join({ hears: false });
    await installation.ask(owner);
    const { process: other, isDead } = await joinUntilKilled(installation, open, stopAfter, acknowledgeLast);
    const isAnswered = (await Promise.race([tryToAnswer(other), isDead])) === true;
    installation.finishSlow();
    await owner.work.finishedHere('1');
    expect(await endBy(owner, installation, isAnswered)).toEqual(END);
  });

  it.each(KILLS)('counts once, where that process is given it for a run that has come to rest: %i commits', async (stopAfter) => {
    const open = sharedDocuments();
    const installation = new Installation(open);
    const owner = await installation.join({ hears: false });
    const { rest } = await installation.ask(owner);
    installation.finishSlow();
    await rest;
    const { process: other, isDead } = await joinUntilKilled(installation, open, stopAfter, acknowledgeLast);
    const isAnswered = (await Promise.race([tryToAnswer(other), isDead])) === true;
    await Promise.race([other.work.finishedHere('1'), isDead]);
    expect(await endBy(owner, installation, isAnswered)).toEqual(END);
  });
});

import { expect, it } from 'vitest';
import { ManualClock } from '#kernel/clock.ts';
import { type EndedRun, type RunContext, runKind } from './run-kind.ts';
import type { RunInput } from './run-document.ts';

it.each([
  { version: '', followed: [] },
  { version: 'v0.0.1', followed: ['v0.0.1'] },
])('the end of a run of the version "$version" that is given up is followed as any other: $followed', async ({ version, followed }) => {
  const told: string[] = [];
  // Of all that runs are done with only what giving up asks of it.
  const context = {
    runs: { closed: { get: () => Promise.resolve(undefined) } },
    clock: new ManualClock(),
    afterRun(ended: EndedRun) {
      told.push(ended.version);
      return Promise.resolve([]);
    },
  } as unknown as RunContext;
  const input: RunInput = { workflowId: 'f', version, mode: 0, creatorId: 'u', botId: '', connectorId: '', inputs: {}, pins: {} };
  await runKind(context).giveUp({ id: '1', workspaceId: 'w', createdAt: 0, input }, 'It is damaged.');
  expect(told).toEqual(followed);
});

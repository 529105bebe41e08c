import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { templatesIn } from '../src/features/workflows/templates/index.ts';
import { StudioServer } from './server.ts';
import { startRun } from './workflow-scene.ts';

let server: StudioServer;
let workspaceId: string;
beforeAll(async () => {
  server = await StudioServer.startWithAccount();
  ({ id: workspaceId } = (await server.call('POST', '/api/workspaces', { name: 'Team' })) as { id: string });
});
afterAll(() => server.stop());

interface Run {
  readonly state: string;
  readonly output: Record<string, unknown> | null;
  readonly waits: readonly { readonly event_id: string }[];
}

/** What each is started with, what its waits are answered with one after the other, and what comes out then. */
const trials = {
  en: [
    { inputs: { text: 'Buckle runs workflows. It needs nothing else.' }, answers: [], gives: { output: expect.stringContaining('offline model') } },
    { inputs: { message: 'I want my money back' }, answers: [], gives: { reply: 'A refund arrives within five working days of the return.' } },
    { inputs: { entries: ['Tea', 'Coffee'] }, answers: [], gives: { results: [expect.stringMatching(/^Tea: ./), expect.stringMatching(/^Coffee: ./)] } },
    { inputs: { topic: 'The party' }, answers: [{ decision: 'approved' }], gives: { decision: 'approved', outcome: expect.stringMatching(/^Approved: ./) } },
    { inputs: { name: 'Ann' }, answers: ['Tea', 'No sugar'], gives: { order: 'Tea, with a biscuit', wish: 'No sugar' } },
  ],
  'zh-CN': [
    { inputs: { text: '扣运行工作流，不需要别的。' }, answers: [], gives: { output: expect.stringContaining('离线模型') } },
    { inputs: { message: '你们几点营业？' }, answers: [], gives: { reply: '周一至周五 9:00 到 18:00。' } },
    { inputs: { entries: ['茶'] }, answers: [], gives: { results: [expect.stringMatching(/^茶：./)] } },
    { inputs: { topic: '聚会' }, answers: [{ decision: 'rejected', comment: '太早了' }], gives: { decision: 'rejected', outcome: '未获同意。太早了' } },
    { inputs: {}, answers: ['果汁', '没有'], gives: { order: '果汁，如果厨房有的话', wish: '没有' } },
  ],
} as const;

describe.each(['en', 'zh-CN'] as const)('the templates run as they are, on the offline model (%s)', (language) => {
  it.each(templatesIn(language).map((template, index) => ({ ...template, trial: trials[language][index] })))('$name', async ({ trial, ...template }) => {
    const { id } = (await server.call('POST', '/api/workflows', { workspace_id: workspaceId, ...template })) as { id: string };
    const answers = [...(trial?.answers ?? [])];
    const runId = await startRun(server, id, trial?.inputs ?? {}, answers.length > 0 ? 'waiting' : 'completed');
    const read = async () => (await server.call('GET', `/api/runs/${runId}`)) as Run;
    for (const [index, answer] of answers.entries()) {
      const { waits } = await read();
      await server.call('POST', `/api/runs/${runId}/answer`, { event_id: waits[0]?.event_id, answer });
      await expect.poll(async () => (await read()).state, { interval: 10 }).toBe(index < answers.length - 1 ? 'waiting' : 'completed');
    }
    expect((await read()).output).toEqual(trial?.gives);
  });
});

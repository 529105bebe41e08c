import { setTimeout as wait } from 'node:timers/promises';
import { templatesIn } from '../src/features/workflows/templates/index.ts';
import type { StudioServer } from './server.ts';

/** What a workspace holds of workflows after `fillWorkflows`: ids for addresses of pages. */
export interface WorkflowScene {
  /** Published twice, with a draft that has changed, and with runs in several states. */
  readonly workflowId: string;
  /** Of a run that went through a list, and of one that waits for a decision. */
  readonly runId: string;
  readonly waitingRunId: string;
  readonly waitingWorkflowId: string;
}

interface Run {
  readonly state: string;
}

/** Makes workflows from templates, publishes one, and runs them. */
export async function fillWorkflows(server: StudioServer, workspaceId: string): Promise<WorkflowScene> {
  const create = async (index: number): Promise<string> => {
    const template = templatesIn('en')[index];
    return ((await server.call('POST', '/api/workflows', { workspace_id: workspaceId, ...template })) as { id: string }).id;
  };
  const [, , list, approval] = [await create(0), await create(1), await create(2), await create(3)];
  await server.call('POST', '/api/workflows', { workspace_id: workspaceId, name: '课程顾问 Course adviser', description: '', mode: 'chatflow' });
  await server.call('POST', `/api/workflows/${list}/publish`, { version: 'v1.0.0', notes: 'The first version' });
  await server.call('POST', `/api/workflows/${list}/publish`, { version: 'v1.1.0', notes: '' });
  const schedule = { cron: '0 9 * * 1-5', time_zone: 'Asia/Shanghai' };
  await server.call('POST', `/api/workflows/${list}/triggers`, { kind: 'schedule', name: 'Every working day 工作日', schedule, parameters: { entries: ['Green tea'] } });
  await server.call('POST', `/api/workflows/${list}/triggers`, { kind: 'webhook', name: 'Orders of the shop', mapping: { entries: 'body.entries' } });
  await changeDraft(server, list);
  const runId = await startRun(server, list, { entries: ['Green tea 绿茶', 'Black tea', 'Oolong'] }, 'completed');
  await startRun(server, list, { entries: [] }, 'completed');
  const waitingRunId = await startRun(server, approval, { topic: 'The summer party' }, 'waiting');
  return { workflowId: list, runId, waitingRunId, waitingWorkflowId: approval };
}

/** Starts a run of a draft and waits until it stands as it is to stand. Returns its id. */
export async function startRun(server: StudioServer, workflowId: string, parameters: object, state: string): Promise<string> {
  const { execute_id: id } = (await server.call('POST', `/api/workflows/${workflowId}/runs`, { parameters })) as { execute_id: string };
  for (;;) {
    const run = (await server.call('GET', `/api/runs/${id}`)) as Run;
    if (run.state === state) return id;
    if (run.state !== 'running') throw new Error(`The run ${id} is ${run.state}, not ${state}.`);
    await wait(20);
  }
}

async function changeDraft(server: StudioServer, workflowId: string): Promise<void> {
  const { canvas } = (await server.call('GET', `/api/workflows/${workflowId}`)) as { canvas: { nodes: { data: { nodeMeta: { title: string } } }[] } };
  const [first] = canvas.nodes;
  if (first) first.data.nodeMeta.title = 'Entries';
  await server.call('PUT', `/api/workflows/${workflowId}/canvas`, { canvas });
}

import { setTimeout as wait } from 'node:timers/promises';
import { end, from, line, node, start } from '../packages/canvas/src/testing/canvas-builder.ts';
import { bytesIn } from './disk-usage.ts';
import { fiveNodes, fiveNodesInputs } from './five-nodes.ts';
import { closedLoop, repeatTimes } from './load.ts';
import { percentiles } from './percentiles.ts';
import { processorTime, residentMegabytes } from './process-usage.ts';
import { type Client, onStage, type Stage } from './stage.ts';
import { report } from './streamed-turns.ts';
import { printTable } from './table.ts';

const CONNECTIONS = [1, 10, 50, 100];
/** Runs that wait at the same time. */
const WAITING = 1_000;

/** A question that no model words or reads, and an end that says its answer. */
const asking = {
  nodes: [
    start(),
    node('ask', '18', { inputs: { question: 'Which colour?', answer_type: 'text', inputParameters: [] }, outputs: [{ name: 'USER_RESPONSE', type: 'string' }] }),
    end({ colour: from('ask.USER_RESPONSE') }),
  ],
  edges: [line('100001', 'ask'), line('ask', '900001')],
};

/** Runs of workflows over HTTP, durable: how fast five nodes without a model are, and what runs take that wait for an answer. */
export function benchWorkflows({ seconds }: { readonly seconds: number }): Promise<void> {
  return onStage([], async (stage) => {
    await fast(stage, seconds);
    await waiting(stage);
  });
}

async function fast({ client, server, folder }: Stage, seconds: number): Promise<void> {
  const id = await published(client, fiveNodes);
  const run = async (): Promise<number> => {
    const begin = performance.now();
    await client.call('POST', '/v1/workflow/run', { workflow_id: id, parameters: fiveNodesInputs });
    return performance.now() - begin;
  };
  report((await closedLoop(10, 3, run)).errors);
  const rows = [];
  for (const connections of CONNECTIONS) {
    const before = { processor: processorTime(server.pid), bytes: await bytesIn(folder) };
    const { results, errors } = await closedLoop(connections, seconds, run);
    report(errors);
    const { p50, p99 } = percentiles(results);
    rows.push({
      connections,
      'runs/s': Math.round(results.length / seconds),
      'p50, ms': p50,
      'p99, ms': p99,
      'CPU a run, ms': (processorTime(server.pid) - before.processor) / results.length,
      'on disk, bytes a run': Math.round(((await bytesIn(folder)) - before.bytes) / results.length),
      'RSS, MB': residentMegabytes(server.pid),
      errors: errors.length,
    });
  }
  printTable('Runs of a workflow of five nodes over HTTP, durable', rows);
}

async function waiting({ client, server }: Stage): Promise<void> {
  const workflowId = await published(client, asking);
  const begin = () => client.answer<{ execute_id: string }>('POST', '/v1/workflow/run', { workflow_id: workflowId, parameters: {}, is_async: true });
  const answered = async (runs: readonly OpenRun[]): Promise<void> => {
    let next = 0;
    report((await repeatTimes(50, runs.length, async () => {
      const { id, eventId } = runs[next++] ?? {};
      await client.call('POST', `/api/runs/${id}/answer`, { event_id: eventId, answer: 'green' });
    })).errors);
  };
  const asked = async (count: number): Promise<readonly OpenRun[]> => {
    const { results, errors } = await repeatTimes(50, count, begin);
    report(errors);
    return Promise.all(results.map(({ execute_id }) => whenWaiting(client, execute_id)));
  };
  await answered(await asked(WAITING / 10));
  const rest = residentMegabytes(server.pid);
  const begun = performance.now();
  const open = await asked(WAITING);
  const waitingAfter = (performance.now() - begun) / 1_000;
  const during = residentMegabytes(server.pid);
  const answering = performance.now();
  await answered(open);
  await Promise.all(open.map(({ id }) => whenState(client, id, 'completed')));
  printTable('Runs that wait for an answer at the same time', [{
    runs: open.length,
    'all wait after, s': waitingAfter,
    'RSS before, MB': Math.round(rest),
    'while they wait, MB': Math.round(during),
    'all completed after their answers, s': (performance.now() - answering) / 1_000,
  }]);
}

interface OpenRun {
  readonly id: string;
  readonly eventId: string;
}

async function whenWaiting(client: Client, id: string): Promise<OpenRun> {
  const { waits } = await whenState(client, id, 'waiting');
  return { id, eventId: waits[0]?.event_id ?? '' };
}

async function whenState(client: Client, id: string, wanted: string): Promise<RunAnswer> {
  for (;;) {
    const run = await client.call<RunAnswer>('GET', `/api/runs/${id}`);
    if (run.state === wanted) return run;
    if (run.state === 'failed') throw new Error(`The run ${id} failed.`);
    await wait(50);
  }
}

interface RunAnswer {
  readonly state: string;
  readonly waits: readonly { readonly event_id: string }[];
}

async function published(client: Client, canvas: object): Promise<string> {
  const { id } = await client.call<{ id: string }>('POST', '/api/workflows', { workspace_id: await client.workspaceId(), name: 'Bench', canvas });
  await client.call('POST', `/api/workflows/${id}/publish`, {});
  return id;
}

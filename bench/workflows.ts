import { canvas, end, from, given, line, node, params, start, text } from '../packages/canvas/src/testing/canvas-builder.ts';
import { passingJournal } from '../apps/server/src/application/workflows/engine/journal.ts';
import type { Plan } from '../apps/server/src/application/workflows/engine/plan.ts';
import { WorkflowRun } from '../apps/server/src/application/workflows/engine/run.ts';
import { defaultLimits, planOf } from '../apps/server/src/application/workflows/engine/testing/run-canvas.ts';
import { closedLoop } from './load.ts';
import { percentiles } from './percentiles.ts';
import { processorTime, residentMegabytes } from './process-usage.ts';
import { onStage } from './stage.ts';
import { report } from './streamed-turns.ts';
import { printTable } from './table.ts';

const CONNECTIONS = [1, 10, 50, 100];
/** Runs at once in the engine alone. */
const AT_ONCE = 50;

/** Five nodes: a start, a choice, a text on either branch, and an end. */
const fiveNodes = {
  nodes: [
    start('name'),
    node('choice', '8', { inputs: { branches: [{ condition: { logic: 2, conditions: [{ operator: 10, left: { input: from('100001.name') } }] } }] } }),
    text('named', 'Hello {{name}}', { name: from('100001.name') }),
    text('unnamed', 'Hello'),
    end({ greeting: from('named.output') }),
  ],
  edges: [line('100001', 'choice'), line('choice:true', 'named'), line('choice:false', 'unnamed'), line('named', '900001'), line('unnamed', '900001')],
};

/** Runs of a workflow of five nodes without a model: over HTTP and durable, and in the engine alone; then what large ones take. */
export async function benchWorkflows({ seconds }: { readonly seconds: number }): Promise<void> {
  await overHttp(seconds);
  await inProcess(seconds);
}

function overHttp(seconds: number): Promise<void> {
  return onStage([], async ({ client, server }) => {
    const workspaceId = await client.workspaceId();
    const { id } = await client.call<{ id: string }>('POST', '/api/workflows', { workspace_id: workspaceId, name: 'Bench', canvas: fiveNodes });
    await client.call('POST', `/api/workflows/${id}/publish`, {});
    const body = { workflow_id: id, parameters: { name: 'Ann' } };
    const run = async (): Promise<number> => {
      const begin = performance.now();
      await client.call('POST', '/v1/workflow/run', body);
      return performance.now() - begin;
    };
    report((await closedLoop(10, 3, run)).errors);
    const rows = [];
    for (const connections of CONNECTIONS) {
      const before = processorTime(server.pid);
      const { results, errors } = await closedLoop(connections, seconds, run);
      report(errors);
      const { p50, p99 } = percentiles(results);
      rows.push({
        connections,
        'runs/s': Math.round(results.length / seconds),
        'p50, ms': p50,
        'p99, ms': p99,
        'CPU a run, ms': (processorTime(server.pid) - before) / results.length,
        'RSS, MB': residentMegabytes(server.pid),
        errors: errors.length,
      });
    }
    printTable('Runs of a workflow of five nodes over HTTP, durable', rows);
  });
}

async function inProcess(seconds: number): Promise<void> {
  const five = planOf(canvas(fiveNodes.nodes, fiveNodes.edges));
  const inputs = { name: 'Ann' };
  await closedLoop(AT_ONCE, 1, () => runOf(five, inputs));
  const { results } = await closedLoop(AT_ONCE, seconds, () => runOf(five, inputs));
  const large = [
    ['200 branches at once', branches(200)],
    ['a loop of 10,000 rounds', rounds(10_000)],
  ] as const;
  const rows = [{ what: `five nodes, ${AT_ONCE} runs at once`, 'runs/s': Math.round(results.length / seconds), 'a run, ms': (seconds * 1000) / results.length }];
  for (const [what, plan] of large) {
    await runOf(plan, {});
    const begin = performance.now();
    for (let run = 0; run < 5; run += 1) await runOf(plan, {});
    const milliseconds = (performance.now() - begin) / 5;
    rows.push({ what, 'runs/s': Math.round(1000 / milliseconds), 'a run, ms': milliseconds });
  }
  printTable('The engine alone, in one process, keeping nothing', rows);
}

async function runOf(plan: Plan, inputs: Readonly<Record<string, unknown>>): Promise<void> {
  const run = new WorkflowRun({
    journal: passingJournal(),
    observer: { message: () => ({ write: () => undefined, end: () => undefined }) },
    globals: { read: () => undefined, write: () => Promise.resolve() },
    facts: { runId: 'run', workspaceId: 'workspace', plans: new Map(), owner: { workspaceId: 'w', botId: '', workflowId: '', userId: 'u', creatorId: 'u', connectorId: '', readsFiles: false, depth: 0 }, files: new Set(), named: new Set(), maySpend: () => Promise.resolve() },
    limits: defaultLimits,
    now: Date.now,
  });
  const { state } = await run.run(plan, inputs);
  if (state !== 'done') throw new Error(`The run is ${state}.`);
}

function branches(count: number): Plan {
  const ids = Array.from({ length: count }, (_, index) => `branch-${index}`);
  return planOf(canvas([start(), ...ids.map((id) => text(id, 'x')), end()], ids.flatMap((id) => [line('100001', id), line(id, '900001')])));
}

function rounds(count: number): Plan {
  const loop = node('loop', '21', {
    inputs: { loopType: 'count', loopCount: given(count, 'integer') },
    outputs: params({ all: from('inner.output', 'list', { type: 'string' }) }),
    blocks: [text('inner', '{{index}}', { index: from('loop.index', 'integer') })],
    edges: [line('loop:loop-function-inline-output', 'inner'), line('inner', 'loop')],
  });
  return planOf(canvas([start(), loop, end({ all: from('loop.all', 'list', { type: 'string' }) })], [line('100001', 'loop'), line('loop', '900001')]));
}

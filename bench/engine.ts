import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { canvas, end, from, given, line, node, params, start, text } from '../packages/canvas/src/testing/canvas-builder.ts';
import { passingJournal } from '../apps/server/src/application/workflows/engine/journal.ts';
import type { Plan } from '../apps/server/src/application/workflows/engine/plan.ts';
import { WorkflowRun } from '../apps/server/src/application/workflows/engine/run.ts';
import { defaultLimits, planOf } from '../apps/server/src/application/workflows/engine/testing/run-canvas.ts';
import { beginRun, openRunProcess } from '../apps/server/src/application/workflows/testing/run-process.ts';
import { openSqliteDocuments } from '../apps/server/src/data/documents/index.ts';
import type { Documents } from '../apps/server/src/data/documents/port.ts';
import { ManualClock } from '../apps/server/src/kernel/clock.ts';
import { fiveNodes, fiveNodesInputs } from './five-nodes.ts';
import { closedLoop } from './load.ts';
import { processorTime } from './process-usage.ts';
import { report } from './streamed-turns.ts';
import { printTable } from './table.ts';

const AT_ONCE = 50;
const FIELD = join(import.meta.dirname, 'field');
const LIBRARIES = ['pocketflow', 'llamaindex', 'mastra', 'langgraph'] as const;

/** The engine of workflows in this process, without the API: keeping nothing and durable on disk, beside graph libraries of the field; then what large runs take. */
export async function benchEngine({ seconds }: { readonly seconds: number }): Promise<void> {
  const five = planOf(canvas(fiveNodes.nodes, fiveNodes.edges));
  const run = () => runOf(five, fiveNodesInputs);
  report((await closedLoop(AT_ONCE, 1, run)).errors);
  const kept = await durable(five, seconds);
  const alone = await closedLoop(AT_ONCE, seconds, run);
  report(alone.errors);
  printTable(`Five nodes, ${AT_ONCE} runs at once, in one process`, [
    { what: 'Buckle, keeping nothing', 'runs/s': Math.round(alone.results.length / alone.seconds) },
    { what: 'Buckle, durable on disk', 'runs/s': kept['runs/s'] },
    ...(await field(seconds)),
  ]);
  printTable('A run that is durable on disk', [kept]);
  printTable('Large runs, keeping nothing', [
    { what: '200 branches at once', 'a run, ms': await timeOf(branches(200)) },
    { what: 'a loop of 10,000 rounds', 'a run, ms': await timeOf(rounds(10_000)) },
  ]);
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

/** Runs as the server does them: begun, journaled and ended in commits that they share, sealed, with what they did kept for whoever looks later. */
async function durable(plan: Plan, seconds: number) {
  const folder = await mkdtemp(join(tmpdir(), 'buckle-engine-'));
  const documents = await openSqliteDocuments({ path: join(folder, 'buckle.sqlite') });
  try {
    const process = await openRunProcess(documents, { clock: new ManualClock(), plan });
    let begun = 0;
    const run = async (): Promise<void> => {
      const id = String((begun += 1));
      const ended = await (await beginRun(process, fiveNodesInputs, id)).rest;
      if (ended?.state !== 'completed') throw new Error(`The run is ${ended?.state}.`);
    };
    report((await closedLoop(AT_ONCE, 1, run)).errors);
    const appended = countAppends(documents);
    let commits = 0;
    documents.onCommit?.(() => (commits += 1));
    const processor = processorTime(globalThis.process.pid);
    const { results, errors, seconds: taken } = await closedLoop(AT_ONCE, seconds, run);
    report(errors);
    const count = results.length;
    return {
      'runs/s': Math.round(count / taken),
      'CPU a run, ms': (processorTime(globalThis.process.pid) - processor) / count,
      'runs a commit': count / commits,
      'appends a run': appended.times / count,
      'of its journal and history, bytes': Math.round(appended.bytes / count),
    };
  } finally {
    await documents.close();
    await rm(folder, { recursive: true });
  }
}

/** Counts from now on what is appended to the streams of documents, as it is stored. */
function countAppends(documents: Documents): { times: number; bytes: number } {
  const counts = { times: 0, bytes: 0 };
  const append = documents.append.bind(documents);
  documents.append = (stream, position, entries) => {
    counts.times += 1;
    counts.bytes += Buffer.byteLength(JSON.stringify(entries));
    return append(stream, position, entries);
  };
  return counts;
}

/** The same graph in libraries of the field, each in a process of its own. */
async function field(seconds: number) {
  if (!existsSync(join(FIELD, 'node_modules'))) {
    console.log('The libraries of the field are not installed: npm install --prefix bench/field');
    return [];
  }
  const rows = [];
  for (const library of LIBRARIES) {
    const { stdout } = await promisify(execFile)(globalThis.process.execPath, [join(FIELD, 'graphs.ts'), library, String(seconds), String(AT_ONCE)]);
    rows.push({ what: `${library}, keeping nothing`, 'runs/s': Math.round(Number(stdout)) });
  }
  return rows;
}

/** Milliseconds that a run takes, on average. */
async function timeOf(plan: Plan): Promise<number> {
  await runOf(plan, {});
  const begin = performance.now();
  for (let run = 0; run < 5; run += 1) await runOf(plan, {});
  return (performance.now() - begin) / 5;
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

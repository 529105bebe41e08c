// A thread in which code of users runs, one run at a time. See `javascript-runner.ts`.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import variant from '@jitl/quickjs-wasmfile-release-sync';
import { newQuickJSWASMModuleFromVariant, newVariant, type QuickJSSyncVariant, type QuickJSWASMModule } from 'quickjs-emscripten-core';
import type { CodeLimits, Outcome } from '../code-run.ts';
import { runInQuickJS } from './run-in-quickjs.ts';
import { type StrippedCode, stripTypes, TypesNotStripped } from './strip-types.ts';
import type { WorkerJob } from './worker-thread.ts';

/** Codes whose JavaScript is kept, and up to which length: the same nodes run again and again. */
const KEPT_CODES = 100;
const KEPT_LENGTH = 64 * 1024;

// Whoever starts this thread gives it the limits: see `worker-thread.ts`.
const limits = workerData as CodeLimits;
const port = parentPort;
if (!port) throw new Error('This file is the body of a worker thread.');

const wasmModule = await WebAssembly.compile(await readFile(fileURLToPath(import.meta.resolve('@jitl/quickjs-wasmfile-release-sync/wasm'))));
// Its types are written for CommonJS, where the default export is a field of what is imported; Node imports the variant itself.
const quickjsVariant = newVariant<QuickJSSyncVariant>(variant as unknown as QuickJSSyncVariant, { wasmModule });
const kept = new Map<string, StrippedCode>();
let fresh: Promise<QuickJSWASMModule> = prepare();

// The first use loads a parser, which takes longer than most runs.
stripTypes('');
await fresh;
port.on('message', (job: WorkerJob) => void answer(job));
port.postMessage('ready');

async function answer(job: WorkerJob): Promise<void> {
  const quickjs = await fresh;
  const outcome = run(quickjs, job);
  port?.postMessage(outcome);
  // After the answer, so that nobody waits for it.
  fresh = prepare();
}

function run(quickjs: QuickJSWASMModule, job: WorkerJob): Outcome {
  try {
    return runInQuickJS(quickjs, job, javaScriptOf(job.code), limits);
  } catch (error) {
    if (error instanceof TypesNotStripped) return { failure: 'syntax', message: `SyntaxError: ${error.message}`, line: error.line, logs: [] };
    throw error;
  }
}

/** A QuickJS that nothing ran in, with a memory of its own. */
function prepare(): Promise<QuickJSWASMModule> {
  return newQuickJSWASMModuleFromVariant(quickjsVariant);
}

function javaScriptOf(code: string): StrippedCode {
  const found = kept.get(code);
  kept.delete(code);
  const stripped = found ?? stripTypes(code);
  if (code.length <= KEPT_LENGTH) kept.set(code, stripped);
  const [oldest] = kept.keys();
  if (kept.size > KEPT_CODES && oldest !== undefined) kept.delete(oldest);
  return stripped;
}

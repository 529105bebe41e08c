// A thread in which code of users runs, one run at a time. See `javascript-runner.ts`.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import variant from '@jitl/quickjs-wasmfile-release-sync';
import { newQuickJSWASMModuleFromVariant, newVariant, type QuickJSSyncVariant } from 'quickjs-emscripten-core';
import type { CodeLimits } from '../code-run.ts';
import { type FreshQuickJS, runInQuickJS } from './run-in-quickjs.ts';
import { type StrippedCode, stripTypes, TypesNotStripped } from './strip-types.ts';
import type { WorkerAnswer, WorkerJob } from './worker-thread.ts';

/** Codes whose JavaScript is kept, and up to which length: the same nodes run again and again. */
const KEPT_CODES = 100;
const KEPT_LENGTH = 64 * 1024;

// Whoever starts this thread gives it the limits: see `worker-thread.ts`.
const limits = workerData as CodeLimits;
const port = parentPort;
if (!port) throw new Error('This file is the body of a worker thread.');

const PAGE = 64 * 1024;
/** What the module itself asks for. */
const FIRST_PAGES = 256;

const wasmModule = await WebAssembly.compile(await readFile(fileURLToPath(import.meta.resolve('@jitl/quickjs-wasmfile-release-sync/wasm'))));
// Its types are written for CommonJS, where the default export is a field of what is imported; Node imports the variant itself.
const quickjsVariant = variant as unknown as QuickJSSyncVariant;
const kept = new Map<string, StrippedCode>();
let fresh: Promise<FreshQuickJS> = prepare();

// The first use loads a parser, which takes longer than most runs.
stripTypes('');
await fresh;
port.on('message', (job: WorkerJob) => void answer(job));
port.postMessage('ready');

async function answer(job: WorkerJob): Promise<void> {
  const answered = run(await fresh, job);
  port?.postMessage(answered);
  // After the answer, so that nobody waits for it.
  if (!answered.isLast) fresh = prepare();
}

function run(prepared: FreshQuickJS, job: WorkerJob): WorkerAnswer {
  try {
    return { outcome: runInQuickJS(prepared, job, javaScriptOf(job.code), limits), isLast: false };
  } catch (error) {
    if (!(error instanceof TypesNotStripped)) throw error;
    return { outcome: { failure: 'syntax', message: error.message, line: error.line, logs: [] }, isLast: error.isParserBroken };
  }
}

/**
 * A QuickJS that nothing ran in, with a memory of its own that cannot grow beyond the limit. QuickJS's own limit does not do: compiled by
 * Emscripten it does not know how large its blocks are, and counts eight bytes for each.
 */
async function prepare(): Promise<FreshQuickJS> {
  const maximum = FIRST_PAGES + Math.ceil(limits.memoryBytes / PAGE);
  const wasmMemory = new WebAssembly.Memory({ initial: FIRST_PAGES, maximum });
  return {
    quickjs: await newQuickJSWASMModuleFromVariant(newVariant(quickjsVariant, { wasmModule, wasmMemory })),
    isFull: () => wasmMemory.buffer.byteLength > 0.9 * maximum * PAGE,
  };
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

import type { QuickJSContext, QuickJSHandle, QuickJSRuntime, QuickJSWASMModule } from 'quickjs-emscripten-core';
import type { CodeLimits, Job, Outcome } from '../code-run.ts';
import type { CodeFailure } from '../code-failed.ts';
import { sizeInWords, tooLarge } from '../read-value.ts';
import { PRELUDE } from './prelude.ts';
import type { StrippedCode } from './strip-types.ts';

/** What QuickJS may put on its stack; the thread's own is many times as large, see `javascript-runner.ts`. */
const STACK_BYTES = 1024 * 1024;
/** Jobs of promises that run before the time is looked at again. */
const JOBS_AT_ONCE = 1_000;
const FILE = 'code.ts';

/** A QuickJS that nothing ran in before. */
export interface FreshQuickJS {
  readonly quickjs: QuickJSWASMModule;
  /** Whether its memory has grown to all that it may have, or nearly. */
  readonly isFull: () => boolean;
}

/** The user's code did not come to its end. */
class Failed extends Error {
  readonly failure: CodeFailure;
  readonly line: number | undefined;

  constructor(failure: CodeFailure, message: string, line?: number) {
    super(message);
    this.failure = failure;
    this.line = line;
  }
}

/**
 * Calls `main` of the user's code in a new runtime of a QuickJS that nothing ran in before and nothing may run in after: whatever the
 * code did to it, no other run sees it.
 */
export function runInQuickJS(fresh: FreshQuickJS, job: Pick<Job, 'params' | 'timeout'>, stripped: StrippedCode, limits: CodeLimits): Outcome {
  const run = new QuickJSRun(fresh, job.timeout, stripped, limits);
  try {
    return { value: run.call(job.params), logs: run.logs };
  } catch (error) {
    const { failure, message, line } = failed(error, limits);
    return { failure, message, line, logs: run.logs };
  }
}

/** What an error that got out of QuickJS means: V8 itself stops what nests too deeply for it, and what leaves the memory of QuickJS. */
function failed(error: unknown, limits: CodeLimits): Failed {
  if (error instanceof Failed) return error;
  if (error instanceof RangeError) return new Failed('memory', TOO_DEEP);
  if (error instanceof WebAssembly.RuntimeError) return new Failed('memory', tooMuchMemory(limits));
  throw error;
}

const TOO_DEEP = 'It recurses or nests too deeply.';

function tooMuchMemory({ memoryBytes }: CodeLimits): string {
  return `It used more than the ${sizeInWords(memoryBytes)} of memory that it may use.`;
}

class QuickJSRun {
  readonly logs: string[] = [];
  readonly #runtime: QuickJSRuntime;
  readonly #context: QuickJSContext;
  readonly #isFull: () => boolean;
  readonly #timeout: number;
  readonly #deadline: number;
  readonly #stripped: StrippedCode;
  readonly #limits: CodeLimits;
  #printed = 0;
  #isLate = false;

  constructor({ quickjs, isFull }: FreshQuickJS, timeout: number, stripped: StrippedCode, limits: CodeLimits) {
    this.#isFull = isFull;
    this.#timeout = timeout;
    this.#deadline = performance.now() + timeout;
    this.#stripped = stripped;
    this.#limits = limits;
    this.#runtime = quickjs.newRuntime();
    this.#runtime.setMaxStackSize(STACK_BYTES);
    this.#runtime.setInterruptHandler(() => this.#lookAtTime());
    this.#context = this.#runtime.newContext();
  }

  /** What `main` returns, as JSON. No handle is disposed of: the whole QuickJS is given up afterwards. */
  call(params: string): string {
    const context = this.#context;
    const prelude = context.unwrapResult(context.evalCode(PRELUDE, 'prelude.js'));
    const print = context.newFunction('print', (line) => this.#print(line));
    const tools = context.unwrapResult(context.callFunction(prelude, context.undefined, print, context.newNumber(this.#limits.logCharacters + 1)));
    const tool = (name: string): QuickJSHandle => context.getProp(tools, name);
    const [call, write, describe] = [tool('call'), tool('write'), tool('describe')];
    const done = (result: ReturnType<QuickJSContext['evalCode']>, failure: CodeFailure = 'thrown'): QuickJSHandle => {
      if (result.error) throw this.#describe(result.error, describe, failure);
      return result.value;
    };
    done(context.evalCode(this.#stripped.code, FILE));
    const main = done(context.evalCode("typeof main === 'function' ? main : undefined", 'prelude.js'));
    if (context.typeof(main) !== 'function') {
      throw new Failed('no_main', 'The code has no function main: write "async function main({ params }: Args): Promise<Output> { … }".');
    }
    const promise = done(context.callFunction(call, context.undefined, main, context.newString(params)));
    const value = this.#settled(promise, describe);
    return this.#written(done(context.callFunction(write, context.undefined, value), 'output'));
  }

  #settled(promise: QuickJSHandle, describe: QuickJSHandle): QuickJSHandle {
    for (;;) {
      const result = this.#runtime.executePendingJobs(JOBS_AT_ONCE);
      if (result.error) throw this.#describe(result.error, describe, 'thrown');
      const state = this.#context.getPromiseState(promise);
      if (state.type === 'fulfilled') return state.value;
      if (state.type === 'rejected') throw this.#describe(state.error, describe, 'thrown');
      if (this.#lookAtTime()) throw this.#late();
      if (!this.#runtime.hasPendingJob()) {
        throw new Failed('thrown', 'main never ends: it waits for something that does not happen. There are no timers and no network here.');
      }
    }
  }

  /** The text of a value, which is measured before it is copied out. */
  #written(text: QuickJSHandle): string {
    const length = this.#context.getNumber(this.#context.getProp(text, 'length'));
    if (length > this.#limits.outputBytes) throw new Failed('output', tooLarge(this.#limits.outputBytes));
    return this.#context.getString(text);
  }

  #describe(error: QuickJSHandle, describe: QuickJSHandle, failure: CodeFailure): Failed {
    if (this.#isLate) return this.#late();
    const result = this.#context.callFunction(describe, this.#context.undefined, error);
    if (this.#isLate) return this.#late();
    // Without memory for an error it throws null instead.
    if (result.error || (this.#context.sameValue(error, this.#context.null) && this.#isFull())) return new Failed('memory', tooMuchMemory(this.#limits));
    // Three texts, made by the prelude.
    const [name, message, stack] = JSON.parse(this.#context.getString(result.value)) as [string, string, string];
    const line = this.#lineIn(stack);
    if (name === 'InternalError' && message === 'out of memory') return new Failed('memory', tooMuchMemory(this.#limits), line);
    if (name === 'InternalError' && message === 'stack overflow') return new Failed('memory', TOO_DEEP, line);
    if (failure === 'output') return new Failed('output', outputMessage(message));
    // Only the parser's own errors have no frame of a function before the place in the file.
    const isSyntax = name === 'SyntaxError' && /^\s*at code\.ts:\d+/.test(stack);
    return new Failed(isSyntax ? 'syntax' : failure, name === '' ? message : `${name}: ${message}`, line);
  }

  /** Where it was is not said: QuickJS knows the function, not the line. */
  #late(): Failed {
    return new Failed('timeout', `It took longer than ${this.#timeout / 1_000} s.`);
  }

  #lineIn(stack: string): number | undefined {
    const line = /\bcode\.ts:(?<line>\d+)/.exec(stack)?.groups?.['line'];
    return line === undefined ? undefined : this.#stripped.lineOf(Number(line));
  }

  #lookAtTime(): boolean {
    this.#isLate ||= performance.now() > this.#deadline;
    return this.#isLate;
  }

  #print(line: QuickJSHandle): void {
    const { logCharacters } = this.#limits;
    if (this.#printed > logCharacters) return;
    const text = this.#context.getString(line).slice(0, logCharacters - this.#printed);
    this.#printed += text.length + 1;
    this.logs.push(text);
    if (this.#printed > logCharacters) this.logs.push(`… more than ${logCharacters} characters were printed: the rest is not kept.`);
  }
}

function outputMessage(message: string): string {
  if (/bigint/i.test(message)) return 'What main returned holds a BigInt, which JSON has not: return Number(…) or String(…) of it.';
  return `What main returned cannot be written as JSON: ${message}.`;
}

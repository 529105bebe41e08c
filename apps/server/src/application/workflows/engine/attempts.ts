import { ERROR_PORT, type ErrorPolicy } from '@buckle/canvas';
import { codes, type Failure, failureOf, NodeError } from './errors.ts';
import type { NodeDone, NodeResult } from './node-runner.ts';

/** The pause before the second attempt, in milliseconds; it doubles with each further one. */
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 10_000;

/** One attempt at a node's work; it ends soon after its signal is aborted. */
export type Attempt = (number: number, signal: AbortSignal) => NodeResult | Promise<NodeResult>;

/** What came of all attempts. */
export interface Attempted {
  readonly result: NodeResult;
  /** The failure after which the node goes on all the same. */
  readonly failure?: Failure;
}

/** Tries a node's work as its error policy says. Throws what that lets through, and the reason of an abort. */
export function runAttempts(policy: ErrorPolicy, signal: AbortSignal, attempt: Attempt): Attempted | Promise<Attempted> {
  const { mode, timeout, attemptTimeout, retries } = policy;
  if (mode === 'throw' && retries === 0 && timeout === 0 && attemptTimeout === 0) {
    const result = attempt(0, signal);
    return result instanceof Promise ? result.then((settled) => ({ result: settled })) : { result };
  }
  return tryAgain(policy, signal, attempt);
}

async function tryAgain(policy: ErrorPolicy, signal: AbortSignal, attempt: Attempt): Promise<Attempted> {
  const all = deadline(policy.timeout, signal, `It took longer than the ${policy.timeout / 1_000} s that it has in all.`);
  for (let number = 0; ; number += 1) {
    try {
      const result = await attemptOnce(policy, number, all.signal, attempt);
      return { result: succeeded(policy, whileWritten(result, all)) };
    } catch (error) {
      if (!signal.aborted && !all.signal.aborted && number < policy.retries && !(error instanceof NodeError && error.isFinal)) {
        await pause(number, all.signal);
        if (!all.signal.aborted) continue;
      }
      all.clear();
      if (signal.aborted) throw error;
      const failure: unknown = all.signal.aborted ? all.signal.reason : error;
      if (policy.mode === 'throw') throw failure;
      return { result: handled(policy, failureOf(failure)), failure: failureOf(failure) };
    }
  }
}

async function attemptOnce({ attemptTimeout }: ErrorPolicy, number: number, signal: AbortSignal, attempt: Attempt): Promise<NodeResult> {
  const one = deadline(attemptTimeout, signal, `An attempt took longer than the ${attemptTimeout / 1_000} s that it has.`);
  try {
    return whileWritten(await untilAborted(attempt(number, one.signal), one.signal), one);
  } catch (error) {
    one.clear();
    throw error;
  }
}

/** Ends a deadline with the work: texts that are still being written are part of it, and nobody can try them again once somebody has read of them. */
function whileWritten(result: NodeResult, limit: Deadline): NodeResult {
  if (!('final' in result) || result.final === undefined) {
    limit.clear();
    return result;
  }
  return { ...result, final: untilAborted(result.final, limit.signal).finally(() => limit.clear()) };
}

/** What came of a success, with the outputs that tell it from a failure. */
function succeeded({ mode }: ErrorPolicy, result: NodeResult): NodeResult {
  if (mode === 'throw' || !('outputs' in result)) return result;
  return { ...result, outputs: { ...result.outputs, errorBody: null, isSuccess: true } };
}

function handled({ mode, defaults }: ErrorPolicy, { code, message }: Failure): NodeDone {
  const outputs = { ...defaults, errorBody: { errorMessage: message, errorCode: code }, isSuccess: false };
  return mode === 'branch' ? { outputs, port: ERROR_PORT } : { outputs };
}

/** A signal that is aborted when a time is over, unless that is cleared before. */
interface Deadline {
  readonly signal: AbortSignal;
  clear(): void;
}

/** A deadline after so many milliseconds (0: never), whose signal is also aborted with another. */
function deadline(milliseconds: number, signal: AbortSignal, message: string): Deadline {
  if (milliseconds === 0) return { signal, clear: () => undefined };
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(new NodeError(codes.timeout, message)), milliseconds);
  return { signal: AbortSignal.any([signal, abort.signal]), clear: () => clearTimeout(timer) };
}

/** What does not heed its signal is left alone. */
function untilAborted<Value>(value: Value | Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise<Value>((resolve, reject) => {
    const stop = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason)));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    Promise.resolve(value)
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', stop));
  });
}

/** Waits longer before each further attempt, by a part that chance decides: so that many do not try again at once. */
export async function pause(number: number, signal: AbortSignal): Promise<void> {
  const longest = Math.min(FIRST_PAUSE * 2 ** number, LONGEST_PAUSE);
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, longest * (0.5 + Math.random() / 2));
    signal.addEventListener('abort', done, { once: true });
  });
}

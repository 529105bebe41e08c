import { CodeFailed } from '../code-failed.ts';
import type { CodeLanguage, CodeResult, CodeRun } from '../code-run.ts';
import type { Sandbox } from '../sandbox.ts';

/** Runs code of one language, with short limits. */
export type RunCode = (code: string, options?: Partial<Pick<CodeRun, 'params' | 'timeout' | 'signal'>>) => Promise<CodeResult>;

/** Runs code in a sandbox. */
export function runnerIn(sandbox: Sandbox, language: CodeLanguage): RunCode {
  return (code, options) => sandbox.run({ language, code, params: {}, timeout: 10_000, ...options });
}

/** How a run failed. */
export async function failureOf(run: Promise<unknown>): Promise<CodeFailed> {
  try {
    await run;
  } catch (error) {
    if (error instanceof CodeFailed) return error;
    throw error;
  }
  throw new Error('The run did not fail.');
}

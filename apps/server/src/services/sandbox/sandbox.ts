import { CodeFailed } from './code-failed.ts';
import { type CodeLanguage, codeLanguages, type CodeLimits, type CodeResult, type CodeRun, defaultCodeLimits, type LanguageStatus, type Runner } from './code-run.ts';
import { JavaScriptRunner } from './javascript/javascript-runner.ts';
import { PythonRunner } from './python/python-runner.ts';
import type { PythonIsolation } from './python/python-server.ts';
import { readValue } from './read-value.ts';

/** How a sandbox is opened. */
export interface SandboxOptions {
  /** What Python must at least be locked in by; without it, Python is refused. */
  readonly pythonIsolation: PythonIsolation;
  readonly limits?: Partial<CodeLimits>;
}

/** Runs code of users so that it reaches nothing but its parameters. */
export class Sandbox {
  readonly #runners: Readonly<Record<CodeLanguage, Runner>>;
  readonly #limits: CodeLimits;

  constructor({ pythonIsolation, limits }: SandboxOptions) {
    this.#limits = { ...defaultCodeLimits, ...limits };
    this.#runners = {
      typescript: new JavaScriptRunner(this.#limits),
      python: new PythonRunner({ isolation: pythonIsolation, limits: this.#limits }),
    };
  }

  /**
   * Calls `main` of the code.
   *
   * @throws CodeFailed in every case that the code, its user or the operator can do something about
   */
  async run({ language, code, params, timeout, group, signal }: CodeRun): Promise<CodeResult> {
    const outcome = await this.#runners[language].run({ code, params: JSON.stringify(params), timeout, group, signal }).catch((error: unknown) => {
      if (signal?.aborted === true && !(error instanceof CodeFailed)) throw new CodeFailed('canceled', 'The run was cancelled.', { cause: error });
      throw error;
    });
    const { logs } = outcome;
    if ('failure' in outcome) throw new CodeFailed(outcome.failure, outcome.message, { line: outcome.line, logs });
    return { value: readValue(outcome.value, this.#limits.outputBytes, logs), logs };
  }

  /** Which languages are run on this machine, how they are locked in, and why not. The first call may start what is needed to know. */
  async status(): Promise<Readonly<Record<CodeLanguage, LanguageStatus>>> {
    const { typescript, python } = this.#runners;
    return { typescript: await typescript.status(), python: await python.status() };
  }

  /** Ends all that runs. */
  async close(): Promise<void> {
    await Promise.all(codeLanguages.map((language) => this.#runners[language].close()));
  }
}

/** Opens a sandbox. Nothing is started before it is needed. */
export function openSandbox(options: SandboxOptions): Sandbox {
  return new Sandbox(options);
}

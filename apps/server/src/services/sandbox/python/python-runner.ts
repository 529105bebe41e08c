import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { WaitingLine } from '#kernel/waiting-line.ts';
import { CodeFailed } from '../code-failed.ts';
import type { CodeLimits, Job, LanguageStatus, Outcome, Runner } from '../code-run.ts';
import { sizeInWords, tooLarge } from '../read-value.ts';
import { findPython } from './find-python.ts';
import type { PythonProcess } from './python-process.ts';
import { PythonRefused } from './python-refused.ts';
import { type PythonIsolation, PythonServer } from './python-server.ts';
import { PTRACE, SELF_TEST } from './self-test.ts';

/** How much longer than its time a run may take before its process is killed, in milliseconds. */
const GRACE = 300;
/** Processes that wait for a run. */
const WARM = 2;
/** A process that runs is at work or waits for the disk, never for a network: more of them than this win nothing. */
const AT_ONCE = Math.max(2, availableParallelism()) * 2;
/** A place that who takes all others does not get: long code of one workspace does not keep that of another waiting. */
const SPARE = 1;
/** Bytes of its own words around a value, and of what it printed, each character of which may be written with six. */
const HEAD_BYTES = 64 * 1024;
/** How often a run begins anew that was lost with its process, or with the one that makes them. It has changed nothing: it reaches nothing. */
const TRIES = 3;
const ENDS_AGAIN = 'its processes are ended again and again';
/** Characters of a message that are kept. */
const MESSAGE_LENGTH = 2_000;
/** Answers of the self-test are awaited so long, in milliseconds. */
const SELF_TEST_TIMEOUT = 10_000;

/** How Python is run. */
export interface PythonOptions {
  readonly isolation: PythonIsolation;
  readonly limits: CodeLimits;
  /** The interpreters to choose from; those of the machine where absent. */
  readonly interpreters?: readonly string[];
}

const head = z.object({
  failure: z.enum(['syntax', 'no_main', 'thrown', 'timeout', 'memory', 'output']).optional(),
  message: z.string().optional(),
  line: z.number().int().nullish(),
  logs: z.array(z.string()),
});

/** Runs Python, each run in a process of its own that is locked in before it is given the code. */
export class PythonRunner implements Runner {
  readonly #options: PythonOptions;
  readonly #line = new WaitingLine(AT_ONCE, SPARE);
  #server: Promise<PythonServer> | undefined;
  #warm: Promise<PythonProcess>[] = [];
  #isClosed = false;

  constructor(options: PythonOptions) {
    this.#options = options;
  }

  async run(job: Job): Promise<Outcome> {
    const leave = await this.#line.enter(job.signal, job.group);
    try {
      for (let left = TRIES; left > 0; left -= 1) {
        const outcome = await this.#runIn(await this.#take(), job);
        if (outcome !== 'lost') return outcome;
      }
      throw unavailable(ENDS_AGAIN);
    } finally {
      leave();
    }
  }

  async status(): Promise<LanguageStatus> {
    const { isolation } = this.#options;
    try {
      const { version } = await this.#started();
      if (isolation === 'full') {
        return { isAvailable: true, isolation, detail: `Python ${version}, a process for each run, locked in by Landlock, seccomp and limits` };
      }
      return {
        isAvailable: true,
        isolation,
        detail: `Python ${version}, a process for each run that is NOT locked in: its code can read files and reach the network as the server can`,
        advice: 'Take BUCKLE_PYTHON_SANDBOX=process out, unless everybody who edits workflows may do what the server may.',
      };
    } catch (error) {
      if (!(error instanceof CodeFailed)) throw error;
      return { isAvailable: false, isolation: 'none', detail: error.message };
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const server = this.#server;
    if (server === undefined) return;
    await server.then(
      (started) => started.close(),
      () => undefined,
    );
  }

  async #runIn(made: PythonProcess, job: Job): Promise<Outcome | 'lost'> {
    const { code, params, timeout, signal } = job;
    const { outputBytes, logCharacters } = this.#options.limits;
    let forced: CodeFailed | undefined;
    const force = (reason: CodeFailed): void => {
      forced ??= reason;
      made.kill();
    };
    const cancel = (): void => force(new CodeFailed('canceled', 'The run was cancelled.'));
    const timer = setTimeout(() => force(new CodeFailed('timeout', `It took longer than ${timeout / 1_000} s.`)), timeout + GRACE);
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      signal?.throwIfAborted();
      // The parameters are JSON already.
      const request = `{"code":${JSON.stringify(code)},"params":${params},"timeout":${timeout},"outputBytes":${outputBytes},"logCharacters":${logCharacters}}`;
      const said = await made.run(request, outputBytes + logCharacters * 6 + HEAD_BYTES);
      if (said === 'too much') force(new CodeFailed('output', tooLarge(outputBytes)));
      const status = Buffer.isBuffer(said) && said.length > 0 && forced === undefined ? 0 : await made.exited;
      if (forced) throw forced;
      if (this.#isClosed) throw stopping();
      return said === 'lost' || said === 'too much' || status === 'lost' ? 'lost' : this.#read(said, status);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
      // Whatever it still does: it has answered.
      if (!made.hasEnded) made.kill();
    }
  }

  /** What a process said. It may say what it likes: only its form is taken from it, and all of it is its own user's. */
  #read(said: Buffer, status: number): Outcome {
    const text = said.toString();
    const end = text.indexOf('\n');
    if (end < 0) return { ...this.#endedEarly(status), logs: [] };
    const parsed = head.safeParse(parseOrNothing(text.slice(0, end)));
    if (!parsed.success) return { failure: 'thrown', message: 'The process wrote something else than a result.', logs: [] };
    const { failure, message = '', line } = parsed.data;
    const logs = this.#kept(parsed.data.logs);
    if (failure === undefined) return { value: text.slice(end + 1), logs };
    const shown = failure === 'memory' && message.startsWith('It used') ? this.#tooMuchMemory() : message.slice(0, MESSAGE_LENGTH);
    return { failure, message: shown, line: line ?? undefined, logs };
  }

  /** As much of the logs as may be kept: they are cut inside, unless the code writes its result by itself. */
  #kept(logs: readonly string[]): string[] {
    let left = this.#options.limits.logCharacters * 2;
    return logs.filter((line) => (left -= line.length + 1) > 0);
  }

  #endedEarly(status: number): { failure: 'memory' | 'timeout' | 'thrown'; message: string } {
    if (status === -9) return { failure: 'memory', message: 'The system ended it, most likely since the machine ran out of memory.' };
    if (status === -24) return { failure: 'timeout', message: 'It used all the processor time that it may.' };
    if (status === -11 || status === -7) return { failure: 'memory', message: 'The interpreter crashed: it recursed too deeply, ran out of memory, or was made to by ctypes.' };
    return { failure: 'thrown', message: `The process ended by itself (${status}) before main returned.` };
  }

  #tooMuchMemory(): string {
    return `It used more than the ${sizeInWords(this.#options.limits.memoryBytes)} of memory that it may use.`;
  }

  /** A process that is ready; another takes its place. */
  async #take(): Promise<PythonProcess> {
    for (let left = TRIES; left > 0; left -= 1) {
      const server = await this.#started();
      const taken = this.#warm.shift() ?? server.fork();
      this.#refill(server);
      try {
        const made = await taken;
        if (!made.hasEnded) return made;
      } catch (error) {
        // One that has ended is made anew.
        if (error instanceof PythonRefused && server.isAlive) throw unavailable(error.message);
      }
    }
    throw unavailable(ENDS_AGAIN);
  }

  #refill(server: PythonServer): void {
    while (this.#warm.length < WARM) {
      const made = server.fork();
      // Whoever takes it learns of it.
      made.catch(() => undefined);
      this.#warm.push(made);
    }
  }

  /** The server, started if there is none or the last one has ended. */
  async #started(): Promise<PythonServer> {
    if (this.#isClosed) throw stopping();
    const present = this.#server;
    if (present !== undefined) {
      const server = await present;
      if (server.isAlive) return server;
      await server.close();
      if (this.#server === present) {
        this.#server = undefined;
        this.#warm = [];
      }
      return this.#started();
    }
    const starting = this.#start();
    this.#server = starting;
    // What is missing may be installed meanwhile.
    starting.catch(() => {
      if (this.#server === starting) this.#server = undefined;
    });
    return starting;
  }

  /** Starts the first interpreter that can be locked in. */
  async #start(): Promise<PythonServer> {
    const { isolation, limits, interpreters = await findPython() } = this.#options;
    if (interpreters.length === 0) {
      throw new CodeFailed('unavailable', 'Python is not installed on the server: install it (on Debian "apt install python3").');
    }
    let reason = '';
    for (const interpreter of interpreters) {
      try {
        return await this.#startWith(interpreter, isolation, limits.memoryBytes);
      } catch (error) {
        if (!(error instanceof PythonRefused)) throw error;
        reason ||= `${interpreter}: ${error.message}`;
      }
    }
    throw unavailable(reason);
  }

  async #startWith(interpreter: string, isolation: PythonIsolation, memoryBytes: number): Promise<PythonServer> {
    const server = await PythonServer.start(interpreter, isolation, memoryBytes);
    try {
      if (isolation === 'full') await this.#test(server);
      this.#warm = [];
      this.#refill(server);
      return server;
    } catch (error) {
      await server.close();
      throw error instanceof PythonRefused ? error : new PythonRefused(error instanceof Error ? error.message : String(error), { cause: error });
    }
  }

  /** Tries whether the lock holds before anybody's code is let in. */
  async #test(server: PythonServer): Promise<void> {
    const params = JSON.stringify({ ptrace: PTRACE[process.arch] ?? -1 });
    const outcome = await this.#runIn(await server.fork(), { code: SELF_TEST, params, timeout: SELF_TEST_TIMEOUT, signal: undefined });
    if (outcome === 'lost') throw new PythonRefused('it ended during the self-test');
    if ('failure' in outcome) throw new PythonRefused(`the self-test failed: ${outcome.message}`);
    const managed = z.array(z.string()).parse(JSON.parse(outcome.value));
    if (managed.length > 0) throw new PythonRefused(`the lock does not hold: its code could ${managed.join(', ')}`);
  }
}

function stopping(): CodeFailed {
  return new CodeFailed('canceled', 'The server is stopping.');
}

function unavailable(reason: string): CodeFailed {
  return new CodeFailed(
    'unavailable',
    `Python code is not run here, since it cannot be locked in (${reason}). The operator can make that possible, or accept less with BUCKLE_PYTHON_SANDBOX=process.`,
  );
}

function parseOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

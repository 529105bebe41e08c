import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';

const START_TIMEOUT = 30_000;

/** A process of a bench that serves on this machine. */
export class Child {
  readonly pid: number;
  /** What it said that it serves at. */
  readonly address: string;
  /** Milliseconds from its start to being ready. */
  readonly startTime: number;
  readonly #process: ChildProcess;

  private constructor(child: ChildProcess, pid: number, address: string, startTime: number) {
    this.#process = child;
    this.pid = pid;
    this.address = address;
    this.startTime = startTime;
  }

  /**
   * Starts a program of Node and waits for the address (`http://…`) that it prints. Its log goes to
   * /dev/null: written, but not kept. Throws where it ends first.
   */
  static async start(
    programArguments: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): Promise<Child> {
    const begin = performance.now();
    const log = process.env['BENCH_LOG'] === '1' ? 2 : openSync('/dev/null', 'w');
    const { NODE_OPTIONS: _, ...inherited } = process.env;
    const child = spawn(process.execPath, programArguments, {
      env: { ...inherited, ...environment },
      stdio: ['ignore', 'pipe', log],
    });
    if (log !== 2) closeSync(log);
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const fail = (): void => reject(new Error(`${programArguments.join(' ')} did not start; BENCH_LOG=1 shows its log.`));
    const timer = setTimeout(fail, START_TIMEOUT);
    child.once('exit', fail).once('error', reject);
    let printed = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      const address = /http:\/\/[\w.:]+\S*/.exec(printed.slice(0, printed.lastIndexOf('\n') + 1))?.[0];
      if (address !== undefined) resolve(address);
    });
    try {
      const address = await promise;
      return new Child(child, child.pid ?? 0, address, performance.now() - begin);
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Asks it to stop and waits until it is gone. */
  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const gone = once(this.#process, 'exit');
    this.#process.kill('SIGTERM');
    await gone;
  }
}

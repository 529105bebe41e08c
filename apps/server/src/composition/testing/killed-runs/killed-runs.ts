import { killAgainAndAgain, type KillOptions, type KillReport } from '../killable/kill-again-and-again.ts';
import { TOKEN } from '../killable/killable-process.ts';
import { type AskedRun, MODES, RunClient } from './run-client.ts';
import { UNDISTURBED, verifyRuns } from './verify-runs.ts';

/** How the runs are killed. */
export interface KilledRunsOptions extends KillOptions {
  readonly runs: number;
}

/**
 * Starts runs of workflows of every shape on a server that is killed again and again, and then checks what
 * was promised: each ends as if nobody had disturbed it, and nothing that was finished is done again.
 */
export function killedRuns(options: KilledRunsOptions): Promise<KillReport> {
  const asked: AskedRun[] = [];
  return killAgainAndAgain(options, {
    async open(address, world) {
      const client = await RunClient.open(address, TOKEN, world);
      for (const workflow of client.workflows) await client.run(UNDISTURBED, workflow, 'streamed');
      return client;
    },
    async use(client, lane) {
      for (let number = UNDISTURBED + 1 + lane; number <= options.runs; number += options.concurrency) {
        const workflow = client.workflows[number % client.workflows.length] ?? '';
        asked.push(await client.run(number, workflow, MODES[number % MODES.length] ?? 'streamed'));
      }
    },
    verify: (client, world) => verifyRuns(client, world, asked),
  });
}

import { closedLoop, openLoop, type Outcome } from './load.ts';
import { median, percentiles } from './percentiles.ts';
import { processorTime, residentMegabytes } from './process-usage.ts';
import type { Child } from './child.ts';
import { Client, onStage, type Stage, startRelay } from './stage.ts';
import { streamTurn, type TurnTimes } from './streamed-turn.ts';
import { printTable } from './table.ts';

const CONNECTIONS = [1, 10, 50, 100];

/** One measurement of a process under load. */
interface Sample {
  readonly turns: Outcome<TurnTimes>;
  readonly processorMilliseconds: number;
  readonly megabytes: number;
}

/** What is measured in turns with the server: a process, and how a turn is asked of it. */
interface Subject {
  readonly child: Child;
  readonly turn: (since?: number) => Promise<TurnTimes>;
}

/**
 * Streamed turns at 1, 10, 50 and 100 connections, each in a conversation of its own, with the bare
 * relay in turns; then at half the rate that the server could sustain, whatever comes back.
 */
export function benchStreamedTurns(options: { readonly seconds: number; readonly rounds: number; readonly spread: boolean }): Promise<void> {
  const { seconds, rounds, spread } = options;
  return onStage(spread ? ['spread'] : [], async (stage) => {
    const relay = await startRelay(stage.model.address);
    const relayClient = new Client(relay.address);
    try {
      const server = serverSubject(stage);
      const bare = { child: relay, turn: turnOf(relayClient, stage.botId) };
      await warmUp(server);
      await warmUp(bare);
      const rows = [];
      let saturated = 0;
      for (const connections of CONNECTIONS) {
        const samples: { server: Sample[]; relay: Sample[] } = { server: [], relay: [] };
        for (let round = 0; round < rounds; round++) {
          samples.server.push(await measure(server, connections, seconds));
          samples.relay.push(await measure(bare, connections, seconds));
        }
        const row = rowOf(connections, samples.server, samples.relay);
        saturated = Math.max(saturated, row['turns/s']);
        rows.push(row);
      }
      printTable(`Streamed turns of 50 tokens (${spread ? 'a write a token' : 'the model writes all tokens at once'}), closed loop`, rows);

      const rate = saturated / 2;
      const { results, failed, errors } = await openLoop(rate, seconds * 3, server.turn);
      report(errors);
      const { firstEvent, firstDelta, total } = timesOf(results);
      printTable('Streamed turns, open loop at half the saturated rate', [
        {
          'turns/s': Math.round(rate),
          'first event p50, ms': firstEvent.p50,
          'p99': firstEvent.p99,
          'first delta p50, ms': firstDelta.p50,
          'p99 ': firstDelta.p99,
          'total p50, ms': total.p50,
          'p99  ': total.p99,
          errors: failed,
        },
      ]);
    } finally {
      await relayClient.close();
      await relay.stop();
    }
  });
}

/** Who talks in all turns, as the application names them. */
export const BENCH_USER = 'bench';

/** The turns of a stage's server. */
export function serverSubject({ server, client, botId }: Stage): Subject {
  return { child: server, turn: turnOf(client, botId) };
}

/** Lets the compiler of the runtime do its work before anything counts. */
export async function warmUp({ turn }: Subject): Promise<void> {
  report((await closedLoop(10, 3, () => turn())).errors);
}

/** Shows what failed, if anything did. */
export function report(errors: readonly unknown[]): void {
  for (const error of errors) console.error(error);
}

function turnOf({ pool, headers }: Client, botId: string): Subject['turn'] {
  const question = { role: 'user', content: 'What can you do for me today?', content_type: 'text', type: 'question' };
  const body = JSON.stringify({ bot_id: botId, user_id: BENCH_USER, stream: true, additional_messages: [question] });
  return (since) => streamTurn(pool, { path: '/v3/chat', headers, body }, since);
}

async function measure({ child, turn }: Subject, connections: number, seconds: number): Promise<Sample> {
  const before = processorTime(child.pid);
  const turns = await closedLoop(connections, seconds, () => turn());
  report(turns.errors);
  return { turns, processorMilliseconds: processorTime(child.pid) - before, megabytes: residentMegabytes(child.pid) };
}

function timesOf(turns: readonly TurnTimes[]) {
  return {
    firstEvent: percentiles(turns.map(({ firstEvent }) => firstEvent)),
    firstDelta: percentiles(turns.map(({ firstDelta }) => firstDelta)),
    total: percentiles(turns.map(({ total }) => total)),
  };
}

function rowOf(connections: number, server: readonly Sample[], relay: readonly Sample[]) {
  const times = timesOf(server.flatMap(({ turns }) => turns.results));
  const cost = median(server.map(costOf));
  const relayCost = median(relay.map(costOf));
  return {
    connections,
    'turns/s': median(server.map(rateOf)),
    'first event p50, ms': times.firstEvent.p50,
    'p99': times.firstEvent.p99,
    'first delta p50, ms': times.firstDelta.p50,
    'p99 ': times.firstDelta.p99,
    'total p50, ms': times.total.p50,
    'p99  ': times.total.p99,
    'CPU a turn, ms': cost,
    'RSS, MB': Math.round(Math.max(...server.map(({ megabytes }) => megabytes))),
    'relay: turns/s': median(relay.map(rateOf)),
    'CPU, ms': relayCost,
    'server/relay': cost / relayCost,
    errors: server.reduce((sum, { turns }) => sum + turns.failed, 0),
  };
}

function costOf({ turns, processorMilliseconds }: Sample): number {
  return processorMilliseconds / turns.results.length;
}

function rateOf({ turns }: Sample): number {
  return turns.results.length / turns.seconds;
}

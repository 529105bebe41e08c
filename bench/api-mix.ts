import { openLoop } from './load.ts';
import { percentiles } from './percentiles.ts';
import { processorTime } from './process-usage.ts';
import { type Client, onStage, type Stage } from './stage.ts';
import { report, serverSubject, warmUp } from './streamed-turns.ts';
import { printTable } from './table.ts';

const RATE = 1_000;
const CONVERSATIONS = 100;

/** A call of the mix, and how long it took from the moment at which it was due, in milliseconds. */
export interface Call {
  readonly name: string;
  readonly time: number;
}

/** Calls of the API that arrive at 1,000 a second, whatever comes back: as many of each kind. */
export function benchApiMix({ seconds }: { readonly seconds: number }): Promise<void> {
  return onStage([], async (stage) => {
    const { server } = stage;
    const { kinds, mix } = await prepareMix(stage);
    await openLoop(RATE / 2, 3, mix);

    const before = processorTime(server.pid);
    const { results, errors, failed, seconds: taken } = await openLoop(RATE, seconds, mix);
    const processor = processorTime(server.pid) - before;
    report(errors);
    const rowOf = (name: string, calls: readonly Call[]) => {
      const { p50, p99 } = percentiles(calls.map(({ time }) => time));
      return { call: name, calls: calls.length, 'p50, ms': p50, 'p99, ms': p99 };
    };
    printTable(`Mix of calls, open loop at ${RATE}/s for ${Math.round(taken)} s`, [
      ...kinds.map((name) => rowOf(name, results.filter((call) => call.name === name))),
      rowOf('all', results),
    ]);
    console.log(`\nErrors: ${failed}. CPU of the server a call: ${(processor / results.length).toFixed(2)} ms, turns of the chats included.`);
  });
}

/** A mix of calls on a server that is warm: what each kind is called, and one call of any kind. */
export async function prepareMix(stage: Stage): Promise<{ readonly kinds: readonly string[]; readonly mix: (due: number) => Promise<Call> }> {
  const { client, botId } = stage;
  await warmUp(serverSubject(stage));
  const conversations: string[] = [];
  for (let count = 0; count < CONVERSATIONS; count++) {
    const { id } = await client.call<{ id: string }>('POST', '/v1/conversation/create', { bot_id: botId });
    conversations.push(id);
  }
  const kinds = Object.entries(callsOf(client, botId, conversations));
  return { kinds: kinds.map(([name]) => name), mix: (due) => one(kinds, due) };
}

async function one(kinds: readonly (readonly [string, () => Promise<unknown>])[], due: number): Promise<Call> {
  const kind = kinds[Math.floor(Math.random() * kinds.length)];
  if (!kind) throw new Error('There is nothing to call.');
  const [name, call] = kind;
  await call();
  return { name, time: performance.now() - due };
}

function callsOf(client: Client, botId: string, conversations: readonly string[]): Record<string, () => Promise<unknown>> {
  const any = (): string => conversations[Math.floor(Math.random() * conversations.length)] ?? '';
  const question = { role: 'user', content: 'What can you do for me today?', content_type: 'text' };
  return {
    'create a conversation': () => client.call('POST', '/v1/conversation/create', { bot_id: botId }),
    'post a message': () => client.call('POST', `/v1/conversation/message/create?conversation_id=${any()}`, question),
    'list messages': () => client.call('POST', `/v1/conversation/message/list?conversation_id=${any()}`, { limit: 20 }),
    'read a bot': () => client.call('GET', `/v1/bots/${botId}`),
    'chat, not streamed': () =>
      client.call('POST', '/v3/chat', { bot_id: botId, user_id: 'bench', additional_messages: [{ ...question, type: 'question' }] }),
  };
}

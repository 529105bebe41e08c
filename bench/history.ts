import { closedLoop, repeatTimes } from './load.ts';
import { percentiles } from './percentiles.ts';
import { processorTime } from './process-usage.ts';
import { onStage } from './stage.ts';
import { BENCH_USER, report, serverSubject, warmUp } from './streamed-turns.ts';
import { printTable } from './table.ts';

const MAKERS = 50;
const CALLERS = 10;

/** What a turn and the lists cost when so many conversations, each with a turn, are stored already. */
export function benchHistory(options: { readonly sizes: readonly number[]; readonly seconds: number }): Promise<void> {
  return onStage([], async (stage) => {
    const { client, botId, server } = stage;
    const subject = serverSubject(stage);
    const workspaceId = await client.workspaceId();
    const cost = async (action: () => Promise<unknown>) => {
      const before = processorTime(server.pid);
      const { results, errors } = await closedLoop(CALLERS, options.seconds, async () => {
        const begin = performance.now();
        await action();
        return performance.now() - begin;
      });
      report(errors);
      return { processor: (processorTime(server.pid) - before) / results.length, ...percentiles(results) };
    };
    const messages = Array.from({ length: 16 }, (_, index) => ({
      role: index % 2 === 0 ? 'user' : 'assistant',
      content: 'Something that was said before, of about the usual length of a short message.',
      content_type: 'text',
    }));
    const rows = [];
    let stored = 0;
    for (const size of options.sizes) {
      const { results, errors } = await repeatTimes(MAKERS, size - stored, () => subject.turn());
      report(errors);
      stored += results.length;
      if (rows.length === 0) await warmUp(subject);
      const { id } = await client.call<{ id: string }>('POST', '/v1/conversation/create', { bot_id: botId, messages });
      const turn = await cost(() => subject.turn());
      const conversations = await cost(() => client.call('GET', `/v1/conversations?bot_id=${botId}&page_num=1&page_size=20`));
      const place = `/api/workspaces/${workspaceId}/conversations?page_size=20`;
      const search = await cost(() => client.call('GET', `${place}&bot_id=${botId}&user_id=${BENCH_USER}`));
      const page = await cost(() => client.call('POST', `/v1/conversation/message/list?conversation_id=${id}`, { limit: 20 }));
      rows.push({
        conversations: size,
        'turn: CPU, ms': turn.processor,
        'p50, ms': turn.p50,
        'p99, ms': turn.p99,
        'list of 20 conversations: CPU, ms': conversations.processor,
        'p99, ms ': conversations.p99,
        'search by bot and user: CPU, ms': search.processor,
        'p99, ms  ': search.p99,
        'list of 16 messages: CPU, ms': page.processor,
        'p99, ms   ': page.p99,
      });
    }
    printTable(`With so many conversations stored, ${CALLERS} connections`, rows);
  });
}

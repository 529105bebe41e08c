import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cmrc, FOLDER, type Question } from './retrieval-sets.ts';
import { Client, startServer } from './stage.ts';
import { printTable } from './table.ts';

/** So many questions are asked at once, and documents added. */
const AT_ONCE = 4;
/** How long the reading of the documents may take, in milliseconds. */
const READ_WITHIN = 300_000;

/** Asks a bot with a knowledge base and the offline model, over the API: in how many of its replies stands the answer. */
export async function benchAnswers({ every }: { readonly every: number }): Promise<void> {
  const set = await cmrc();
  if (!set) {
    console.log(`skipped: there is no folder ${FOLDER} with corpus.jsonl, queries.jsonl and qrels.tsv`);
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), 'buckle-answers-'));
  const server = await startServer(folder);
  const client = new Client(server.address);
  try {
    const { id: datasetId } = await client.call<{ id: string }>('POST', '/api/knowledge/datasets', { workspace_id: await client.workspaceId(), name: 'CMRC 2018', embedding_model_id: '' });
    await inTurns(set.passages, ({ title, text }) => client.call('POST', `/api/knowledge/datasets/${datasetId}/documents`, { ...(title === '' ? {} : { name: title }), source: { type: 'text', text }, allow_duplicate: true }));
    await allRead(client, datasetId);
    const botId = await client.publishBot({ knowledge: { dataset_ids: [datasetId], auto_call: true, search_strategy: 20 } });
    const questions = set.questions.filter((_, at) => at % every === 0);
    const replies: { readonly question: Question; readonly quote: string }[] = [];
    await inTurns(questions, async (question) => {
      const reply = await replyTo(client, botId, question.text);
      replies.push({ question, quote: /“([^]*)”我是 Buckle/u.exec(reply)?.[1] ?? '' });
    });
    const right = replies.filter(({ question: { answers }, quote }) => answers.some((answer) => folded(quote).includes(folded(answer))));
    const lengths = replies.map(({ quote }) => quote.length).toSorted((one, other) => one - other);
    printTable(`CMRC 2018: ${questions.length} questions to the offline model`, [
      { 'answer in the reply': (right.length / replies.length).toFixed(3), 'nothing quoted': replies.filter(({ quote }) => quote === '').length, 'characters quoted p50': lengths[Math.floor(lengths.length / 2)] ?? 0, most: lengths.at(-1) ?? 0 },
    ]);
  } finally {
    await client.close();
    await server.stop();
    await rm(folder, { recursive: true });
  }
}

/** A text without spaces, which the reading of a document may change. */
function folded(text: string): string {
  return text.normalize('NFKC').replaceAll(/\s+/gu, '');
}

async function replyTo({ pool, headers }: Client, botId: string, question: string): Promise<string> {
  const body = JSON.stringify({ bot_id: botId, user_id: 'bench', stream: true, additional_messages: [{ role: 'user', content: question, content_type: 'text' }] });
  const response = await pool.request({ method: 'POST', path: '/v3/chat', headers, body });
  const text = await response.body.text();
  const answer = text.split('\n\n').map((event) => /^event:conversation\.message\.completed\ndata:(.*)$/su.exec(event)?.[1]).flatMap((data) => (data === undefined ? [] : [JSON.parse(data) as { type: string; content: string }])).find(({ type }) => type === 'answer');
  if (!answer) throw new Error(`A turn did not finish: ${text.slice(-500)}`);
  return answer.content;
}

async function allRead(client: Client, datasetId: string): Promise<void> {
  for (const until = performance.now() + READ_WITHIN; performance.now() < until; await new Promise((resolve) => setTimeout(resolve, 500))) {
    const waiting = await Promise.all(['queued', 'reading'].map((state) => client.call<{ items: unknown[] }>('GET', `/api/knowledge/datasets/${datasetId}/documents?state=${state}&page_size=1`)));
    if (waiting.every(({ items }) => items.length === 0)) return;
  }
  throw new Error('The documents were not read in time.');
}

async function inTurns<T>(items: readonly T[], act: (item: T) => Promise<unknown>): Promise<void> {
  const waiting = [...items].values();
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (const item of waiting) await act(item);
  }));
}

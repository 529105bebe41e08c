import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareMix } from './api-mix.ts';
import { KnowledgeLoad, writeDocument } from './knowledge-load.ts';
import { openLoop } from './load.ts';
import { percentiles } from './percentiles.ts';
import { onStage } from './stage.ts';
import { report } from './streamed-turns.ts';
import { printTable } from './table.ts';
import { corpus } from './texts.ts';

const SEARCHES = 20;
/** What searches look at beside the document that is being read, in megabytes. */
const SEARCHED = 5;

/** The mix of calls on a quiet server, and in turns while it reads a large document and answers 20 searches a second. */
export function benchBusyMix({ rate, seconds, megabytes }: { readonly rate: number; readonly seconds: number; readonly megabytes: number }): Promise<void> {
  return onStage([], async (stage) => {
    const { client, server } = stage;
    const folder = await mkdtemp(join(tmpdir(), 'buckle-texts-'));
    try {
      const texts = await corpus();
      const knowledge = new KnowledgeLoad(client, server.address, await client.workspaceId());
      const searched = await knowledge.createDataset();
      await knowledge.whenRead(await knowledge.add(searched, await writeDocument(folder, SEARCHED, texts)));
      const large = await writeDocument(folder, megabytes, texts);
      const { mix } = await prepareMix(stage);
      await openLoop(rate / 2, 3, mix);
      const quiet = await openLoop(rate, seconds, mix);
      report(quiet.errors);

      const documentId = await knowledge.add(await knowledge.createDataset(), large);
      let asked = 0;
      const search = async (due: number): Promise<number> => {
        asked += 1;
        await knowledge.search(searched, texts.questions[asked % texts.questions.length] ?? '');
        return performance.now() - due;
      };
      const [busy, searches] = await Promise.all([openLoop(rate, seconds, mix), openLoop(SEARCHES, seconds, search)]);
      report([...busy.errors, ...searches.errors]);
      const { state, progress } = await client.call<{ state: string; progress: number }>('GET', `/api/knowledge/documents/${documentId}`);
      const rowOf = (when: string, times: readonly number[], failed: number) => ({ when, calls: times.length, ...renamed(percentiles(times)), failed });
      printTable(`Mix of calls at ${rate}/s for ${seconds} s; of ${megabytes} MB ${progress.toFixed(0)} % were read meanwhile (${state})`, [
        rowOf('quiet', quiet.results.map(({ time }) => time), quiet.failed),
        rowOf('while a document is read and searches are answered', busy.results.map(({ time }) => time), busy.failed),
        rowOf('the searches', searches.results, searches.failed),
      ]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
}

function renamed({ p50, p99 }: ReturnType<typeof percentiles>) {
  return { 'p50, ms': p50, 'p99, ms': p99 };
}

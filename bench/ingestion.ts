import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Child } from './child.ts';
import { bytesIn } from './disk-usage.ts';
import { KnowledgeLoad, writeDocument } from './knowledge-load.ts';
import { processorTime, residentMegabytes } from './process-usage.ts';
import { Client, startModel, startServer } from './stage.ts';
import { printTable } from './table.ts';
import { corpus } from './texts.ts';

/** The whole way of a text into a data set without an embedding model: parsed, cut, sealed, stored and indexed; each size on a server of its own. */
export async function benchIngestion({ megabytes }: { readonly megabytes: readonly number[] }): Promise<void> {
  const model = await startModel();
  const rows = [];
  try {
    for (const size of megabytes) rows.push(await ingested(model, size));
  } finally {
    await model.stop();
  }
  printTable('Text into a data set, from the request to being searchable', rows);
}

async function ingested(model: Child, megabytes: number) {
  const folder = await mkdtemp(join(tmpdir(), 'buckle-bench-'));
  try {
    const path = await writeDocument(folder, megabytes, await corpus());
    const data = join(folder, 'data');
    const server = await startServer(data, model.address);
    const client = new Client(server.address);
    try {
      const knowledge = new KnowledgeLoad(client, server.address, await client.workspaceId());
      const datasetId = await knowledge.createDataset();
      const rest = residentMegabytes(server.pid);
      let peak = rest;
      const before = processorTime(server.pid);
      const begun = performance.now();
      const documentId = await knowledge.add(datasetId, path);
      const uploaded = performance.now();
      const { passages } = await knowledge.whenRead(documentId, () => (peak = Math.max(peak, residentMegabytes(server.pid))));
      const seconds = (performance.now() - uploaded) / 1_000;
      const processor = (processorTime(server.pid) - before) / 1_000;
      return {
        'text, MB': megabytes,
        passages,
        'upload, s': (uploaded - begun) / 1_000,
        'reading, s': seconds,
        'MB/s': megabytes / seconds,
        'MB per second of processor': megabytes / processor,
        'memory at rest, MB': Math.round(rest),
        'peak, MB': Math.round(peak),
        'on disk, MB': Math.round((await bytesIn(data)) / 1e6),
      };
    } finally {
      await client.close();
      await server.stop();
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

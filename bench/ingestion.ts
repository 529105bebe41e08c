import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { makePdf } from '../apps/server/src/services/reading/testing/make-pdf.ts';
import type { Child } from './child.ts';
import { bytesIn } from './disk-usage.ts';
import { KnowledgeLoad, writeDocument } from './knowledge-load.ts';
import { processorTime, residentMegabytes } from './process-usage.ts';
import { Client, startModel, startServer } from './stage.ts';
import { printTable } from './table.ts';
import { type Corpus, corpus } from './texts.ts';

/** What one file may have, in megabytes: more text is several files, one after the other. */
const LARGEST_FILE = 500;
const LINES_A_PAGE = 28;
const CHARACTERS_A_LINE = 36;

/** The whole way of texts and pdf files into a data set without an embedding model: parsed, cut, sealed, stored and indexed; each size on a server of its own. */
export async function benchIngestion({ megabytes, pages }: { readonly megabytes: readonly number[]; readonly pages: readonly number[] }): Promise<void> {
  const model = await startModel();
  try {
    const texts = [];
    for (const size of megabytes) {
      const { seconds, processor, files, ...rest } = await ingested(model, parts(size).map((part) => (folder, corpus) => writeDocument(folder, part, corpus)));
      texts.push({ 'text, MB': size, files, 'reading, s': seconds, 'MB/s': size / seconds, 'MB per second of processor': size / processor, ...rest });
    }
    printTable('Text into a data set, from the request to being searchable', texts);
    const pdfs = [];
    for (const count of pages) {
      const { seconds, processor, files: _, ...rest } = await ingested(model, [(folder, corpus) => writePdf(folder, count, corpus)]);
      pdfs.push({ 'pdf, pages': count, 'reading, s': seconds, 'pages/s': count / seconds, 'pages per second of processor': count / processor, ...rest });
    }
    printTable('Pdf files into a data set', pdfs);
  } finally {
    await model.stop();
  }
}

/** The sizes of the files that so many megabytes stand in. */
function parts(megabytes: number): number[] {
  return megabytes <= LARGEST_FILE ? [megabytes] : [LARGEST_FILE, ...parts(megabytes - LARGEST_FILE)];
}

/** Writes a pdf of so many pages of text. Returns its path. */
async function writePdf(folder: string, pages: number, texts: Corpus): Promise<string> {
  const path = join(folder, `document-${pages}.pdf`);
  const page = () => {
    const text = texts.text(LINES_A_PAGE * CHARACTERS_A_LINE);
    return Array.from({ length: LINES_A_PAGE }, (_, line) => ({ y: 760 - line * 26, text: text.slice(line * CHARACTERS_A_LINE, (line + 1) * CHARACTERS_A_LINE) }));
  };
  await writeFile(path, makePdf(Array.from({ length: pages }, page)));
  return path;
}

async function ingested(model: Child, writers: readonly ((folder: string, texts: Corpus) => Promise<string>)[]) {
  const folder = await mkdtemp(join(tmpdir(), 'buckle-bench-'));
  try {
    const texts = await corpus();
    const data = join(folder, 'data');
    const server = await startServer(data, model.address);
    const client = new Client(server.address);
    try {
      const knowledge = new KnowledgeLoad(client, server.address, await client.workspaceId());
      const datasetId = await knowledge.createDataset();
      const rest = residentMegabytes(server.pid);
      let peak = rest;
      let passages = 0;
      let bytes = 0;
      let seconds = 0;
      const before = processorTime(server.pid);
      for (const write of writers) {
        const path = await write(folder, texts);
        bytes += (await stat(path)).size;
        const documentId = await knowledge.add(datasetId, path, `document${extname(path)}`);
        const uploaded = performance.now();
        const read = await knowledge.whenRead(documentId, () => (peak = Math.max(peak, residentMegabytes(server.pid))));
        passages += read.passages;
        seconds += (performance.now() - uploaded) / 1_000;
      }
      return {
        files: writers.length,
        'size, MB': bytes / 1e6,
        passages,
        seconds,
        processor: (processorTime(server.pid) - before) / 1_000,
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

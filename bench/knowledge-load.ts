import { once } from 'node:events';
import { createWriteStream, openAsBlob } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { type Client } from './stage.ts';
import type { Corpus } from './texts.ts';

const PARAGRAPH = 400;
const HEADING_EVERY = 20;

/** Writes a Markdown file of so many megabytes (10⁶ bytes), with headings and paragraphs. Returns its path. */
export async function writeDocument(folder: string, megabytes: number, texts: Corpus): Promise<string> {
  const path = join(folder, `document-${megabytes}.md`);
  const file = createWriteStream(path);
  for (let bytes = 0, at = 0; bytes < megabytes * 1e6; at += 1) {
    const part = Buffer.from(`${at % HEADING_EVERY === 0 ? `## Chapter ${at / HEADING_EVERY + 1}\n\n` : ''}${texts.text(PARAGRAPH)}\n\n`);
    bytes += part.length;
    if (!file.write(part)) await once(file, 'drain');
  }
  file.end();
  await finished(file);
  return path;
}

/** The knowledge base of a server, as a bench fills and asks it. */
export class KnowledgeLoad {
  readonly #client: Client;
  readonly #address: string;
  readonly workspaceId: string;

  constructor(client: Client, address: string, workspaceId: string) {
    this.#client = client;
    this.#address = address;
    this.workspaceId = workspaceId;
  }

  async createDataset(): Promise<string> {
    const { id } = await this.#client.call<{ id: string }>('POST', '/api/knowledge/datasets', { workspace_id: this.workspaceId, name: 'Bench', embedding_model_id: '' });
    return id;
  }

  /** Uploads a file, which is removed then, and has it read. Returns the document's id. */
  async add(datasetId: string, path: string, name = 'document.md'): Promise<string> {
    const body = new FormData();
    body.append('file', await openAsBlob(path), name);
    const response = await fetch(`${this.#address}/v1/files/upload?workspace_id=${this.workspaceId}`, { method: 'POST', headers: { authorization: this.#client.headers.authorization }, body });
    const { data, msg } = (await response.json()) as { data?: { id: string }; msg: string };
    if (!data) throw new Error(`The upload was refused: ${msg}`);
    await rm(path);
    const { id } = await this.#client.call<{ id: string }>('POST', `/api/knowledge/datasets/${datasetId}/documents`, { source: { type: 'file', file_id: data.id } });
    return id;
  }

  /** Waits until a document is read; `look` is called meanwhile, ten times a second. Throws where it fails. */
  async whenRead(documentId: string, look: () => void = () => undefined): Promise<{ readonly passages: number }> {
    for (;;) {
      const { state, passages, reason } = await this.#client.call<{ state: string; passages: number; reason?: string }>('GET', `/api/knowledge/documents/${documentId}`);
      if (state === 'ready') return { passages };
      if (state === 'failed') throw new Error(`The document was not read: ${reason}`);
      look();
      await wait(100);
    }
  }

  search(datasetId: string, query: string): Promise<unknown> {
    return this.#client.call('POST', '/api/knowledge/search', { dataset_ids: [datasetId], query, mode: 'keyword' });
  }
}

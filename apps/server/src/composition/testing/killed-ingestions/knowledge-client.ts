import { setTimeout as pause } from 'node:timers/promises';
import * as contract from '@buckle/contract';
import { z } from 'zod';
import { type CallParts, callEndpoint, Refused } from '../call-endpoint.ts';
import type { CountingWorld } from '../killable/counting-world.ts';
import { insist } from '../killable/insist.ts';
import { MIXED_DOCUMENTS } from './mixed-documents.ts';

/** What becomes of a document after it was added. */
export const FATES = ['stays', 'is cut otherwise', 'is deleted', 'is read anew', 'is deleted while it is read', 'is cut otherwise and deleted'] as const;
export type Fate = (typeof FATES)[number];

/** A document whose life was acknowledged. */
export interface AddedDocument {
  readonly number: number;
  /** Its place among the mixed documents. */
  readonly kind: number;
  readonly fate: Fate;
  readonly documentId: string;
}

type ShownDocument = z.output<typeof contract.getDocument.answer>;

const POLL_INTERVAL = 25;
const ENDS_WITHIN = 60_000;
const uploaded = z.object({ data: z.object({ id: z.string() }) });

/** The data sets that documents of each format are added to. */
export type Datasets = Readonly<Record<'text' | 'table', string>>;

/** Adds, changes, deletes and searches documents on a server that may be dead, or another one, at any moment. */
export class KnowledgeClient {
  readonly datasets: Datasets;
  readonly #address: () => string | undefined;
  readonly #token: string;
  readonly #world: CountingWorld;
  readonly #length: number;

  private constructor(address: () => string | undefined, token: string, world: CountingWorld, length: number, datasets: Datasets) {
    this.#address = address;
    this.#token = token;
    this.#world = world;
    this.#length = length;
    this.datasets = datasets;
  }

  /** Creates the data sets; the server lives meanwhile. `length` is that of documents. */
  static async open(address: () => string | undefined, token: string, world: CountingWorld, length: number): Promise<KnowledgeClient> {
    return new KnowledgeClient(address, token, world, length, await datasetsOn(address() ?? '', token));
  }

  /** The same on data sets of its own, which are made now; the server lives meanwhile. */
  async undisturbed(): Promise<KnowledgeClient> {
    return KnowledgeClient.open(this.#address, this.#token, this.#world, this.#length);
  }

  /** One document's life, each step of which is asked for until it is acknowledged. */
  async live(number: number, kind: number, fate: Fate): Promise<AddedDocument> {
    const documentId = await this.add(number, kind, 0);
    if (fate !== 'is deleted while it is read') await this.ended(documentId);
    if (fate.startsWith('is cut otherwise')) await this.cutOtherwise(documentId, kind);
    if (fate === 'is read anew') await insist(() => this.call(contract.readDocumentAgain, { params: { document_id: documentId } }));
    if (fate.includes('deleted')) await insist(() => this.#delete(documentId));
    return { number, kind, fate, documentId };
  }

  /** Adds a document that is cut by the first or the second of its kind's rules. */
  async add(number: number, kind: number, rules: 0 | 1): Promise<string> {
    const { format, fileName, content, rules: ofKind } = kindOf(kind);
    const fileId = await insist(() => this.#upload(fileName, content(number, this.#length)));
    const idempotencyKey = `document ${number}, cut by ${rules}, in ${this.datasets[format]}`;
    const body = { name: `${number} ${fileName}`, source: { type: 'file' as const, file_id: fileId }, splitting: ofKind[rules] };
    return (await insist(() => this.call(contract.addDocument, { params: { dataset_id: this.datasets[format] }, body, idempotencyKey }))).id;
  }

  async cutOtherwise(documentId: string, kind: number): Promise<void> {
    await insist(() => this.call(contract.updateDocument, { params: { document_id: documentId }, body: { splitting: kindOf(kind).rules[1] } }));
  }

  /** A document once its reading has ended, or as it is after a long while. */
  async ended(documentId: string): Promise<ShownDocument> {
    let news = '';
    const read = async () => {
      const document = await insist(() => this.call(contract.getDocument, { params: { document_id: documentId } }));
      const now = `${documentId} ${document.state} ${document.stage} ${document.progress}`;
      if (now !== news) this.#world.note({ kind: 'answer', subject: now });
      news = now;
      return document;
    };
    let document = await read();
    for (let waited = 0; ['queued', 'reading'].includes(document.state) && waited < ENDS_WITHIN; waited += POLL_INTERVAL) {
      await pause(POLL_INTERVAL);
      document = await read();
    }
    return document;
  }

  /** All passages of a document, in its order. */
  async passages(documentId: string): Promise<contract.Passage[]> {
    const all: contract.Passage[] = [];
    for (let page_token = ''; ; ) {
      const page = await this.call(contract.listPassages, { params: { document_id: documentId }, query: { page_token, page_size: 100 } });
      all.push(...page.items);
      page_token = page.next_page_token;
      if (!page.has_more) return all;
    }
  }

  /** How many passages the index of a data set holds: once it is as many as there should be, or after a while. */
  async indexed(datasetId: string, expected: number): Promise<number> {
    for (let waited = 0; ; waited += POLL_INTERVAL) {
      const { passages } = await this.call(contract.getDataset, { params: { dataset_id: datasetId } });
      if (passages === expected || waited > ENDS_WITHIN) return passages;
      await pause(POLL_INTERVAL);
    }
  }

  call<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(endpoint: contract.Endpoint<P, Q, B, A>, parts: CallParts<P, Q, B>): Promise<z.output<A>> {
    return callEndpoint(this.#live(), this.#token, endpoint, parts);
  }

  async #upload(fileName: string, content: string): Promise<string> {
    const form = new FormData();
    form.set('file', new Blob([content]), fileName);
    const response = await fetch(`${this.#live()}${contract.uploadFile.path}`, { method: 'POST', headers: { authorization: `Bearer ${this.#token}` }, body: form });
    return uploaded.parse(await response.json()).data.id;
  }

  /** Deletes a document; one that is gone was deleted before a kill took the acknowledgement away. */
  async #delete(documentId: string): Promise<void> {
    try {
      await this.call(contract.deleteDocument, { params: { document_id: documentId } });
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 404) throw error;
    }
  }

  /** Throws `TypeError`, as `fetch` does, where no server lives. */
  #live(): string {
    const address = this.#address();
    if (!address) throw new TypeError('No server lives.');
    return address;
  }
}

async function datasetsOn(address: string, token: string): Promise<Datasets> {
  const { personal_workspace_id: workspace_id } = await callEndpoint(address, token, contract.getProfile);
  const create = async (format: 'text' | 'table') =>
    (await callEndpoint(address, token, contract.createDataset, { body: { workspace_id, name: format, format, embedding_model_id: '' } })).id;
  return { text: await create('text'), table: await create('table') };
}

function kindOf(kind: number) {
  const found = MIXED_DOCUMENTS[kind];
  if (!found) throw new RangeError(`There is no kind ${kind} of documents.`);
  return found;
}

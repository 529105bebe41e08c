import * as contract from '@buckle/contract';
import { Refused } from '../call-endpoint.ts';
import type { Findings } from '../killable/kill-again-and-again.ts';
import type { AddedDocument, KnowledgeClient } from './knowledge-client.ts';
import { MIXED_DOCUMENTS, OWN_WORD } from './mixed-documents.ts';

type Complain = (what: string) => void;

/** Compares every document with one of the same content that nobody disturbed, in the documents and in the search index. */
export async function verifyDocuments(client: KnowledgeClient, added: readonly AddedDocument[]): Promise<Findings> {
  const undisturbed = await client.undisturbed();
  const broken: string[] = [];
  const expected = { text: 0, table: 0 };
  for (const document of added) {
    const { number, kind, fate } = document;
    const { format = 'text' } = MIXED_DOCUMENTS[kind] ?? {};
    const complain: Complain = (what) => broken.push(`document ${number} (${MIXED_DOCUMENTS[kind]?.fileName}, which ${fate}): ${what}`);
    if (fate.includes('deleted')) await verifyGone(client, document, format, complain);
    else expected[format] += await verifyWhole(client, undisturbed, document, format, complain);
  }
  for (const format of ['text', 'table'] as const) {
    const indexed = await client.indexed(client.datasets[format], expected[format]);
    if (indexed !== expected[format]) broken.push(`the index of the format ${format} holds ${indexed} passages instead of ${expected[format]}`);
  }
  return { acknowledged: added.length, broken };
}

/** Returns how many passages there should be. */
async function verifyWhole(client: KnowledgeClient, undisturbed: KnowledgeClient, document: AddedDocument, format: 'text' | 'table', complain: Complain): Promise<number> {
  const { number, kind, fate, documentId } = document;
  const same = await undisturbed.ended(await undisturbed.add(number, kind, fate === 'is cut otherwise' ? 1 : 0));
  if (same.state !== 'ready') throw new Error(`A document that nobody disturbed is ${same.state}: ${same.reason}`);
  const expected = (await undisturbed.passages(same.id)).map(({ content }) => content);

  const { state, reason, passages, searchable } = await client.ended(documentId);
  if (state !== 'ready' || !searchable) complain(`it is ${state}: ${reason ?? 'without a reason'}`);
  if (passages !== expected.length) complain(`it says that it has ${passages} passages instead of ${expected.length}`);
  const found = await client.passages(documentId);
  if (JSON.stringify(found.map(({ content }) => content)) !== JSON.stringify(expected)) complain(`its ${found.length} passages are not the ${expected.length} that an undisturbed reading gives`);
  const words = Map.groupBy(found.flatMap(({ id, content }) => [...content.matchAll(OWN_WORD)].map(([word]) => ({ word, id }))), ({ id }) => id);
  for (const [id, [own]] of words) {
    const query = own?.word ?? '';
    const hits = await hitsOf(client, format, query);
    if (!hits.some((hit) => hit.passage_id === id)) complain(`its passage ${id} is not found by its word ${query}`);
    if (hits.some((hit) => hit.document_id !== documentId)) complain(`its word ${query} finds another document`);
  }
  if (words.size < expected.length / 2) complain(`only ${words.size} of its passages have a word of their own`);
  return expected.length;
}

async function verifyGone(client: KnowledgeClient, { number, kind, documentId }: AddedDocument, format: 'text' | 'table', complain: Complain): Promise<void> {
  try {
    const { state } = await client.call(contract.getDocument, { params: { document_id: documentId } });
    complain(`it is there, ${state}`);
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== 404) throw error;
  }
  const [[word] = ['']] = [...(MIXED_DOCUMENTS[kind]?.content(number, 1) ?? '').matchAll(OWN_WORD)];
  if ((await hitsOf(client, format, word)).length > 0) complain(`its word ${word} is found`);
}

async function hitsOf(client: KnowledgeClient, format: 'text' | 'table', query: string) {
  return (await client.call(contract.searchKnowledge, { body: { dataset_ids: [client.datasets[format]], query, mode: 'keyword', top_k: 5 } })).items;
}

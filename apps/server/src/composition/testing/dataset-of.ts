import * as contract from '@buckle/contract';
import { expect, vi } from 'vitest';
import { z } from 'zod';
import type { TestServer } from './started-server.ts';

/** The id of a new data set of texts, each of them a document of its own that can be searched by its words. */
export async function datasetOf(server: TestServer, texts: readonly string[], name = 'facts.md'): Promise<string> {
  const { id: dataset_id } = await server.call(contract.createDataset, { body: { workspace_id: server.workspaceId, name: 'Facts', embedding_model_id: '' } });
  for (const text of texts) {
    const { id } = await server.call(contract.addDocument, { params: { dataset_id }, body: { name, source: { type: 'text', text } } });
    expectReady(await endedDocument(server, id));
  }
  return dataset_id;
}

/** A document, once its newest reading has ended. */
export function endedDocument(server: TestServer, document_id: string): Promise<contract.KnowledgeDocument> {
  return vi.waitFor(async () => {
    const document = await server.call(contract.getDocument, { params: { document_id } });
    expect(['ready', 'failed', 'canceled']).toContain(document.state);
    return document;
  }, { timeout: 15_000, interval: 30 });
}

const modelCall = z.object({ messages: z.array(z.object({ role: z.string(), content: z.string().nullable() })) });

/** The system message of the model's last call. */
export function toldToModel(server: TestServer): string {
  const { messages } = modelCall.parse(server.model.calls.at(-1)?.body);
  return messages.find(({ role }) => role === 'system')?.content ?? '';
}

function expectReady({ state, reason }: { readonly state: string; readonly reason?: string | undefined }): void {
  if (state !== 'ready') throw new Error(`The document is ${state}: ${reason ?? ''}`);
}

import { DocumentMissing, type Read, RevisionConflict } from '#data/documents/port.ts';
import type { ReadingContext } from '../context.ts';
import { type DatasetDocument, type KnowledgeDocument, modelOfIndex, modelOfPassages, type PassageDocument } from '../knowledge-documents.ts';
import type { ModelsOfKnowledge } from '../models-of-knowledge.ts';
import { embedPassages } from '../retrieval/embed.ts';
import { embeddedText } from './index-passages.ts';

/** What vectors are made and stored with. */
export type VectorContext = Pick<ReadingContext, 'stored'> & ModelsOfKnowledge;

/**
 * The vectors that passages of a document have in an index of its data set. Those that another model made, or none, are made and
 * stored anew; not so for an index that another is about to replace, where such a passage is found by its words alone.
 *
 * @throws ModelError, and what `embedPassages` throws
 */
export async function vectorsIn(
  context: VectorContext,
  dataset: DatasetDocument,
  index: string,
  document: KnowledgeDocument,
  passages: readonly Read<PassageDocument>[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Float32Array>> {
  const modelId = modelOfIndex(dataset, index);
  if (modelId === undefined) return new Map();
  const known = passages.flatMap(({ id, vector, embeddedBy }) => (vector === undefined || embeddedBy !== modelId ? [] : [[id, vectorFrom(vector)] as const]));
  const found = new Map(known);
  const missing = modelId === modelOfPassages(dataset) ? passages.filter(({ id }) => !found.has(id)) : [];
  const made = await embedPassages(context, document.workspaceId, modelId, missing.map((passage) => embeddedText(document, passage)), signal);
  await context.documents.inOrder(missing.flatMap((passage, at) => {
    const vector = made?.[at];
    if (vector === undefined) return [];
    found.set(passage.id, vector);
    return [() => store(context, passage, storedVector(vector), modelId)];
  }));
  return found;
}

/** Stores a vector with its passage; one that was changed meanwhile has got its own. */
async function store({ stored }: VectorContext, { id, workspaceId, revision }: Read<PassageDocument>, vector: string, embeddedBy: string): Promise<void> {
  try {
    await stored.passages.update(id, { set: { workspaceId, vector, embeddedBy } }, { revision });
  } catch (error) {
    if (!(error instanceof DocumentMissing) && !(error instanceof RevisionConflict)) throw error;
  }
}

/** A vector as it is stored with a passage. */
export function storedVector(vector: Float32Array): string {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64');
}

function vectorFrom(stored: string): Float32Array {
  const bytes = Uint8Array.from(Buffer.from(stored, 'base64'));
  return new Float32Array(bytes.buffer);
}

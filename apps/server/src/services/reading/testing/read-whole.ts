import { textRules, type TextRulesInput } from '@buckle/contract';
import { defaultReadingLimits, type ReadingLimits } from '../limits.ts';
import type { ReadParent, ReadPassage } from '../passage.ts';
import { readDocument } from '../read-document.ts';

/** All that a document was read into. */
export interface WholeDocument {
  readonly passages: readonly ReadPassage[];
  readonly parents: readonly ReadParent[];
}

/** Reads a document in this thread, its bytes in parts of `part` bytes. */
export async function readWhole(fileName: string, content: string | Uint8Array, rules: TextRulesInput = { mode: 'automatic' }, options: { readonly part?: number; readonly limits?: Partial<ReadingLimits> } = {}): Promise<WholeDocument> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const passages: ReadPassage[] = [];
  const parents: ReadParent[] = [];
  const source = { chunks: inParts(bytes, options.part ?? 64 * 1024), fileName, size: bytes.length };
  for await (const batch of readDocument(source, textRules.parse(rules), { ...defaultReadingLimits, ...options.limits })) {
    passages.push(...batch.passages);
    parents.push(...batch.parents);
  }
  return { passages, parents };
}

/** The contents of a document's passages. */
export async function contentsOf(...whole: Parameters<typeof readWhole>): Promise<readonly string[]> {
  const { passages } = await readWhole(...whole);
  return passages.map(({ content }) => content);
}

/** Bytes as a stream of parts. */
export async function* inParts(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array, void, undefined> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

import { hashedVector, sharedWords } from './hashed-words.ts';

/** What the scripted model answers to a body of `/embeddings` or `/rerank`. It counts a token for every character. A model called `….-64` has vectors of 64 dimensions. */
export function encodeTextAnswer(given: Record<string, unknown>): object {
  if (typeof given['query'] === 'string') return rankingOf(given['query'], textsIn(given['documents']), Number(given['top_n']));
  const texts = textsIn(given['input']);
  const tokens = texts.reduce((sum, { length }) => sum + length, 0);
  const dimension = /-(\d+)$/.exec(String(given['model']))?.[1];
  const data = texts.map((text, index) => ({ object: 'embedding', index, embedding: encodeVector(hashedVector(text, dimension === undefined ? undefined : Number(dimension)), given['encoding_format'] === 'base64') }));
  return { object: 'list', model: given['model'], data, usage: { prompt_tokens: tokens, total_tokens: tokens } };
}

function rankingOf(query: string, passages: readonly string[], limit: number): object {
  const scored = passages.map((passage, index) => ({ index, relevance_score: sharedWords(query, passage) }));
  const results = scored.toSorted((one, other) => other.relevance_score - one.relevance_score).slice(0, limit);
  return { results, usage: { total_tokens: passages.reduce((sum, { length }) => sum + query.length + length, 0) } };
}

function encodeVector(vector: Float32Array, base64: boolean): string | number[] {
  return base64 ? Buffer.from(vector.buffer).toString('base64') : [...vector];
}

function textsIn(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).map(String);
}

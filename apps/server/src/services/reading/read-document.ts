import type { TextRules } from '@buckle/contract';
import { Batches } from './batches.ts';
import type { ReadingLimits } from './limits.ts';
import { chooseParser } from './parsers/choose-parser.ts';
import type { ReadBatch } from './passage.ts';
import { fileKindOf, SNIFFED_BYTES } from './source/file-kind.ts';
import { createSplitter } from './splitting/create-splitter.ts';
import { type Unreadable, unreadable } from './unreadable.ts';

/** A source as it comes into the thread that reads it. */
export interface IncomingSource {
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly fileName: string;
  /** In bytes, where it is known. */
  readonly size?: number | undefined;
}

/**
 * Reads a source into passages, in the thread that calls. A batch without passages is a sign of life.
 *
 * @throws Unreadable
 */
export async function* readDocument(source: IncomingSource, rules: TextRules, limits: ReadingLimits): AsyncGenerator<ReadBatch, void, undefined> {
  const counted = new CountedChunks(source.chunks);
  const head = await counted.peek(SNIFFED_BYTES);
  if (head.length === 0) throw unreadable('file_empty', {});
  const kind = await fileKindOf(head, source.fileName);
  const parse = await chooseParser(kind, rules);

  let progress: number | undefined;
  const batches = new Batches();
  const splitter = createSplitter(rules, batches);
  const take = (): ReadBatch => batches.take(Math.min(1, progress ?? (source.size ? counted.bytes / source.size : 0)));
  const parserSource = { chunks: counted, limits, rows: rules.mode === 'rows' ? rules : undefined, progress: (now: number) => (progress = now) };
  for await (const blocks of parse(parserSource)) {
    for (const block of blocks) {
      splitter.add(block);
      while (batches.isFull) yield take();
    }
    if (batches.isEmpty) yield take();
  }
  splitter.end();
  if (batches.count === 0) throw nothingIn(rules);
  while (batches.isFull) yield take();
  progress = 1;
  yield take();
}

function nothingIn(rules: TextRules): Unreadable {
  return unreadable(rules.mode === 'rows' ? 'table_without_rows' : 'file_without_text', {});
}

/** Counts the bytes that were taken, and lets the first be looked at. */
class CountedChunks implements AsyncIterable<Uint8Array> {
  bytes = 0;
  readonly #chunks: AsyncIterator<Uint8Array>;
  #peeked: Uint8Array | undefined;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** At least the first `length` bytes, where there are as many. They are given again as the first chunk. */
  async peek(length: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    let size = 0;
    while (size < length) {
      const next = await this.#chunks.next();
      if (next.done) break;
      parts.push(next.value);
      size += next.value.length;
    }
    this.#peeked = parts.length === 1 ? parts[0] : Buffer.concat(parts);
    return this.#peeked ?? new Uint8Array(0);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    const first = this.#peeked;
    this.#peeked = undefined;
    if (first && first.length > 0) {
      this.bytes += first.length;
      yield first;
    }
    for (let next = await this.#chunks.next(); !next.done; next = await this.#chunks.next()) {
      this.bytes += next.value.length;
      yield next.value;
    }
  }
}

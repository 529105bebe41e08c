import { setTimeout as wait } from 'node:timers/promises';
import { textRules } from '@buckle/contract';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ReadBatch } from './passage.ts';
import { openReader, type Reader, type ReaderOptions } from './reader.ts';
import { inParts } from './testing/read-whole.ts';

const AUTOMATIC = textRules.parse({ mode: 'automatic' });
const SENTENCE = '机器学习是人工智能的一个分支，它研究计算机怎样模拟人类的学习行为。\n';

const readers: Reader[] = [];
afterEach(async () => {
  await Promise.all(readers.splice(0).map((reader) => reader.close()));
});

function open(options?: ReaderOptions): Reader {
  const reader = openReader(options);
  readers.push(reader);
  return reader;
}

async function readAll(reader: Reader, fileName: string, body: AsyncIterable<Uint8Array>, size?: number, signal = new AbortController().signal): Promise<ReadBatch[]> {
  const batches: ReadBatch[] = [];
  for await (const batch of reader.read({ body, fileName, ...(size !== undefined && { size }) }, AUTOMATIC, { signal })) batches.push(batch);
  return batches;
}

async function* endless(seen: { count: number }): AsyncGenerator<Uint8Array, void, undefined> {
  const part = Buffer.from(SENTENCE.repeat(500));
  for (;;) {
    seen.count += 1;
    yield part;
  }
}

describe('a reader', () => {
  it('reads a source in a thread, in batches, and says how far it is', async () => {
    const bytes = Buffer.from(SENTENCE.repeat(20_000));
    const batches = await readAll(open(), 'a.txt', inParts(bytes, 64 * 1024), bytes.length);
    expect(batches.length).toBeGreaterThan(5);
    const text = batches.flatMap(({ passages }) => passages.map(({ content }) => content)).join('\n');
    expect(text).toBe(SENTENCE.repeat(20_000).trim());
    expect(batches.at(-1)?.done).toBe(1);
    expect(batches.map(({ done }) => done)).toEqual(batches.map(({ done }) => done).toSorted((one, other) => one - other));
    for (const { passages } of batches) expect(passages.length).toBeLessThanOrEqual(200);
  });

  it('reads one after another in the same thread, and several at once', async () => {
    const reader = open({ most: 2 });
    const texts = Array.from({ length: 5 }, (_, index) => `Document ${index}.`);
    const read = await Promise.all(texts.map((text) => readAll(reader, 'a.txt', inParts(Buffer.from(text), 5))));
    expect(read.map((batches) => batches.flatMap(({ passages }) => passages.map(({ content }) => content)))).toEqual(texts.map((text) => [text]));
  });

  it('waits while nobody takes what it read', async () => {
    const seen = { count: 0 };
    const reading = open().read({ body: endless(seen), fileName: 'a.txt' }, AUTOMATIC, { signal: new AbortController().signal })[Symbol.asyncIterator]();
    await reading.next();
    // Long enough for hundreds of parts, if it did not wait.
    await wait(300);
    const { count } = seen;
    expect(count).toBeLessThan(30);
    await reading.return?.();
  });

  it('ends within a second when it is aborted, and reads the next source', async () => {
    const reader = open({ most: 1 });
    const controller = new AbortController();
    const reading = (async () => {
      for await (const batch of reader.read({ body: endless({ count: 0 }), fileName: 'a.txt' }, AUTOMATIC, { signal: controller.signal })) {
        if (batch.characters > 100_000) controller.abort(new Error('No longer wanted.'));
      }
    })();
    await expect(reading).rejects.toThrow('No longer wanted.');
    const start = performance.now();
    expect(await readAll(reader, 'a.txt', inParts(Buffer.from('Next.'), 5))).toMatchObject([{ passages: [{ content: 'Next.' }] }]);
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it('ends also while the source gives nothing', async () => {
    const controller = new AbortController();
    const silent = async function* (): AsyncGenerator<Uint8Array, void, undefined> {
      yield Buffer.from('text');
      controller.abort(new Error('No longer wanted.'));
      await new Promise(() => undefined);
    };
    await expect(readAll(open(), 'a.txt', silent(), undefined, controller.signal)).rejects.toThrow('No longer wanted.');
  });

  it('passes on what the source throws', async () => {
    const broken = async function* (): AsyncGenerator<Uint8Array, void, undefined> {
      yield Buffer.from('text');
      throw new Error('The disk is gone.');
    };
    await expect(readAll(open(), 'a.txt', broken())).rejects.toThrow('The disk is gone.');
  });

  it('closes the source whose reading ends early', async () => {
    let isClosed = false;
    const body = async function* (): AsyncGenerator<Uint8Array, void, undefined> {
      try {
        yield* endless({ count: 0 });
      } finally {
        isClosed = true;
      }
    };
    for await (const _ of open().read({ body: body(), fileName: 'a.txt' }, AUTOMATIC, { signal: new AbortController().signal })) break;
    await vi.waitFor(() => expect(isClosed).toBe(true));
  });

  it('shows the beginning of a source while all places are taken by long readings', async () => {
    const reader = open({ most: 1 });
    const long = reader.read({ body: endless({ count: 0 }), fileName: 'a.txt' }, AUTOMATIC, { signal: new AbortController().signal })[Symbol.asyncIterator]();
    await long.next();
    const shown = await reader.preview({ body: endless({ count: 0 }), fileName: 'b.txt' }, AUTOMATIC);
    expect(shown?.passages.length).toBeGreaterThan(50);
    await long.return?.();
  });

  it('says so where the beginning cannot be read in time, in a place or in the line', async () => {
    const reader = open({ limits: { previewTime: 300 } });
    const silent = async function* (): AsyncGenerator<Uint8Array, void, undefined> {
      yield Buffer.from('text');
      await new Promise(() => undefined);
    };
    const looks = Array.from({ length: 3 }, () => expect(reader.preview({ body: silent(), fileName: 'a.txt' }, AUTOMATIC)).rejects.toMatchObject({ status: 503, message: expect.stringContaining('try again') as string }));
    await Promise.all(looks);
  });

  it('says why a source cannot be read', async () => {
    const reader = open();
    await expect(readAll(reader, 'a.txt', inParts(new Uint8Array(0), 1))).rejects.toMatchObject({ name: 'Unreadable', reason: { code: 'file_empty' } });
    await expect(readAll(reader, 'a.txt', inParts(Buffer.from(' \n\n '), 1))).rejects.toMatchObject({ reason: { code: 'file_without_text' } });
    await expect(readAll(reader, 'a.doc', inParts(Buffer.from('d0cf11e0a1b11ae1', 'hex'), 8))).rejects.toMatchObject({ reason: { code: 'old_office' }, message: expect.stringContaining('docx') });
    await expect(readAll(reader, 'a.txt', inParts(Buffer.from('526172211a0700aabbcc', 'hex'), 8))).rejects.toMatchObject({ reason: { code: 'archive_not_read', parameters: { type: 'rar' } } });
  });
});

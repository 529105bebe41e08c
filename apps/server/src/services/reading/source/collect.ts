import { Unreadable } from '../unreadable.ts';

/**
 * All bytes of a source that can only be read as a whole.
 *
 * @throws Unreadable `too_large` beyond `most` bytes
 */
export async function collect(chunks: AsyncIterable<Uint8Array>, most: number): Promise<Buffer<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > most) throw new Unreadable('too_large', `The file has more than ${Math.floor(most / 1024 / 1024)} MB, which is the most for its type. Split it into several files, or save it as text.`);
    parts.push(chunk);
  }
  return Buffer.concat(parts, size);
}

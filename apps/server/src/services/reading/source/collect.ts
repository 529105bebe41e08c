import { unreadable } from '../unreadable.ts';

/**
 * All bytes of a source that can only be read as a whole.
 *
 * @throws Unreadable beyond `most` bytes
 */
export async function collect(chunks: AsyncIterable<Uint8Array>, most: number): Promise<Buffer<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > most) throw unreadable('file_too_large', { megabytes: Math.floor(most / 1024 / 1024) });
    parts.push(chunk);
  }
  return Buffer.concat(parts, size);
}

import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type ByteRange, type FileInfo, FileMissing, type Files } from '../port.ts';

/** A stand-in for files, for tests that look at what is done with them: no adapter, it believes that keys and ranges are right. */
export class MemoryFiles implements Files {
  readonly #objects = new Map<string, Buffer>();

  async put(key: string, body: AsyncIterable<Uint8Array>): Promise<FileInfo> {
    this.#objects.set(key, await buffer(body));
    return this.info(key);
  }

  async get(key: string, { start, end }: ByteRange = { start: 0 }): Promise<Readable> {
    return Readable.from([this.#object(key).subarray(start, end === undefined ? undefined : end + 1)]);
  }

  async info(key: string): Promise<FileInfo> {
    return { key, size: this.#object(key).length, modifiedAt: 0 };
  }

  async delete(key: string): Promise<boolean> {
    return this.#objects.delete(key);
  }

  async list(prefix: string, { limit, after = '' }: { readonly limit: number; readonly after?: string }): Promise<FileInfo[]> {
    const keys = [...this.#objects.keys()].filter((key) => key.startsWith(prefix) && key > after).toSorted();
    return Promise.all(keys.slice(0, limit).map((key) => this.info(key)));
  }

  async close(): Promise<void> {}

  #object(key: string): Buffer {
    const object = this.#objects.get(key);
    if (object === undefined) throw new FileMissing(key);
    return object;
  }
}

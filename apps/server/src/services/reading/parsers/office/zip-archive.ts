import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import type { ReadingLimits } from '../../limits.ts';
import { Unreadable, unreadable } from '../../unreadable.ts';

/** What unpacks to this many times its size, and to so many bytes, is no document. */
const HIGHEST_RATIO = 250;
const SUSPICIOUS_BYTES = 32 * 1024 * 1024;

/** The files in a zip, held in memory and unpacked as streams. */
export class ZipArchive {
  readonly #zip: ZipFile;
  readonly #entries: ReadonlyMap<string, Entry>;
  readonly #limits: ReadingLimits;
  /** What was unpacked so far. */
  #unpacked = 0;

  private constructor(zip: ZipFile, entries: ReadonlyMap<string, Entry>, limits: ReadingLimits) {
    this.#zip = zip;
    this.#entries = entries;
    this.#limits = limits;
  }

  /** @throws Unreadable it is cut off, protected, or has too many entries */
  static async open(bytes: Buffer, limits: ReadingLimits): Promise<ZipArchive> {
    try {
      const zip = await fromBufferPromise(bytes, { lazyEntries: true, strictFileNames: false });
      if (zip.entryCount > limits.entries) throw unreadable('package_of_too_many', { files: zip.entryCount, allowed: limits.entries });
      const entries = new Map<string, Entry>();
      for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
      return new ZipArchive(zip, entries, limits);
    } catch (error) {
      throw asUnreadable(error);
    }
  }

  get names(): readonly string[] {
    return [...this.#entries.keys()];
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /** How many bytes a file unpacks to, as the archive says. */
  sizeOf(name: string): number {
    return this.#entries.get(name)?.uncompressedSize ?? 0;
  }

  /**
   * The unpacked bytes of a file; none where there is no such file.
   *
   * @throws Unreadable it is damaged, protected, or unpacks to too much
   */
  async *read(name: string): AsyncGenerator<Uint8Array, void, undefined> {
    const entry = this.#entries.get(name);
    if (!entry) return;
    this.#check(entry);
    try {
      const stream = await this.#zip.openReadStreamPromise(entry);
      for await (const chunk of stream as AsyncIterable<Buffer>) yield chunk;
    } catch (error) {
      throw asUnreadable(error);
    }
  }

  /** All text of a file that is small by nature. */
  async text(name: string): Promise<string> {
    const parts: Uint8Array[] = [];
    for await (const part of this.read(name)) parts.push(part);
    return Buffer.concat(parts).toString('utf8');
  }

  /** The sizes that the archive says are those that unpacking is held to: what is longer is an error there. */
  #check(entry: Entry): void {
    const { uncompressedSize: size, compressedSize } = entry;
    if (entry.isEncrypted()) throw unreadable('protected', {});
    this.#unpacked += size;
    const isBomb = size > SUSPICIOUS_BYTES && size > compressedSize * HIGHEST_RATIO;
    if (!isBomb && this.#unpacked <= this.#limits.unpackedBytes) return;
    throw unreadable('package_too_large', { megabytes: Math.floor((isBomb ? size : this.#limits.unpackedBytes) / 1024 / 1024) });
  }
}

/** What goes wrong in a zip is the file's fault, and not ours. */
function asUnreadable(error: unknown): Unreadable {
  if (error instanceof Unreadable) return error;
  return unreadable('package_damaged', {}, { cause: error });
}

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { RemovalWatch } from '#data/documents/remove-all.ts';
import type { ByteRange, Files } from '#data/files/port.ts';
import type { Keyring } from './keyring.ts';
import { deriveKey, SealBroken } from './seal.ts';

/**
 * Files sealed in chunks that are each authenticated, so that a part can be read without the rest.
 * Every file has a random key of its own, sealed under its scope's data key in the header. A chunk's
 * nonce is its number and whether it is the last (the STREAM construction of Hoang, Reyhanitabar,
 * Rogaway and Vizár, 2015), so chunks cannot be cut off, swapped or added.
 *
 *     4 bytes  length of the sealed file key
 *     n bytes  the sealed file key
 *     then chunks: 65,536 bytes of ciphertext (the last one fewer) and a tag of 16 bytes
 */
const CHUNK_BYTES = 64 * 1024;
const TAG_BYTES = 16;
const SEALED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES;
const LENGTH_BYTES = 4;
const NONCE_BYTES = 12;
const FILE_KEY_BYTES = 32;
const HEADER_BYTES_AT_MOST = 1024;
const DELETED_AT_ONCE = 200;

/** What was stored: the key that finds it, and its plain size in bytes. */
export interface SealedFile {
  readonly key: string;
  readonly size: number;
}

/** The files of an installation, encrypted at rest. */
export class SealedFiles {
  readonly #files: Files;
  readonly #keyring: Keyring;

  constructor(files: Files, keyring: Keyring) {
    this.#files = files;
    this.#keyring = keyring;
  }

  /** Stores a file, sealed under the scope's key; durable when it resolves. What `body` throws is thrown. */
  async put(scope: string, key: string, body: AsyncIterable<Uint8Array>): Promise<SealedFile> {
    const keys = await this.#keyring.keys(scope);
    const secret = randomBytes(FILE_KEY_BYTES);
    const sealedSecret = keys.seal(secret, placeOf(key));
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt32BE(sealedSecret.length);
    const counted = { size: 0 };
    await this.#files.put(key, sealedBody([length, sealedSecret], chunkKey(secret), body, counted));
    return { key, size: counted.size };
  }

  /**
   * Streams a file, or the part of it in `range`; `size` is its plain size. Throws `FileMissing`,
   * `SealBroken`, and a `RangeError` where the range begins behind the last byte or ends before it
   * begins; one that ends later is cut.
   */
  async get(scope: string, file: SealedFile, range: ByteRange = { start: 0 }): Promise<Readable> {
    const { start } = range;
    const end = Math.min((range.end ?? file.size) + 1, file.size);
    if (start < 0 || (end <= start && file.size > 0)) throw new RangeError(`${file.key} has no bytes ${start} to ${range.end ?? ''}.`);
    const { secret, headerBytes } = await this.#header(scope, file.key);
    const part: FilePart = {
      firstChunk: Math.floor(start / CHUNK_BYTES),
      finalChunk: chunkOf(file.size - 1),
      skip: start % CHUNK_BYTES,
      take: end - start,
    };
    const sealedRange = {
      start: headerBytes + part.firstChunk * SEALED_CHUNK_BYTES,
      end: headerBytes + (chunkOf(end - 1) + 1) * SEALED_CHUNK_BYTES - 1,
    };
    // Opened when it is read: a stream that nobody reads holds nothing.
    const sealed = () => this.#files.get(file.key, sealedRange).catch(shortened);
    return Readable.from(openedBody(sealed, chunkKey(secret), part), { objectMode: false });
  }

  /** Removes a file; says whether there was one. */
  delete(key: string): Promise<boolean> {
    return this.#files.delete(key);
  }

  /** Removes all files whose key begins with `prefix`, page by page. */
  async deleteAll(prefix: string, { signal, onRemoved }: RemovalWatch = {}): Promise<void> {
    for (;;) {
      signal?.throwIfAborted();
      const found = await this.#files.list(prefix, { limit: DELETED_AT_ONCE });
      for (const { key } of found) await this.#files.delete(key);
      if (found.length > 0) await onRemoved?.(found.length);
      if (found.length < DELETED_AT_ONCE) return;
    }
  }

  async #header(scope: string, key: string): Promise<{ secret: Buffer; headerBytes: number }> {
    const head = await buffer(await this.#files.get(key, { start: 0, end: HEADER_BYTES_AT_MOST - 1 }));
    if (head.length < LENGTH_BYTES) throw new SealBroken('the file has no header');
    const headerBytes = LENGTH_BYTES + head.readUInt32BE(0);
    if (headerBytes > head.length) throw new SealBroken('the header of the file is damaged');
    const secret = await this.#keyring.open(scope, head.subarray(LENGTH_BYTES, headerBytes), placeOf(key));
    return { secret, headerBytes };
  }
}

async function* sealedBody(
  header: readonly Buffer[],
  key: Buffer,
  body: AsyncIterable<Uint8Array>,
  counted: { size: number },
): AsyncGenerator<Buffer> {
  yield Buffer.concat(header);
  let number = 0;
  let pending = Buffer.alloc(0);
  for await (const piece of body) {
    counted.size += piece.length;
    pending = Buffer.concat([pending, piece]);
    // The last chunk is known to be the last only at the end, so a full one is held back.
    while (pending.length > CHUNK_BYTES) {
      yield sealChunk(key, number++, false, pending.subarray(0, CHUNK_BYTES));
      pending = pending.subarray(CHUNK_BYTES);
    }
  }
  yield sealChunk(key, number, true, pending);
}

/** Which bytes of a file to open. */
interface FilePart {
  readonly firstChunk: number;
  /** The number of the chunk that ends the file. */
  readonly finalChunk: number;
  /** Bytes to pass over in the first chunk, and to give in all. */
  readonly skip: number;
  readonly take: number;
}

async function* openedBody(open: () => Promise<Readable>, key: Buffer, part: FilePart): AsyncGenerator<Buffer> {
  let { skip, take } = part;
  let number = part.firstChunk;
  const opened = (chunk: Buffer): Buffer => {
    const plain = openChunk(key, number, number === part.finalChunk, chunk).subarray(skip, skip + take);
    number += 1;
    skip = 0;
    take -= plain.length;
    return plain;
  };
  // Filled again and again: what is opened is a copy.
  const sealed = Buffer.allocUnsafe(SEALED_CHUNK_BYTES);
  let filled = 0;
  for await (const piece of (await open()) as AsyncIterable<Buffer>) {
    for (let at = 0; at < piece.length; ) {
      const copied = piece.copy(sealed, filled, at);
      at += copied;
      filled += copied;
      if (filled < SEALED_CHUNK_BYTES) continue;
      filled = 0;
      yield opened(sealed);
    }
  }
  if (filled > 0) yield opened(sealed.subarray(0, filled));
  if (take > 0) shortened();
}

/** Says that bytes are missing, where a read failed for that. */
function shortened(error?: Error): never {
  if (error !== undefined && !(error instanceof RangeError)) throw error;
  throw new SealBroken('the file is shorter than it was stored', { cause: error });
}

/** The number of the chunk that holds a byte; the first is there in an empty file too. */
function chunkOf(byte: number): number {
  return Math.floor(Math.max(byte, 0) / CHUNK_BYTES);
}

/** Names a file so that nothing else that a scope seals has the same place. */
function placeOf(key: string): string {
  return `file:${key}`;
}

function chunkKey(secret: Buffer): Buffer {
  return deriveKey(secret, Buffer.alloc(0), 'buckle file');
}

function chunkNonce(number: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(NONCE_BYTES);
  nonce.writeUIntBE(number, 5, 6);
  nonce.writeUInt8(last ? 1 : 0, NONCE_BYTES - 1);
  return nonce;
}

function sealChunk(key: Buffer, number: number, last: boolean, plain: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, chunkNonce(number, last));
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function openChunk(key: Buffer, number: number, last: boolean, chunk: Buffer): Buffer {
  if (chunk.length < TAG_BYTES) throw new SealBroken('a chunk of the file is cut off');
  const decipher = createDecipheriv('aes-256-gcm', key, chunkNonce(number, last));
  decipher.setAuthTag(chunk.subarray(-TAG_BYTES));
  try {
    const plain = decipher.update(chunk.subarray(0, -TAG_BYTES));
    // It is all there already: this only checks the tag.
    decipher.final();
    return plain;
  } catch (error) {
    throw new SealBroken('the file was changed', { cause: error });
  }
}

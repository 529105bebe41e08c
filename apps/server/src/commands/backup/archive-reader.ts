import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { isCode } from '#data/files/folder/durable.ts';
import {
  BackupRefused, CHECKSUMS, checksumLine, DOCUMENTS, FILES, FORMAT, type Manifest, MANIFEST, manifest, MANIFEST_BYTES, MANIFEST_CHECKSUM,
} from './format.ts';
import { BLOCK_BYTES, END_BYTES, paddingOf, parseTarHeader, readTarHeader, tarHeader, type TarMember } from './tar.ts';

const PIECE_BYTES = 1024 * 1024;
/** A stored object's path below `files/`, as the files port names them: it leads nowhere else. */
const FILE_PATH = /^(?:(?!\.\.?\/)[a-z0-9._^-]+\/)*[a-z0-9._^-]+@$/;

/** What reading a backup may do on the way. */
export interface ReadOptions {
  readonly signal?: AbortSignal;
  /** Told how many bytes are read. */
  readonly onProgress?: (bytes: number) => void;
  /** Given each file and the documents, before it is known whether they are whole. */
  readonly onMember?: (name: string, body: AsyncIterable<Buffer>) => Promise<void>;
}

/** Reads a backup to its last byte and checks every one. Throws `BackupRefused` where one is wrong. */
export async function readArchive(path: string, options: ReadOptions = {}): Promise<Manifest> {
  const bytes = new ByteReader(path, options);
  try {
    return await new ArchiveReader(bytes, path, options).read();
  } catch (error) {
    if (!(error instanceof Error && isCode(error, 'ENOENT', 'EISDIR', 'EACCES'))) throw error;
    throw new BackupRefused(`The backup cannot be read (${error.message}).`, { cause: error });
  } finally {
    bytes.close();
  }
}

class ArchiveReader {
  readonly #bytes: ByteReader;
  readonly #path: string;
  readonly #options: ReadOptions;

  constructor(bytes: ByteReader, path: string, options: ReadOptions) {
    this.#bytes = bytes;
    this.#path = path;
    this.#options = options;
  }

  async read(): Promise<Manifest> {
    const { content, startedAt } = await this.#readManifest();
    const checksums = createHash('sha256');
    let checksumsBytes = 0;
    const files = { count: 0, bytes: 0 };
    for (;;) {
      const { name, size } = await this.#header(startedAt);
      if (name === CHECKSUMS) {
        this.#expect(size === content.checksums.bytes && size === checksumsBytes, 'its list of checksums');
        const listed = await this.#body(name, size);
        const sha256 = checksums.digest('hex');
        this.#expect(listed === content.checksums.sha256 && listed === sha256, 'its list of checksums');
        break;
      }
      this.#expect(name === DOCUMENTS || isFileName(name), 'the name of a file in it');
      const sha256 = await this.#body(name, size, this.#options.onMember);
      const line = checksumLine(name, sha256);
      checksums.update(line);
      checksumsBytes += line.length;
      if (name === DOCUMENTS) {
        this.#expect(size === content.documents.bytes && sha256 === content.documents.sha256, DOCUMENTS);
      } else {
        files.count += 1;
        files.bytes += size;
      }
    }
    this.#expect(files.count === content.files.count && files.bytes === content.files.bytes, 'the number of its files');
    this.#expect((await this.#bytes.take(END_BYTES)).every((byte) => byte === 0) && (await this.#bytes.isAtEnd()), 'its end');
    return content;
  }

  async #readManifest(): Promise<{ content: Manifest; startedAt: number }> {
    const header = await this.#bytes.take(BLOCK_BYTES);
    const { name, size } = parseTarHeader(header);
    if (name !== MANIFEST || size !== MANIFEST_BYTES) throw new BackupRefused(`${this.#path} is no backup of Buckle.`);
    const text = await this.#bytes.take(MANIFEST_BYTES);
    const sum = createHash('sha256').update(text).digest('hex');
    const content = this.#parseManifest(text.toString('latin1'));
    const startedAt = Date.parse(content.startedAt);
    const line = checksumLine(MANIFEST, sum);
    const second = { name: MANIFEST_CHECKSUM, size: line.length };
    const expected = Buffer.concat([tarHeader(second, startedAt), Buffer.from(line), Buffer.alloc(paddingOf(line.length))]);
    this.#expect(header.equals(tarHeader({ name, size }, startedAt)), MANIFEST);
    this.#expect((await this.#bytes.take(expected.length)).equals(expected), MANIFEST);
    return { content, startedAt };
  }

  #parseManifest(text: string): Manifest {
    const found = parseJson(text);
    const { format, version } = typeof found === 'object' && found !== null ? (found as { format?: unknown; version?: unknown }) : {};
    if (typeof format === 'number' && format > FORMAT) {
      throw new BackupRefused(`${this.#path} was made by a newer Buckle (${String(version)}): restore it with that one.`);
    }
    const parsed = manifest.safeParse(found);
    if (!parsed.success) return this.#refuse(MANIFEST);
    return parsed.data;
  }

  async #header(startedAt: number): Promise<TarMember> {
    const header = await this.#bytes.take(BLOCK_BYTES);
    return readTarHeader(header, startedAt) ?? this.#refuse('the name of a file in it');
  }

  /** Reads a member whole, and returns its checksum. */
  async #body(name: string, size: number, onMember?: ReadOptions['onMember']): Promise<string> {
    const hash = createHash('sha256');
    const pieces = this.#bytes.stream(size, (piece) => hash.update(piece));
    if (onMember) await onMember(name, pieces);
    else for await (const _ of pieces);
    this.#expect((await this.#bytes.take(paddingOf(size))).every((byte) => byte === 0), name);
    return hash.digest('hex');
  }

  #expect(holds: boolean, what: string): void {
    if (!holds) this.#refuse(what);
  }

  #refuse(what: string): never {
    throw new BackupRefused(`${this.#path} is damaged (${what} is not as it was written): take another backup.`);
  }
}

/** Whether a member is a stored object, at a path that leads to nowhere but below `files/`. */
function isFileName(name: string): boolean {
  return name.startsWith(FILES) && FILE_PATH.test(name.slice(FILES.length));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Which is no manifest either.
  }
}

/** Reads a file from its beginning, in pieces of the sizes that are asked for. */
class ByteReader {
  readonly #path: string;
  readonly #options: ReadOptions;
  readonly #stream;
  readonly #pieces: AsyncIterator<Buffer>;
  #pending: Buffer = Buffer.alloc(0);
  #read = 0;

  constructor(path: string, options: ReadOptions) {
    this.#path = path;
    this.#options = options;
    this.#stream = createReadStream(path, { highWaterMark: PIECE_BYTES });
    this.#pieces = this.#stream[Symbol.asyncIterator]();
  }

  /** Exactly so many bytes. Throws `BackupRefused` where the file ends before. */
  async take(count: number): Promise<Buffer> {
    const taken: Buffer[] = [];
    for await (const piece of this.stream(count, () => undefined)) taken.push(piece);
    return Buffer.concat(taken);
  }

  async *stream(count: number, onPiece: (piece: Buffer) => void): AsyncGenerator<Buffer> {
    for (let left = count; left > 0; ) {
      if (!(await this.#more())) throw new BackupRefused(`${this.#path} is damaged (it ends too early): take another backup.`);
      const piece = this.#pending.subarray(0, left);
      this.#pending = this.#pending.subarray(piece.length);
      left -= piece.length;
      this.#read += piece.length;
      onPiece(piece);
      yield piece;
    }
    this.#options.onProgress?.(this.#read);
  }

  async isAtEnd(): Promise<boolean> {
    return !(await this.#more());
  }

  close(): void {
    this.#stream.destroy();
  }

  /** Whether there are more bytes, of which some are then pending. */
  async #more(): Promise<boolean> {
    this.#options.signal?.throwIfAborted();
    if (this.#pending.length > 0) return true;
    const next = await this.#pieces.next();
    if (next.done) return false;
    this.#pending = next.value;
    return true;
  }
}

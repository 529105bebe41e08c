import { createHash } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isCode, syncFolder } from '#data/files/folder/durable.ts';
import { BackupRefused, CHECKSUMS, checksumLine, DOCUMENTS, FORMAT, MANIFEST, MANIFEST_BYTES, MANIFEST_CHECKSUM, manifestText } from './format.ts';
import { BLOCK_BYTES, END_BYTES, paddingOf, tarHeader } from './tar.ts';

const FIRST_MEMBERS_BYTES = BLOCK_BYTES + MANIFEST_BYTES + 2 * BLOCK_BYTES;

/** What is known of a backup only when its documents are copied. */
export interface ArchiveFacts {
  readonly version: string;
  /** Milliseconds since 1970, as for `ArchiveWriter.create`. */
  readonly takenAt: number;
  readonly masterKeys: readonly string[];
}

/** Writes a backup beside its place, where it is put when it is whole and on the disk. */
export class ArchiveWriter {
  readonly #target: string;
  readonly #draft: string;
  readonly #file: FileHandle;
  readonly #startedAt: number;
  readonly #checksums: string[] = [];
  #position = FIRST_MEMBERS_BYTES;
  #files = { count: 0, bytes: 0 };
  #documents = { bytes: 0, sha256: '' };

  private constructor(target: string, draft: string, file: FileHandle, startedAt: number) {
    this.#target = target;
    this.#draft = draft;
    this.#file = file;
    this.#startedAt = startedAt;
  }

  /** Throws `BackupRefused` where nothing can be written there. */
  static async create(target: string, startedAt: number): Promise<ArchiveWriter> {
    const draft = `${target}.partial`;
    try {
      await rm(draft, { force: true });
      return new ArchiveWriter(target, draft, await open(draft, 'wx', 0o600), startedAt);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new BackupRefused(`${dirname(target)} cannot be written (${reason}): name another place for the backup.`, { cause: error });
    }
  }

  /** How many bytes are written. */
  get bytes(): number {
    return this.#position;
  }

  get files(): { readonly count: number; readonly bytes: number } {
    return this.#files;
  }

  /** Adds a stored object. */
  async addFile(name: string, size: number, body: AsyncIterable<Uint8Array>): Promise<void> {
    await this.#add(name, size, body);
    this.#files = { count: this.#files.count + 1, bytes: this.#files.bytes + size };
  }

  /** Adds the documents, after all files. */
  async addDocuments(size: number, body: AsyncIterable<Uint8Array>): Promise<void> {
    this.#documents = { bytes: size, sha256: await this.#add(DOCUMENTS, size, body) };
  }

  /** Ends the backup and puts it in its place. */
  async finish({ version, takenAt, masterKeys }: ArchiveFacts): Promise<void> {
    const checksums = Buffer.from(this.#checksums.join(''));
    const sha256 = await this.#add(CHECKSUMS, checksums.length, [checksums]);
    await this.#write(Buffer.alloc(END_BYTES));
    const text = Buffer.from(
      manifestText({
        format: FORMAT,
        version,
        startedAt: new Date(this.#startedAt).toISOString(),
        takenAt: new Date(takenAt).toISOString(),
        masterKeys: [...masterKeys],
        files: this.#files,
        documents: this.#documents,
        checksums: { bytes: checksums.length, sha256 },
      }),
    );
    const bytes = this.#position;
    this.#position = 0;
    const checksum = Buffer.from(checksumLine(MANIFEST, createHash('sha256').update(text).digest('hex')));
    await this.#add(MANIFEST, text.length, [text]);
    await this.#add(MANIFEST_CHECKSUM, checksum.length, [checksum]);
    this.#position = bytes;
    await this.#file.sync();
    await this.#file.close();
    await rename(this.#draft, this.#target);
    await syncFolder(dirname(this.#target));
  }

  /** Leaves nothing. */
  async discard(): Promise<void> {
    await this.#file.close();
    await rm(this.#draft, { force: true });
  }

  /** Adds a member and returns its checksum. */
  async #add(name: string, size: number, body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<string> {
    await this.#write(tarHeader({ name, size }, this.#startedAt));
    const hash = createHash('sha256');
    let written = 0;
    for await (const piece of body) {
      hash.update(piece);
      written += piece.length;
      await this.#write(piece);
    }
    if (written !== size) throw new Error(`${name} has changed while it was copied.`);
    await this.#write(Buffer.alloc(paddingOf(size)));
    const checksum = hash.digest('hex');
    this.#checksums.push(checksumLine(name, checksum));
    return checksum;
  }

  async #write(bytes: Uint8Array): Promise<void> {
    try {
      for (let done = 0; done < bytes.length; ) {
        const { bytesWritten } = await this.#file.write(bytes, done, bytes.length - done, this.#position);
        done += bytesWritten;
        this.#position += bytesWritten;
      }
    } catch (error) {
      if (!isCode(error, 'ENOSPC', 'EDQUOT', 'EFBIG')) throw error;
      throw new BackupRefused(`There is no space left in ${dirname(this.#target)}: free some, or name another place for the backup.`, { cause: error });
    }
  }
}

import { randomUUID } from 'node:crypto';
import { open, readdir, rename, rm, stat, unlink } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { Unavailable } from '#kernel/errors.ts';
import { checkKey, resolveRange } from '../key.ts';
import type { ByteRange, FileInfo, Files } from '../port.ts';
import { FileMissing } from '../port.ts';
import { isCode, makeFolder, removeEmptyFolders, syncFolder } from './durable.ts';
import { keyPartOfName, pathOfKey } from './paths.ts';

/** Where objects are written before they are whole; no key can lead there. */
export const INCOMING = '=incoming';

/** Opens the files kept in a folder, which this process alone writes. */
export async function openFolderFiles(folder: string): Promise<Files> {
  const root = resolve(folder);
  await rm(join(root, INCOMING), { recursive: true, force: true });
  await makeFolder(join(root, INCOMING));
  return new FolderFiles(root);
}

class FolderFiles implements Files {
  readonly #root: string;
  #closed = false;

  constructor(root: string) {
    this.#root = root;
  }

  async put(key: string, body: AsyncIterable<Uint8Array>): Promise<FileInfo> {
    const path = this.#path(key);
    const incoming = join(this.#root, INCOMING, randomUUID());
    try {
      const { size, mtimeMs } = await write(incoming, body);
      await this.#moveInto(incoming, path);
      return { key, size, modifiedAt: Math.floor(mtimeMs) };
    } catch (error) {
      // Where nothing can be written nothing can be removed; the next start removes what was begun.
      await rm(incoming, { force: true }).catch((failure: unknown) => {
        if (!isUnwritable(failure)) throw failure;
      });
      throw asUnavailable(error);
    }
  }

  async get(key: string, range?: ByteRange): Promise<Readable> {
    const file = await open(this.#path(key)).catch(missing(key));
    try {
      const { size } = await file.stat();
      if (range === undefined && size === 0) {
        await file.close();
        return Readable.from([]);
      }
      return file.createReadStream(resolveRange(size, range ?? { start: 0 }));
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  async info(key: string): Promise<FileInfo> {
    const { size, mtimeMs } = await stat(this.#path(key)).catch(missing(key));
    return { key, size, modifiedAt: Math.floor(mtimeMs) };
  }

  async delete(key: string): Promise<boolean> {
    const path = this.#path(key);
    try {
      await unlink(path);
    } catch (error) {
      if (isCode(error, 'ENOENT', 'ENOTDIR')) return false;
      throw error;
    }
    await syncFolder(dirname(path)).catch((error: unknown) => {
      // A neighbour's deletion removed the folder, and the name with it.
      if (!isCode(error, 'ENOENT')) throw error;
    });
    await removeEmptyFolders(dirname(path), this.#root);
    return true;
  }

  async list(prefix: string, options: { readonly limit: number; readonly after?: string }): Promise<FileInfo[]> {
    this.#checkOpen();
    const found: FileInfo[] = [];
    if (options.limit <= 0) return found;
    for await (const key of this.#keys(this.#root, '', prefix, options.after ?? '')) {
      const info = await this.info(key).catch((error: unknown) => {
        if (error instanceof FileMissing) return undefined; // Deleted since the folder was read.
        throw error;
      });
      if (info !== undefined) found.push(info);
      if (found.length === options.limit) break;
    }
    return found;
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  /** The keys below a folder that begin with `prefix` and come after `after`, in order. */
  async *#keys(folder: string, start: string, prefix: string, after: string): AsyncGenerator<string> {
    const names = await readdir(folder).catch((error: unknown): string[] => {
      if (isCode(error, 'ENOENT')) return []; // Removed with its last file meanwhile.
      throw error;
    });
    const entries = names
      .filter((name) => name !== INCOMING)
      .map((name) => ({ name, key: start + keyPartOfName(name) }))
      .toSorted((left, right) => (left.key < right.key ? -1 : 1));
    for (const { name, key } of entries) {
      if (key.endsWith('/')) {
        const holdsPrefix = key.startsWith(prefix) || prefix.startsWith(key);
        const holdsLater = key > after || after.startsWith(key);
        if (holdsPrefix && holdsLater) yield* this.#keys(join(folder, name), key, prefix, after);
      } else if (key.startsWith(prefix) && key > after) {
        yield key;
      }
    }
  }

  /** Gives a whole file its name. A deletion may remove the empty folder in between: try again. */
  async #moveInto(incoming: string, path: string): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await makeFolder(dirname(path));
        await rename(incoming, path);
        await syncFolder(dirname(path));
        return;
      } catch (error) {
        if (!isCode(error, 'ENOENT') || attempt === 5) throw error;
      }
    }
  }

  #path(key: string): string {
    this.#checkOpen();
    checkKey(key);
    return pathOfKey(this.#root, key);
  }

  #checkOpen(): void {
    if (this.#closed) throw new Error('The files are closed.');
  }
}

/** Writes a new file and puts it on the disk. */
async function write(path: string, body: AsyncIterable<Uint8Array>) {
  const file: FileHandle = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of body) await file.writeFile(chunk);
    await file.sync();
    return await file.stat();
  } finally {
    await file.close();
  }
}

/** What the system says of a disk that takes no more, and of one, or a folder, that takes nothing. */
const FULL = ['ENOSPC', 'EDQUOT'];
const UNWRITABLE = ['EROFS', 'EACCES', 'EPERM', 'EIO'];

function isUnwritable(error: unknown): boolean {
  return isCode(error, ...UNWRITABLE);
}

/** Why nothing was stored, in words for the caller, where the disk is the reason; else `error` itself. */
function asUnavailable(error: unknown): unknown {
  if (isCode(error, ...FULL)) {
    return new Unavailable('Nothing was stored: the disk of the data folder is full. Free some space and try again.', { cause: error });
  }
  if (!isUnwritable(error)) return error;
  return new Unavailable(
    'Nothing was stored: the server cannot write into the folder "files" of its data folder. ' +
      'Its operator must make it writable for the user that runs the server; then try again.',
    { cause: error },
  );
}

function missing(key: string): (error: unknown) => never {
  return (error) => {
    throw isCode(error, 'ENOENT', 'ENOTDIR') ? new FileMissing(key) : error;
  };
}

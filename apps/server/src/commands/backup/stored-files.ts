import { type FileHandle, open, opendir } from 'node:fs/promises';
import { join } from 'node:path';
import { isCode } from '#data/files/folder/durable.ts';
import { INCOMING } from '#data/files/folder/folder-files.ts';

/** A stored object as the disk has it: its path in the folder, with `/`, and its open file. */
export interface StoredFile {
  readonly path: string;
  readonly size: number;
  readonly file: FileHandle;
}

/**
 * The objects in the folder of the embedded files, which a server may go on writing: each is whole
 * from the moment that it has its name. One that is deleted meanwhile is left out, and so are those
 * of `known`, which is added to. The caller reads `file`; it is closed when the next one is asked for.
 */
export async function* storedFiles(folder: string, known: Set<string>): AsyncGenerator<StoredFile> {
  for await (const path of storedPaths(folder)) {
    if (known.has(path)) continue;
    const file = await openIfThere(join(folder, path));
    if (!file) continue;
    known.add(path);
    try {
      yield { path, size: (await file.stat()).size, file };
    } finally {
      await file.close();
    }
  }
}

/** The paths of all objects in the folder. */
export async function* storedPaths(root: string, start = ''): AsyncGenerator<string> {
  const folder = await opendirIfThere(join(root, start));
  if (!folder) return;
  for await (const entry of folder) {
    if (entry.isDirectory() && entry.name !== INCOMING) yield* storedPaths(root, `${start}${entry.name}/`);
    else if (entry.isFile()) yield `${start}${entry.name}`;
  }
}

function openIfThere(path: string): Promise<FileHandle | undefined> {
  return open(path).catch(unlessMissing);
}

function opendirIfThere(path: string) {
  return opendir(path).catch(unlessMissing);
}

function unlessMissing(error: unknown): undefined {
  if (!isCode(error, 'ENOENT')) throw error;
}

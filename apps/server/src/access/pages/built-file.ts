import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The text of a file that the build of the studio has made; undefined where it has not been built. */
export async function builtFile(folder: string, name: string): Promise<string | undefined> {
  try {
    return await readFile(join(folder, name), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

import { constants } from 'node:fs';
import { access, realpath } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** Where `python3` is looked for beside the folders of PATH. */
const USUAL = ['/usr/bin', '/usr/local/bin'];

/** The paths of every `python3` of this machine, in the order of PATH, each file once. */
export async function findPython(path: string = process.env['PATH'] ?? ''): Promise<string[]> {
  const found = new Map<string, string>();
  for (const folder of [...path.split(delimiter).filter(Boolean), ...USUAL]) {
    const candidate = join(folder, 'python3');
    const real = await executable(candidate);
    if (real !== undefined && !found.has(real)) found.set(real, candidate);
  }
  return [...found.values()];
}

/** The file behind a path, if it can be run. */
async function executable(path: string): Promise<string | undefined> {
  try {
    await access(path, constants.X_OK);
    return await realpath(path);
  } catch (error) {
    // Not there, or not ours to run: the next one.
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}

// The studio as `npm start` builds it: in `apps/studio/dist`, with a stamp of what it was built from.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const BUILT = 'apps/studio/dist';
/** Inside the built studio: what it was built from. */
const STAMP = 'stamp';

/** Whether the studio in the folder `root` is built from what is there now. */
export function studioMatches(root) {
  const stamp = join(root, BUILT, STAMP);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === stampOf(root);
}

/** Lets `build` fill a folder beside the studio that is there, and puts it in its place when it is whole. */
export async function putStudio(root, build) {
  const stamp = stampOf(root);
  const beside = join(root, '.node/studio');
  rmSync(beside, { recursive: true, force: true });
  await build(beside);
  writeFileSync(join(beside, STAMP), stamp);
  rmSync(join(root, BUILT), { recursive: true, force: true });
  renameSync(beside, join(root, BUILT));
}

/** What the studio is built from, in one word: its sources, the contract's and the packages. */
function stampOf(root) {
  const hash = createHash('sha256');
  const folders = ['apps/studio', 'packages/contract/src'].map((folder) => join(root, folder));
  for (const path of [...folders.flatMap(sourcesIn), join(root, 'package-lock.json')]) {
    hash.update(path.slice(root.length)).update('\0').update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex');
}

function sourcesIn(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      if (['dist', 'node_modules', 'testing'].includes(entry.name) || entry.name.includes('.test.')) return [];
      const path = join(folder, entry.name);
      return entry.isDirectory() ? sourcesIn(path) : [path];
    });
}

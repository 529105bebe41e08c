// Builds the studio into the folder that is given as the only argument, which it empties before.
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { compressFolder } from './compress.ts';

const [, , given] = process.argv;
if (given === undefined) throw new Error('Usage: node apps/studio/build/run.ts FOLDER');
const outDir = resolve(given);
await build({
  configFile: fileURLToPath(new URL('../vite.config.ts', import.meta.url)),
  logLevel: 'warn',
  build: { outDir, emptyOutDir: true },
});
await compressFolder(join(outDir, 'studio'));

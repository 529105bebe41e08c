// Reads every source file of the repository and ends with code 1 where an import breaks the floors.
import { globSync, readFileSync } from 'node:fs';
import { checkFloors } from './floors/check-floors.ts';

const paths = globSync('{apps,packages,scripts,bench}/**/*.{ts,tsx}', {
  exclude: (name) => /(^|\/)(node_modules|dist)$/.test(name),
});
const sources = new Map(paths.sort().map((path) => [path.replaceAll('\\', '/'), readFileSync(path, 'utf8')]));
const problems = checkFloors(sources);
for (const problem of problems) console.error(problem);
console.log(`${sources.size} files, ${problems.length} problems`);
process.exitCode = problems.length > 0 ? 1 : 0;

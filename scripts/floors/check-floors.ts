import { findCircles } from './circles.ts';
import { isTest, placeOf, resolveImport } from './place.ts';
import { readImports } from './read-imports.ts';
import { problemOf } from './rules.ts';

/**
 * Checks the imports of a whole tree.
 *
 * @param sources every source file: its path relative to the repository, and its text
 * @returns one line for each broken rule: where it is, and what is wrong
 */
export function checkFloors(sources: ReadonlyMap<string, string>): string[] {
  const problems: string[] = [];
  const files = new Map<string, Set<string>>();
  const modules = new Map<string, Set<string>>();

  for (const [path, source] of sources) {
    for (const found of readImports(path, source)) {
      const problem = problemOf(path, found);
      if (problem) problems.push(`${path}:${found.line}: ${found.specifier}: ${problem}`);

      const target = resolveImport(path, found.specifier);
      if (isTest(path) || 'external' in target) continue;
      if (!found.typeOnly) connect(files, path, target.file);
      const from = moduleOf(path);
      const to = moduleOf(target.file);
      if (from && to && from !== to) connect(modules, from, to);
    }
  }

  for (const circle of findCircles(modules)) problems.push(`modules in a circle: ${circle.join(' → ')}`);
  for (const circle of findCircles(files)) problems.push(`files in a circle: ${circle.join(' → ')}`);
  return problems;
}

function connect(graph: Map<string, Set<string>>, from: string, to: string): void {
  const targets = graph.get(from);
  if (targets) targets.add(to);
  else graph.set(from, new Set([to]));
}

/** The module of the application, or feature of the studio, that a file belongs to; types count too, since modules are read by people. */
function moduleOf(path: string): string | undefined {
  const place = placeOf(path);
  if (place.kind === 'floor' && place.floor === 'application') return place.room;
  return place.kind === 'studio' && place.floor === 'features' ? `features/${place.room}` : undefined;
}

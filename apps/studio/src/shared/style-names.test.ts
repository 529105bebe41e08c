import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const source = fileURLToPath(new URL('..', import.meta.url));

/** The names that a file takes from modules of styles, in which there are no such names. */
function missingNames(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/import (\w+) from '(.+\.module\.css)'/g)].flatMap(([, binding = '', path = '']) => {
    const styles = readFileSync(join(dirname(file), path), 'utf8');
    const used = [...text.matchAll(new RegExp(`\\b${binding}\\['([\\w-]+)'\\]`, 'g'))].map(([, name = '']) => name);
    return [...new Set(used)].filter((name) => !new RegExp(`\\.${name}(?![\\w-])`).test(styles)).map((name) => `${relative(source, file)}: ${name}`);
  });
}

it('every name that a component takes from its styles is in them', () => {
  const files = globSync('**/*.tsx', { cwd: source });
  expect(files.length).toBeGreaterThan(100);
  expect(files.flatMap((file) => missingNames(join(source, file)))).toEqual([]);
});

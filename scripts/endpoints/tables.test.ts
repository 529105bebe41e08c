import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { endpoints, type Language, withTables } from './tables.ts';

const pages: readonly (readonly [string, Language])[] = [
  ['docs/api/api_reference.md', 'en'],
  ['docs/api/api_reference.zh-CN.md', 'zh-CN'],
];

describe.each(pages)('%s', (path, language) => {
  const page = readFileSync(path, 'utf8');

  it('lists the endpoints as they are: "node scripts/write-endpoints.ts" writes them anew', () => {
    expect(page).toBe(withTables(page, language));
  });

  it('has every endpoint once', () => {
    for (const { method, alias, path: at } of endpoints()) {
      const row = new RegExp(`^\\| ${method}${alias === undefined ? '' : ` \\S+ ${alias}`} \`${at.replaceAll(/[{}]/g, '\\$&')}\` \\|`, 'gm');
      expect([`${method} ${at}`, page.match(row)?.length]).toEqual([`${method} ${at}`, 1]);
    }
  });
});

it('a page without a place for the tables is refused', () => {
  expect(() => withTables('# API\n', 'en')).toThrow('needs the lines');
});

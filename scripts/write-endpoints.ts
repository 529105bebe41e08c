// Writes the tables of every endpoint into the reference of the API, from the contract.
import { readFileSync, writeFileSync } from 'node:fs';
import { type Language, withTables } from './endpoints/tables.ts';

const pages: readonly (readonly [string, Language])[] = [
  ['docs/api/api_reference.md', 'en'],
  ['docs/api/api_reference.zh-CN.md', 'zh-CN'],
];
for (const [path, language] of pages) writeFileSync(path, withTables(readFileSync(path, 'utf8'), language));

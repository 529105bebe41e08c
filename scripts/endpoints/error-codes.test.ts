import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** Where errors that callers see get their codes. */
const sources = ['kernel/errors.ts', 'services/models/model-error.ts', 'access/refusal.ts', 'application/bots/online-bots.ts', 'application/workflows/runs/errors.ts'];

it.each(['docs/api/api_reference.md', 'docs/api/api_reference.zh-CN.md'])('%s lists the codes of errors as the server has them', (path) => {
  const listed = [...readFileSync(path, 'utf8').matchAll(/^\| (\d{4}) \|/gm)].map(([, code]) => code);
  const code = sources.map((source) => readFileSync(`apps/server/src/${source}`, 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')).join('\n');
  const used = new Set([...code.matchAll(/\b[456]\d{3}\b/g)].map(([number]) => number));
  expect(listed).toEqual([...used].toSorted());
});

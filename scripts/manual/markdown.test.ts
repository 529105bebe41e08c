import { expect, it } from 'vitest';
import { headingsOf, linksOf } from './markdown.ts';

it('headings have the anchors that lead to them', () => {
  const page = '# Health, metrics, logs\n```sh\n# no heading\n```\n## `code` and [a link](x.md)\n### 账号、会话、令牌\n## Twice\n## Twice\n';
  expect(headingsOf(page)).toEqual([
    { level: 1, anchor: 'health-metrics-logs' },
    { level: 2, anchor: 'code-and-a-link' },
    { level: 3, anchor: '账号会话令牌' },
    { level: 2, anchor: 'twice' },
    { level: 2, anchor: 'twice-1' },
  ]);
});

it('links are those that stay in the repository', () => {
  const page = '[a](../a.md#b) [here](#c) [`code`](d/) [out](https://example.com/x.md) `[no](e.md)`\n```\n[no](f.md)\n```\n![picture](g.png)';
  expect(linksOf(page)).toEqual([
    { path: '../a.md', anchor: 'b' },
    { path: '', anchor: 'c' },
    { path: 'd/', anchor: '' },
    { path: 'g.png', anchor: '' },
  ]);
});

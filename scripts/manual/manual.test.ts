import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { settings } from '../../apps/server/src/config.ts';
import { headingsOf, linksOf } from './markdown.ts';

/** Folders that hold what others wrote, or what is made. */
const foreign = new Set(['node_modules', '.git', '.node', '.cache', '.schemathesis', 'dist', 'data']);
const pages = globSync('**/*.md', { exclude: (name) => foreign.has(name) }).toSorted();
const read = (path: string): string => readFileSync(path, 'utf8');

it('there are pages', () => {
  expect(pages.length).toBeGreaterThan(20);
  expect(pages).toContain('docs/deployment/README.md');
});

describe.each(pages)('%s', (page) => {
  it('links only to what is there', () => {
    const broken = linksOf(read(page)).filter(({ path, anchor }) => {
      const target = path === '' ? page : join(dirname(page), path);
      if (!existsSync(target)) return true;
      if (anchor === '') return false;
      return statSync(target).isDirectory() || !headingsOf(read(target)).some((heading) => heading.anchor === anchor);
    });
    expect(broken).toEqual([]);
  });

  it('names only settings that there are', () => {
    const known = new Set<string>(Object.values(settings).map(({ name }) => name));
    const named = [...read(page).matchAll(/\bBUCKLE_[A-Z][A-Z_]*[A-Z]\b/g)].map(([name]) => name);
    // Those of tests and of the studio's development are the developers' own.
    const others = ['BUCKLE_DEV_SERVER'];
    expect(named.filter((name) => !known.has(name) && !name.startsWith('BUCKLE_TEST_') && !others.includes(name))).toEqual([]);
  });
});

/** Pages for developers alone are in English. */
const english = /^docs\/development\/(?:architecture\.md|decisions\/)/;
const translated = pages.filter((page) => /^(?:docs|guides)\//.test(page) && !english.test(page) && !page.endsWith('.zh-CN.md'));

it.each(translated)('%s has a Chinese twin of the same structure', (page) => {
  const twin = page.replace(/\.md$/, '.zh-CN.md');
  const levels = (path: string): number[] => headingsOf(read(path)).map(({ level }) => level);
  expect(levels(twin)).toEqual(levels(page));
});

it.each(pages.filter((page) => page.endsWith('.zh-CN.md')))('%s is the twin of a page, and both lead to each other', (twin) => {
  const page = twin.replace('.zh-CN.md', '.md');
  const leadsTo = (from: string, to: string): boolean => linksOf(read(from)).some(({ path }) => join(dirname(from), path) === to);
  expect([leadsTo(page, twin), leadsTo(twin, page)]).toEqual([true, true]);
});

it.each(['docs/deployment/README.md', 'docs/deployment/README.zh-CN.md'])('%s names every setting', (page) => {
  expect(Object.values(settings).map(({ name }) => name).filter((name) => !read(page).includes(name))).toEqual([]);
});

it('programs and configurations name only pages that there are', () => {
  const files = globSync(['{apps,packages,scripts,bench,deploy}/**/*.{ts,tsx,mjs,sh,yaml,conf,service}'], { exclude: (name) => foreign.has(name) });
  const named = files.filter((file) => !file.startsWith('scripts/manual/')).flatMap((file) => [...read(file).matchAll(/\b(?:docs|guides)\/[\w./-]+\.md\b/g)].map(([path]) => `${file}: ${path}`));
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((each) => !existsSync(each.slice(each.indexOf(': ') + 2)))).toEqual([]);
});

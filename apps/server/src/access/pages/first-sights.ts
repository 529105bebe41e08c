import { z } from 'zod';
import { builtFile } from './built-file.ts';
import { escapeHtml } from './escape-html.ts';

/** What `apps/studio/build/first-sights.ts` has written: what of a page can be shown before its scripts have come. */
const file = z.array(z.object({ path: z.string(), language: z.string(), html: z.string() }));

const GAP = /\{\{(\w+)\}\}/g;

/** Draws the first sight of a page whose gaps are all filled by what is given; empty where there is none. */
export type FirstSights = (path: string, language: string, texts: Readonly<Record<string, string>>) => string;

/** Reads the first sights of a built studio. */
export async function readFirstSights(folder: string): Promise<FirstSights> {
  const sights = file.parse(JSON.parse((await builtFile(folder, 'first-sights.json')) ?? '[]')).map((sight) => ({
    ...sight,
    pattern: new RegExp(sight.path),
    gaps: [...sight.html.matchAll(GAP)].map(([, name = '']) => name),
  }));
  return (path, language, texts) => {
    const sight = sights.find((one) => one.language === language && one.pattern.test(path) && one.gaps.every((name) => texts[name] !== undefined));
    if (!sight) return '';
    const html = sight.html.replace(GAP, (_gap, name: string) => escapeHtml(texts[name] ?? ''));
    return `<div id="first-sight" aria-busy="true">${html}</div>`;
  };
}

import { z } from 'zod';
import { builtFile } from './built-file.ts';
import { escapeHtml } from './escape-html.ts';

/** What `apps/studio/build/first-sights.ts` has written: what of a page can be shown before its scripts have come. */
const file = z.array(z.object({ path: z.string(), language: z.string(), html: z.string() }));

/** Draws the first sight of a page with what fills the gaps of its text; empty where there is none, or a gap stays open. */
export type FirstSights = (path: string, language: string, texts: Readonly<Record<string, string>>) => string;

/** Reads the first sights of a built studio. */
export async function readFirstSights(folder: string): Promise<FirstSights> {
  const sights = file.parse(JSON.parse((await builtFile(folder, 'first-sights.json')) ?? '[]')).map((sight) => ({ ...sight, pattern: new RegExp(sight.path) }));
  return (path, language, texts) => {
    const sight = sights.find((one) => one.language === language && one.pattern.test(path));
    if (!sight || [...sight.html.matchAll(/\{\{(\w+)\}\}/g)].some(([, name = '']) => texts[name] === undefined)) return '';
    const html = sight.html.replace(/\{\{(\w+)\}\}/g, (_gap, name: string) => escapeHtml(texts[name] ?? ''));
    return `<div id="first-sight" aria-busy="true">${html}</div>`;
  };
}

import { z } from 'zod';
import { builtFile } from './built-file.ts';
import { escapeHtml } from './escape-html.ts';

const files = z.array(z.string());

/** What `apps/studio/build/preloads.ts` has written: files below the studio's folder, for pages and for parts of the words of a language. */
const rules = z.array(
  z.union([
    z.object({ path: z.string(), files, words: z.array(z.string()), data: z.array(z.string()) }),
    z.object({ language: z.string(), words: z.string(), files }),
  ]),
);

/** Tags that let a browser ask for the files of a page, and with a session for what it reads of the API, before the first script has run. */
export type Preloads = (path: string, language: string, hasSession: boolean) => string;

/** Reads which files the pages of a built studio need; `base` stands before their names. */
export async function readPreloads(folder: string, base: string): Promise<Preloads> {
  const parsed = rules.parse(JSON.parse((await builtFile(folder, 'preloads.json')) ?? '[]'));
  const tagsOf = (names: readonly string[]): string => names.map((file) => tagOf(base + file)).join('');
  const pages = parsed.flatMap((rule) => ('path' in rule ? [{ ...rule, pattern: new RegExp(rule.path), tags: tagsOf(rule.files) }] : []));
  const languages = parsed.flatMap((rule) => ('language' in rule ? [{ ...rule, tags: tagsOf(rule.files) }] : []));
  return (path, spoken, hasSession) => {
    const page = pages.find(({ pattern }) => pattern.test(path));
    const words = languages.filter(({ language, words: part }) => language === spoken && (page?.words ?? ['first']).includes(part));
    const found = page?.pattern.exec(path) ?? [];
    const data = hasSession ? (page?.data ?? []) : [];
    const addresses = data.map((address) => address.replaceAll(/\$(\d)/g, (_all, number) => encodeURIComponent(found[Number(number)] ?? '')));
    return [page?.tags ?? '', ...words.map(({ tags }) => tags), ...addresses.map(dataTagOf)].join('');
  };
}

function tagOf(address: string): string {
  // Styles are in force at once, for the first sight of the page.
  return address.endsWith('.css')
    ? `<link rel="stylesheet" crossorigin href="${address}">`
    : `<link rel="modulepreload" crossorigin href="${address}">`;
}

/** Asks as `fetch` does for an address of the same origin, so that its answer is taken from here. */
function dataTagOf(address: string): string {
  return `<link rel="preload" as="fetch" crossorigin href="${escapeHtml(address)}">`;
}

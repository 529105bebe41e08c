import { z } from 'zod';
import { builtFile } from './built-file.ts';

/** What `apps/studio/build/preloads.ts` has written: files below the studio's folder, for pages and for languages. */
const rules = z.array(z.object({ path: z.string().optional(), language: z.string().optional(), files: z.array(z.string()), data: z.array(z.string()).default([]) }));

/** Tags that let a browser ask for the files of a page, and with a session for what it reads of the API, before the first script has run. */
export type Preloads = (path: string, acceptLanguage: string | undefined, hasSession: boolean) => string;

/** Reads which files the pages of a built studio need; `base` stands before their names. */
export async function readPreloads(folder: string, base: string): Promise<Preloads> {
  const parsed = rules.parse(JSON.parse((await builtFile(folder, 'preloads.json')) ?? '[]')).map(({ path, language, files, data }) => ({
    path: path === undefined ? undefined : new RegExp(path),
    language,
    tags: files.map((file) => tagOf(base + file)).join(''),
    data,
  }));
  const known = parsed.flatMap(({ language }) => language ?? []);
  return (path, acceptLanguage, hasSession) => {
    const page = parsed.find((rule) => rule.path?.test(path));
    const language = languageOf(acceptLanguage, known);
    const words = parsed.find((rule) => rule.language === language);
    const [, part = ''] = page?.path?.exec(path) ?? [];
    const data = (hasSession && page ? page.data : []).map((address) => dataTagOf(address.replaceAll('$1', encodeURIComponent(part))));
    return `${page?.tags ?? ''}${words?.tags ?? ''}${data.join('')}`;
  };
}

function tagOf(address: string): string {
  return address.endsWith('.css')
    ? `<link rel="preload" as="style" crossorigin href="${address}">`
    : `<link rel="modulepreload" crossorigin href="${address}">`;
}

/** Asks as `fetch` does for an address of the same origin, so that its answer is taken from here. */
function dataTagOf(address: string): string {
  return `<link rel="preload" as="fetch" crossorigin href="${address.replaceAll('&', '&amp;')}">`;
}

/** The first language of a browser that there are words in; else English, as the studio itself chooses. */
function languageOf(acceptLanguage = '', known: readonly string[]): string {
  const wanted = acceptLanguage.toLowerCase().split(',').map((tag) => tag.trim().split(/[-;]/, 1)[0] ?? '');
  return wanted.find((language) => known.includes(language)) ?? 'en';
}

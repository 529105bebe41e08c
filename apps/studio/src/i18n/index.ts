import i18next, { type BackendModule } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type * as english from './en/index.ts';
import { isLanguage, type Language } from './language.ts';
import { partOf, parts, type WordPart } from './parts.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: typeof english;
  }
}

type Loader = () => Promise<Readonly<Record<string, object>>>;

const words: Readonly<Record<Language, Readonly<Record<WordPart, Loader>>>> = {
  en: {
    first: () => import('./en/part-first.ts').then((loaded) => ({ ...loaded })),
    administration: () => import('./en/part-administration.ts').then((loaded) => ({ ...loaded })),
    knowledge: () => import('./en/part-knowledge.ts').then((loaded) => ({ ...loaded })),
    workflows: () => import('./en/part-workflows.ts').then((loaded) => ({ ...loaded })),
  },
  'zh-CN': {
    first: () => import('./zh-CN/part-first.ts').then((loaded) => ({ ...loaded })),
    administration: () => import('./zh-CN/part-administration.ts').then((loaded) => ({ ...loaded })),
    knowledge: () => import('./zh-CN/part-knowledge.ts').then((loaded) => ({ ...loaded })),
    workflows: () => import('./zh-CN/part-workflows.ts').then((loaded) => ({ ...loaded })),
  },
};

/** Where `useTranslation` gets words that are not there yet; what asks for them waits in its `Suspense`. */
const loading: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read(language, namespace, onRead) {
    words[isLanguage(language) ? language : 'en'][partOf(namespace)]().then(
      (loaded) => onRead(null, loaded[namespace]),
      (error: unknown) => onRead(error instanceof Error ? error : String(error), false),
    );
  },
};

/** Makes the first part of the words ready in a language. */
export async function startWords(language: Language): Promise<void> {
  await i18next
    .use(initReactI18next)
    .use(loading)
    .init({
      lng: language,
      resources: { [language]: await words[language].first() },
      partialBundledLanguages: true,
      ns: [...parts.first],
      fallbackLng: false,
      defaultNS: 'common',
      // React escapes what it shows.
      interpolation: { escapeValue: false },
    });
}

/** Loads a feature together with its part of the words. Rejects where either cannot be had. */
export async function withWords<T>(part: WordPart, feature: Promise<T>): Promise<T> {
  const [loaded] = await Promise.all([feature, loadPart(part)]);
  return loaded;
}

async function loadPart(part: WordPart): Promise<void> {
  // The router asks for its first page before the words have started.
  if (!i18next.isInitialized) await new Promise((resolve) => i18next.on('initialized', resolve));
  await succeeding((onDone) => i18next.loadNamespaces(parts[part], onDone));
}

/** Shows the studio in another language, when the words in use have arrived. */
export async function changeLanguage(language: Language): Promise<void> {
  const inUse = new Set([i18next.options.ns ?? []].flat().map(partOf));
  // What cannot be had is told before anything has changed.
  await Promise.all([...inUse].map((part) => words[language][part]()));
  await succeeding((onDone) => i18next.changeLanguage(language, onDone));
}

/** The language that is shown. */
export function currentLanguage(): Language {
  return isLanguage(i18next.language) ? i18next.language : 'en';
}

/** i18next tells failures to its callbacks alone. */
function succeeding(action: (onDone: (error: unknown) => void) => Promise<unknown>): Promise<void> {
  return new Promise((resolve, reject) => {
    action((error) => (error ? reject(error) : resolve())).catch(reject);
  });
}

export { type Language, languageNames, languages, preferredLanguage } from './language.ts';

import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type * as english from './en/index.ts';
import { isLanguage, type Language } from './language.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: typeof english;
  }
}

const words: Readonly<Record<Language, () => Promise<Record<string, object>>>> = {
  en: () => import('./en/index.ts').then((loaded) => ({ ...loaded })),
  'zh-CN': () => import('./zh-CN/index.ts').then((loaded) => ({ ...loaded })),
};

/** Makes the words ready in a language. */
export async function startWords(language: Language): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: language,
    resources: { [language]: await words[language]() },
    fallbackLng: false,
    defaultNS: 'common',
    // React escapes what it shows.
    interpolation: { escapeValue: false },
  });
}

/** Shows the studio in another language, when its words have arrived. */
export async function changeLanguage(language: Language): Promise<void> {
  for (const [namespace, part] of Object.entries(await words[language]())) {
    i18next.addResourceBundle(language, namespace, part);
  }
  await i18next.changeLanguage(language);
}

/** The language that is shown. */
export function currentLanguage(): Language {
  return isLanguage(i18next.language) ? i18next.language : 'en';
}

export { type Language, languageNames, languages, preferredLanguage } from './language.ts';

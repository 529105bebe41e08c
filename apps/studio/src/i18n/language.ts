/** The languages of the studio, as in `lang`. */
export const languages = ['zh-CN', 'en'] as const;

export type Language = (typeof languages)[number];

/** What each language calls itself. */
export const languageNames: Readonly<Record<Language, string>> = { 'zh-CN': '简体中文', en: 'English' };

export function isLanguage(value: unknown): value is Language {
  return languages.some((language) => language === value);
}

/** The language of a reader: the one that was chosen, else the first of the browser's that there is, else English. */
export function preferredLanguage(chosen: string | null, wanted: readonly string[]): Language {
  if (isLanguage(chosen)) return chosen;
  for (const tag of wanted) {
    const [primary] = tag.toLowerCase().split('-');
    const found = languages.find((language) => language.split('-')[0] === primary);
    if (found) return found;
  }
  return 'en';
}

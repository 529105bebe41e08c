import type { Locale } from 'antd/es/locale';
import type { Language } from '../i18n/index.ts';

const loaders: Readonly<Record<Language, () => Promise<{ readonly default: Locale }>>> = {
  en: () => import('antd/locale/en_US'),
  'zh-CN': () => import('antd/locale/zh_CN'),
};

/** The words of Ant Design's own components. */
export async function componentWords(language: Language): Promise<Locale> {
  return (await loaders[language]()).default;
}

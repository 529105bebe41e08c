import { ConfigProvider } from 'antd';
import type { Locale } from 'antd/es/locale';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { Provider } from 'react-redux';
import { RouterProvider } from 'react-router/dom';
import { changeLanguage, currentLanguage } from '../i18n/index.ts';
import { NoticesProvider } from '../shared/notices.tsx';
import { usePreferences } from '../shared/preferences.ts';
import { componentWords } from './component-words.ts';
import { router } from './router.tsx';
import type { Store } from './store.ts';
import { themeOf } from './theme.ts';

interface StudioAppProps {
  readonly store: Store;
  /** The words of the components, in the language that the store begins with. */
  readonly locale: Locale;
}

/** The whole studio. */
export function StudioApp({ store, locale }: StudioAppProps) {
  return (
    <Provider store={store}>
      <Look firstLocale={locale} />
    </Provider>
  );
}

/** Dresses the pages in the language and the theme of this browser. */
function Look({ firstLocale }: { readonly firstLocale: Locale }) {
  const locale = useLocale(firstLocale);
  const isDark = useIsDark();
  const isStill = useMedia('(prefers-reduced-motion: reduce)');
  return (
    <ConfigProvider theme={themeOf(isDark, isStill)} csp={csp} button={{ autoInsertSpace: false }} locale={locale}>
      <div className="buckle studio">
        <NoticesProvider>
          <RouterProvider router={router} />
        </NoticesProvider>
      </div>
    </ConfigProvider>
  );
}

/** The server gives each page a nonce that its styles carry; scripts can read it, styles cannot. */
const csp = { nonce: document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? '' };

function useLocale(first: Locale): Locale {
  const { language } = usePreferences();
  const [locale, setLocale] = useState(first);
  useEffect(() => {
    let isCurrent = true;
    const change = async (): Promise<void> => {
      const loaded = await componentWords(language);
      if (!isCurrent) return;
      if (currentLanguage() !== language) await changeLanguage(language);
      document.documentElement.lang = language;
      setLocale(loaded);
    };
    change().catch((error: unknown) => window.reportError(error));
    return () => {
      isCurrent = false;
    };
  }, [language]);
  return locale;
}

/** Whether a question about the reader's system holds now. */
function useMedia(query: string): boolean {
  const media = useMemo(() => window.matchMedia(query), [query]);
  return useSyncExternalStore(
    (onChange) => {
      media.addEventListener('change', onChange);
      return () => media.removeEventListener('change', onChange);
    },
    () => media.matches,
  );
}

function useIsDark(): boolean {
  const { theme } = usePreferences();
  const isSystemDark = useMedia('(prefers-color-scheme: dark)');
  const isDark = theme === 'dark' || (theme === 'system' && isSystemDark);
  useEffect(() => {
    document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light';
  }, [isDark]);
  return isDark;
}

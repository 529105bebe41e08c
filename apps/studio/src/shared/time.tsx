import { useTranslation } from 'react-i18next';

/** A moment of the API (seconds since 1970) as text, in the reader's language and zone. */
export function timeText(seconds: number, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(seconds * 1000);
}

/** A moment of the API, seconds since 1970; "never" where there is none. */
export function Time({ seconds }: { readonly seconds: number | undefined }) {
  const { t, i18n } = useTranslation();
  if (seconds === undefined) return <span className="quiet">{t('never')}</span>;
  return <time dateTime={new Date(seconds * 1000).toISOString()}>{timeText(seconds, i18n.language)}</time>;
}

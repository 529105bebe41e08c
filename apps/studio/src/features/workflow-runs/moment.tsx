import { useTranslation } from 'react-i18next';

/** A moment inside a run, in milliseconds since 1970, to the second; with the day where it is another. */
export function momentText(milliseconds: number, language: string): string {
  const isToday = new Date(milliseconds).toDateString() === new Date().toDateString();
  return new Intl.DateTimeFormat(language, { ...(isToday ? {} : { dateStyle: 'medium' }), timeStyle: 'medium' }).format(milliseconds);
}

/** The same as an element. */
export function Moment({ milliseconds }: { readonly milliseconds: number }) {
  const { i18n } = useTranslation();
  return <time dateTime={new Date(milliseconds).toISOString()}>{momentText(milliseconds, i18n.language)}</time>;
}

import { useTranslation } from 'react-i18next';

/** The name of a request in the server's log, for whoever asks its administrator. */
export function LogId({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  if (id === '') return null;
  return (
    <span className="quiet">
      {t('failure.logId')}: <code>{id}</code>
    </span>
  );
}

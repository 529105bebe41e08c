import type { AuditEntry } from '@buckle/contract';
import { Button, Popover } from 'antd';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../shared/facts.tsx';
import styles from './audit-search.module.css';

const ways = ['session', 'token', 'oauth', 'system', 'trigger'] as const;

/** What else is known of an entry. */
export function EntryDetails({ entry }: { readonly entry: AuditEntry }) {
  const { t } = useTranslation('audit');
  const { address, via, credential_id: credentialId, details } = entry;
  const way = ways.find((known) => known === via);
  const facts: [string, string][] = [
    ...(address === '' ? [] : [[t('address'), address] as [string, string]]),
    ...(way === undefined ? [] : [[t('credential'), `${t(`via.${way}`)} ${credentialId}`] as [string, string]]),
    ...Object.entries(details).map(([name, value]): [string, string] => [name, String(value)]),
  ];
  if (facts.length === 0) return null;
  return (
    <Popover trigger="click" placement="left" content={<div className={styles['details']}><Facts facts={facts} /></div>}>
      <Button size="small">{t('details')}</Button>
    </Popover>
  );
}

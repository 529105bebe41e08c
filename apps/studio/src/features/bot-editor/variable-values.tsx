import { Spin } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useGetVariablesQuery } from '../../api/chats.ts';
import { Facts } from '../../shared/facts.tsx';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import type { EditedVariable } from './edited-bot.ts';
import styles from './editor.module.css';

interface VariableValuesProps {
  readonly botId: string;
  readonly variables: readonly EditedVariable[];
  /** Changes when the values may have. */
  readonly version: number;
}

/** What the bot knows of whoever tests it: the values kept, and else the defaults. */
export function VariableValues({ botId, variables, version }: VariableValuesProps) {
  const { t } = useTranslation('botEditor');
  const { t: common } = useTranslation();
  const { data, error, refetch } = useGetVariablesQuery({ query: { bot_id: botId } }, { refetchOnMountOrArgChange: true });
  useEffect(() => {
    if (version > 0) void refetch();
  }, [version, refetch]);
  const kept = new Map(data?.items.map(({ keyword, value }) => [keyword, value]));
  const defaults = variables.filter(({ keyword, enable }) => enable && keyword !== '' && !kept.has(keyword));
  const facts = [
    ...[...kept].map(([keyword, value]) => [keyword, value] as const),
    ...defaults.map(({ keyword, default_value: value }) => [keyword, <span key={keyword} className="quiet">{value === '' ? '–' : value}</span>] as const),
  ];
  return (
    <div className={styles['values']}>
      {error !== undefined && <FailureNotice failure={error} onRetry={() => void refetch()} />}
      {data === undefined && error === undefined && <Spin aria-label={common('loading')} />}
      {data !== undefined && (facts.length === 0 ? <p className="quiet">{t('noVariables')}</p> : <Facts facts={facts} />)}
    </div>
  );
}

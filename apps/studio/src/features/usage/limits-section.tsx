import { Button, Spin } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGetProfileQuery } from '../../api/account.ts';
import { useGetLimitsQuery, usePutInstanceLimitsMutation, usePutLimitsMutation } from '../../api/usage.ts';
import { formatBytes, formatMoney, formatNumber } from '../../shared/amounts.ts';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { Section } from '../../shared/page.tsx';
import { useWorkspace } from '../../shared/use-workspace.ts';
import { type LimitRow, limitRows } from './limit-rows.ts';
import { LimitsDialogue } from './limits-dialogue.tsx';
import styles from './limits-section.module.css';

/** What is used of what may be used, and the forms that limit it. */
export function LimitsSection({ workspaceId }: { readonly workspaceId: string }) {
  const { t } = useTranslation('usage');
  const { t: common } = useTranslation();
  const { can } = useWorkspace();
  const { data: profile } = useGetProfileQuery();
  const params = { workspace_id: workspaceId };
  const { data, error, refetch } = useGetLimitsQuery({ params }, { refetchOnMountOrArgChange: true });
  const [putOwn] = usePutLimitsMutation();
  const [putInstance] = usePutInstanceLimitsMutation();
  const [dialogue, setDialogue] = useState<'own' | 'instance'>();
  const close = (): void => setDialogue(undefined);
  if (error !== undefined) return <Section title={t('limits')}><FailureNotice failure={error} onRetry={() => void refetch()} /></Section>;
  if (data === undefined) return <Section title={t('limits')}><Spin aria-label={common('loading')} /></Section>;
  return (
    <Section title={t('limits')} text={t('limitsText')}>
      <ul className={styles['limits']}>
        {limitRows(data).map((row) => <Limit key={`${row.kind} ${row.currency ?? ''}`} row={row} />)}
      </ul>
      <div className={styles['buttons']}>
        {can('workspace.manage') && <Button onClick={() => setDialogue('own')}>{t('setLimits')}</Button>}
        {profile?.instance_admin && <Button onClick={() => setDialogue('instance')}>{t('setInstanceLimits')}</Button>}
      </div>
      {dialogue === 'own' && (
        <LimitsDialogue title={t('setLimits')} text={t('setLimitsText')} limits={data.own} onClose={close} onSubmit={(body) => putOwn({ params, body }).unwrap()} />
      )}
      {dialogue === 'instance' && (
        <LimitsDialogue title={t('setInstanceLimits')} text={t('setInstanceLimitsText')} limits={data.instance} onClose={close} onSubmit={(body) => putInstance({ params, body }).unwrap()} />
      )}
    </Section>
  );
}

function Limit({ row }: { readonly row: LimitRow }) {
  const { t } = useTranslation('usage');
  const text = useAmount(row);
  const { kind, used, limit, by, queued } = row;
  const share = used === undefined || limit === undefined ? undefined : used / limit;
  const state = share === undefined || share < 0.8 ? 'calm' : share < 1 ? 'near' : 'full';
  const name = t(`kinds.${kind}`);
  return (
    <li>
      <div className={styles['head']}>
        <span>{name}</span>
        <span className={styles['amount']}>
          {limit === undefined
            ? used === undefined ? <span className="quiet">{t('noLimit')}</span> : <>{text(used)} <span className="quiet">{t('usedWithoutLimit')}</span></>
            : used === undefined ? t('atMost', { limit: text(limit) }) : t('usedOf', { used: text(used), limit: text(limit) })}
        </span>
      </div>
      {share !== undefined && (
        <div className={`${styles['bar']} ${styles[state]}`} role="meter" aria-label={name} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.min(100, Math.round(share * 100))}>
          <div style={{ width: `${Math.min(100, share * 100)}%` }} />
        </div>
      )}
      {(by === 'instance' || state !== 'calm' || queued !== undefined) && (
        <div className="quiet">
          {state === 'full' && t('isFull')} {state === 'near' && t('isNear')} {by === 'instance' && t('byInstance')} {queued !== undefined && t('queuedRuns', { count: queued })}
        </div>
      )}
    </li>
  );
}

/** Writes amounts of a line in its unit. */
function useAmount({ kind, currency = '' }: LimitRow): (value: number) => string {
  const { i18n } = useTranslation();
  if (kind === 'stored_bytes') return (value) => formatBytes(value, i18n.language);
  if (currency !== '') return (value) => formatMoney(value, currency, i18n.language);
  return (value) => formatNumber(value, i18n.language);
}

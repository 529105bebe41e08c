import type { KnowledgeDocument } from '@buckle/contract';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatBytes, formatDuration, formatNumber } from '../../shared/amounts.ts';
import { reasonText } from '../../shared/reason-text.ts';
import { StatusTag } from '../../shared/status-tag.tsx';
import { useWorkspace } from '../../shared/use-workspace.ts';
import styles from './reading-state.module.css';
import { isUnderWay, useReading } from './use-reading.ts';

interface ReadingStateProps {
  readonly document: KnowledgeDocument;
  /** Called when a reading was tried again, which may take a moment to show. */
  readonly onBegun: () => void;
}

const kinds = { queued: 'neutral', reading: 'neutral', ready: 'good', failed: 'bad', canceled: 'doubtful' } as const;

/** How a document stands: how far its reading has come, or why it has failed, and what can be done about that. */
export function ReadingState({ document, onBegun }: ReadingStateProps) {
  const { t } = useTranslation('knowledgeDocuments');
  const { t: words } = useTranslation('knowledge');
  const { can } = useWorkspace();
  const { cancel, tryAgain } = useReading(document);
  const { name, state, enabled, searchable, columns = [] } = document;
  const reason = document.reason === undefined ? undefined : reasonText(document.reason, document.reason_code, words);
  const misfits = columns.reduce((sum, column) => sum + column.misfits, 0);
  const mayAct = can('knowledge.edit') && can('work.manage');
  const again = async (): Promise<void> => {
    if (await tryAgain()) onBegun();
  };
  return (
    <div className={styles['state']}>
      <div className={styles['line']}>
        <StatusTag kind={kinds[state]}>{t(`states.${state}`)}</StatusTag>
        {!enabled && <span title={t('offHint')}><StatusTag kind="doubtful">{t('off')}</StatusTag></span>}
        {mayAct && isUnderWay(document) && <Button size="small" aria-label={`${t('cancel')}: ${name}`} onClick={() => void cancel()}>{t('cancel')}</Button>}
        {mayAct && state === 'failed' && <Button size="small" aria-label={`${t('retry')}: ${name}`} onClick={() => void again()}>{t('retry')}</Button>}
      </div>
      {state === 'reading' && <Progress document={document} />}
      {state === 'reading' && reason !== undefined && <p className={styles['trouble']}>{t('triedAgain', { reason })}</p>}
      {state === 'failed' && reason !== undefined && <p className={styles['reason']}>{reason}</p>}
      {state === 'ready' && misfits > 0 && <p className="quiet">{t('misfits', { count: misfits })}</p>}
      {state !== 'ready' && searchable && <p className="quiet">{t('oldStays')}</p>}
    </div>
  );
}

function Progress({ document: { name, stage, progress, bytes_per_second: speed, remaining_seconds: left } }: { readonly document: KnowledgeDocument }) {
  const { t, i18n } = useTranslation('knowledgeDocuments');
  const facts = [
    `${formatNumber(progress, i18n.language, 1)} %`,
    ...(speed === undefined || speed === 0 ? [] : [t('perSecond', { amount: formatBytes(speed, i18n.language) })]),
    ...(left === undefined ? [] : [t('left', { time: formatDuration(Math.max(left, 1) * 1_000, i18n.language) })]),
  ];
  return (
    <>
      <progress className={styles['bar']} max={100} value={progress} aria-label={t('progressOf', { name })} />
      <p className="quiet">
        {stage !== undefined && <>{t(`stages.${stage}`)} · </>}
        {facts.join(' · ')}
      </p>
    </>
  );
}

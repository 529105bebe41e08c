import { AimOutlined, RedoOutlined } from '@ant-design/icons';
import { ERROR_PORT } from '@buckle/canvas';
import { Alert, Button } from 'antd';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { formatDuration, formatNumber } from '../../shared/amounts.ts';
import type { Place } from './run-places.ts';
import styles from './run-steps.module.css';
import { ValueView } from './value-view.tsx';

interface StepDetailsProps {
  readonly place: Place;
  /** Shows its node on the canvas; absent where another place does. */
  readonly onShow?: (nodeId: string) => void;
  /** Runs again from it on; absent where that cannot be done. */
  readonly onRerun?: ((place: Place) => void) | undefined;
}

/** What a node was given and gave at a place of a run, and what else is known of that. */
export function StepDetails({ place, onShow, onRerun }: StepDetailsProps) {
  const { t, i18n } = useTranslation('workflowRuns');
  const language = i18n.language;
  const { path, nodeId, entry, waits, attempts } = place;
  // What lies in rounds or in called workflows begins with what is around it.
  const mayRerun = onRerun !== undefined && entry !== undefined && path === nodeId;
  const used = (entry?.type === 'node' && entry.used) || [];
  const sum = (of: 'inputTokens' | 'outputTokens'): string => formatNumber(used.reduce((total, use) => total + use[of], 0), language);
  const facts = [
    ...(attempts > 1 ? [t('attempts', { count: attempts })] : []),
    ...waits.flatMap(({ begin, end }) => (end === undefined ? [] : [t('waited', { time: formatDuration(end - begin, language) })])),
    ...(used.length > 0 ? [t('models', { input: sum('inputTokens'), output: sum('outputTokens') })] : []),
    ...(entry?.type === 'node' && entry.port !== undefined && entry.port !== 'default' ? [t('goesOn', { port: wayOf(entry.port, t) })] : []),
  ];
  const answers = waits.filter(({ end }) => end !== undefined).map(({ answer }) => answer);
  const warnings = (entry?.type === 'node' && entry.warnings) || [];
  return (
    <div className={styles['details']}>
      {entry?.type === 'failed' && <Alert type="error" title={entry.failure.message} />}
      {entry?.type === 'node' && entry.failure && <Alert type="warning" title={t('handled', { message: entry.failure.message })} />}
      {warnings.length > 0 && <Alert type="warning" title={t('warnings')} description={warnings.map((warning) => <div key={warning}>{warning}</div>)} />}
      {facts.length > 0 && <p className="quiet">{facts.join(' · ')}</p>}
      {answers.map((answer, index) => (
        // Answers keep their order.
        <ValueView key={index} label={t('entries.answer')} values={answer} />
      ))}
      {entry && <ValueView label={t('given')} values={entry.inputs} />}
      {entry?.type === 'node' && <ValueView label={t('gave')} values={entry.outputs} />}
      {onShow && (
        <div className={styles['actions']}>
          <Button size="small" icon={<AimOutlined aria-hidden />} onClick={() => onShow(nodeId)}>
            {t('showOnCanvas')}
          </Button>
          {mayRerun && (
            <Button size="small" icon={<RedoOutlined aria-hidden />} onClick={() => onRerun(place)}>
              {t('rerun')}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

const BRANCH = /^branch_(\d+)$/;

/** What an exit is called in words. */
function wayOf(port: string, t: TFunction<'workflowRuns'>): string {
  const index = BRANCH.exec(port)?.[1];
  if (index !== undefined) return t('ways.branch', { number: Number(index) + 1 });
  if (port === 'approved' || port === 'rejected' || port === 'timeout') return t(`ways.${port}`);
  return port === ERROR_PORT ? t('ways.error') : port;
}

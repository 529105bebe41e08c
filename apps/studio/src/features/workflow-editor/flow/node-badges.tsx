import { CheckCircleFilled, ClockCircleFilled, CloseCircleFilled, ExclamationCircleFilled, LoadingOutlined, MinusCircleOutlined, WarningFilled } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { formatDuration } from '../../../shared/amounts.ts';
import type { NodeRunState } from '../../workflow-runs/index.ts';
import { useEditor } from '../editor-context.ts';
import { useSignal } from '../node-signals.ts';
import styles from './nodes.module.css';

const icons = { running: LoadingOutlined, done: CheckCircleFilled, failed: CloseCircleFilled, skipped: MinusCircleOutlined, waiting: ClockCircleFilled };

/** At the head of a node: what is wrong with it, and how it fares in the run that is looked at. */
export function NodeBadges({ id }: { readonly id: string }) {
  const { problems, runs } = useEditor();
  const found = useSignal(problems, id);
  const run = useSignal(runs, id);
  return (
    <>
      {run !== undefined && <RunBadge run={run} />}
      {found !== undefined && <ProblemBadge errors={found.errors} warnings={found.warnings} />}
    </>
  );
}

function RunBadge({ run: { state, rounds, milliseconds } }: { readonly run: NodeRunState }) {
  const { t, i18n } = useTranslation('workflowEditor');
  const Icon = icons[state];
  const time = milliseconds === undefined ? '' : formatDuration(milliseconds, i18n.language);
  return (
    <span className={styles['run']} data-run={state} title={t(`runStates.${state}`)}>
      {rounds !== undefined && rounds > 1 && <span>×{rounds}</span>}
      {time !== '' && <span>{time}</span>}
      <Icon aria-hidden />
      <span className="for-readers">{t(`runStates.${state}`)}</span>
    </span>
  );
}

function ProblemBadge({ errors, warnings }: { readonly errors: number; readonly warnings: number }) {
  const { t } = useTranslation('workflowEditor');
  const text = errors > 0 ? t('errorCount', { count: errors }) : t('warningCount', { count: warnings });
  const Icon = errors > 0 ? ExclamationCircleFilled : WarningFilled;
  return (
    <span className={styles['problem']} data-severity={errors > 0 ? 'error' : 'warning'} title={text}>
      <Icon aria-hidden />
      <span className="for-readers">{text}</span>
    </span>
  );
}

import type { Evaluation } from '@buckle/contract';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useCancelEvaluationMutation } from '../../api/knowledge-evaluation.ts';
import { formatNumber } from '../../shared/amounts.ts';
import { itemsOf, type PagedList, PagedTable } from '../../shared/paged-table.tsx';
import { Section } from '../../shared/page.tsx';
import { StatusTag } from '../../shared/status-tag.tsx';
import { Time } from '../../shared/time.tsx';
import { useAttempt } from '../../shared/use-attempt.tsx';
import { useWorkspace } from '../../shared/use-workspace.ts';
import styles from './evaluation.module.css';
import { MeasureChart } from './measure-chart.tsx';
import { type Measure, measures } from './measures.ts';
import { useSettingsText } from './use-settings-text.ts';

const kinds = { running: 'neutral', completed: 'good', failed: 'bad', canceled: 'doubtful' } as const;

/** The evaluations of a data set: a line of the measures over time, and a table. */
export function HistorySection({ datasetId, list }: { readonly datasetId: string; readonly list: PagedList<Evaluation> }) {
  const { t, i18n } = useTranslation('knowledgeEvaluation');
  const { workspaceId } = useWorkspace();
  const settingsText = useSettingsText();
  const own = `/w/${workspaceId}/knowledge/${datasetId}/evaluation`;
  const completed = itemsOf(list).filter(({ state }) => state === 'completed').toReversed();
  const measure = (name: Measure) => ({
    key: name,
    title: t(`measures.${name}`),
    render: ({ measures: values }: Evaluation) => <span className={styles['figure']} title={t(`measureHints.${name}`)}>{values === undefined ? '–' : formatNumber(values[name], i18n.language, 3)}</span>,
  });
  return (
    <Section title={t('history')} text={t('historyText')}>
      {completed.length > 1 && <MeasureChart evaluations={completed} />}
      <PagedTable<Evaluation>
        label={t('history')}
        list={list}
        keyOf={({ id }) => id}
        empty={t('noHistory')}
        columns={[
          { key: 'when', title: t('when'), isHeading: true, render: ({ id, created_at: at }) => <Link to={`${own}/${id}`}><Time seconds={at} /></Link> },
          { key: 'state', title: t('state'), render: (evaluation) => <State evaluation={evaluation} /> },
          { key: 'settings', title: t('settings'), render: (evaluation) => settingsText(evaluation) },
          ...measures.map(measure),
        ]}
      />
    </Section>
  );
}

/** How an evaluation stands: how far it has come, or why it has failed. */
function State({ evaluation: { state, reason, questions, asked, work_id: workId } }: { readonly evaluation: Evaluation }) {
  const { t } = useTranslation('knowledgeEvaluation');
  const { t: common } = useTranslation();
  const { can } = useWorkspace();
  const [cancel] = useCancelEvaluationMutation();
  const attempt = useAttempt();
  return (
    <div className={styles['state']}>
      <StatusTag kind={kinds[state]}>{t(`states.${state}`)}</StatusTag>
      {state === 'running' && <progress max={questions} value={asked} aria-label={t('progress')} />}
      <span className="quiet">{state === 'completed' ? t('questionCount', { count: asked }) : t('askedOf', { asked, questions })}</span>
      {state === 'running' && can('work.manage') && <Button size="small" onClick={() => void attempt(cancel({ params: { work_id: workId } }).unwrap())}>{common('cancel')}</Button>}
      {reason !== undefined && <p className={styles['reason']}>{reason}</p>}
    </div>
  );
}

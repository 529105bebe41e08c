import { parseCanvas } from '@buckle/canvas';
import { Spin } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { useGetWorkflowVersionQuery } from '../../api/workflows.ts';
import { formatDuration } from '../../shared/amounts.ts';
import { CopyButton } from '../../shared/copy-button.tsx';
import { Facts } from '../../shared/facts.tsx';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { Page, Section } from '../../shared/page.tsx';
import { Time, timeText } from '../../shared/time.tsx';
import { useWorkspace } from '../../shared/use-workspace.ts';
import { type Workflow, useWorkflow, WorkflowFrame } from '../workflow/index.ts';
import { titlesOf } from './canvas-nodes.ts';
import { RunJournal } from './run-journal.tsx';
import styles from './run-page.module.css';
import { RunReport } from './run-report.tsx';
import { tokensOfRun } from './tokens-of-run.ts';
import { useRun } from './use-run.ts';
import { ValueView } from './value-view.tsx';

/** One run of a workflow: what went in and came out, step by step, and what was noted. */
export function RunPage() {
  const { t } = useTranslation('workflowRuns');
  const { t: common } = useTranslation();
  const { runId = '' } = useParams();
  const { workflow, error, refetch } = useWorkflow();
  if (error !== undefined) return <Page title={t('title')}><FailureNotice failure={error} onRetry={refetch} /></Page>;
  if (workflow === undefined) return <Page title={t('title')}><Spin aria-label={common('loading')} /></Page>;
  return (
    <WorkflowFrame workflow={workflow}>
      <Run key={runId} runId={runId} workflow={workflow} />
    </WorkflowFrame>
  );
}

function Run({ runId, workflow }: { readonly runId: string; readonly workflow: Workflow }) {
  const { t, i18n } = useTranslation('workflowRuns');
  const { t: common } = useTranslation();
  const { workspaceId, can } = useWorkspace();
  const navigate = useNavigate();
  const followed = useRun(runId);
  const { run, entries, failure } = followed;
  const version = run?.version ?? '';
  const { data: published } = useGetWorkflowVersionQuery({ params: { workflow_id: workflow.id, workflow_version: version } }, { skip: version === '' });
  const canvas = published?.canvas ?? workflow.canvas;
  const titleOf = useMemo(() => titlesOf(parseCanvas(canvas)), [canvas]);
  if (run === undefined) {
    return <Page title={t('title')}>{failure === undefined ? <Spin aria-label={common('loading')} /> : <FailureNotice failure={failure} />}</Page>;
  }
  const { id, created_at: at, milliseconds, inputs, rerun_of: before, only_node: alone, conversation_id: conversationId } = run;
  const tokens = tokensOfRun(followed);
  const own = `/w/${workspaceId}/workflows/${workflow.id}`;
  return (
    <Page title={t('runTitle', { when: timeText(at, i18n.language) })}>
      <div className={styles['run']}>
        <section className={styles['report']} aria-label={t('steps')}>
          <RunReport
            runId={runId}
            run={followed}
            titleOf={titleOf}
            onShow={(nodeId) => void navigate(`${own}?node=${encodeURIComponent(nodeId)}`)}
            onRerun={(id) => void navigate(`${own}/runs/${id}`)}
          />
        </section>
        <div className={styles['beside']}>
          <Section title={t('details')}>
            <Facts
              facts={[
                [t('runId'), <span key="id"><code>{id}</code> <CopyButton text={id} /></span>],
                [t('version'), version === '' ? t('draft') : version],
                ...(before === undefined ? [] : [[t('goesOnFrom'), <Link key="before" to={`${own}/runs/${before.execute_id}`}>{titleOf(before.from_node)}</Link>] as const]),
                ...(alone === undefined ? [] : [[t('onlyNode'), <Link key="alone" to={`${own}?node=${encodeURIComponent(alone)}`}>{titleOf(alone)}</Link>] as const]),
                ...(conversationId === undefined || !can('conversation.read') ? [] : [[t('conversation'), <Link key="conversation" to={`/w/${workspaceId}/conversations/${conversationId}`}>{t('toConversation')}</Link>] as const]),
                [t('begun'), <Time key="at" seconds={at} />],
                [t('duration'), milliseconds === undefined ? '–' : formatDuration(milliseconds, i18n.language)],
                [t('tokens'), tokens === undefined ? '–' : t('tokenCount', { ...tokens })],
              ]}
            />
          </Section>
          <Section title={t('inputs')}>
            <ValueView values={inputs} />
          </Section>
        </div>
      </div>
      <Section title={t('journal')} text={t('journalText')}>
        <RunJournal entries={entries} titleOf={titleOf} />
      </Section>
    </Page>
  );
}

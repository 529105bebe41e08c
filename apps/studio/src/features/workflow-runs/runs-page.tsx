import { parseCanvas } from '@buckle/canvas';
import { runStates, type workflowRun } from '@buckle/contract';
import { Segmented, Spin } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { z } from 'zod';
import { useListRunsInfiniteQuery } from '../../api/workflow-runs.ts';
import { formatDuration, formatNumber } from '../../shared/amounts.ts';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { Page } from '../../shared/page.tsx';
import { itemsOf, PagedTable } from '../../shared/paged-table.tsx';
import { Time } from '../../shared/time.tsx';
import { useWorkspace } from '../../shared/use-workspace.ts';
import { useWorkflow, WorkflowFrame } from '../workflow/index.ts';
import { titlesOf } from './canvas-nodes.ts';
import { RunStateTag } from './run-state-tag.tsx';
import { hasEnded } from './run-watcher.ts';
import styles from './runs-page.module.css';

/** How often the list is read anew while a run of it goes on, in milliseconds. */
const LOOK_AGAIN = 3_000;

/** The runs of a workflow. Which are shown stands in the address. */
export function RunsPage() {
  const { t } = useTranslation('workflowRuns');
  const { t: common, i18n } = useTranslation();
  const { workflowId, workflow, error, refetch } = useWorkflow();
  const { workspaceId } = useWorkspace();
  const [address, setAddress] = useSearchParams();
  const state = runStates.find((each) => each === address.get('state'));
  const query = { params: { workflow_id: workflowId }, query: { page_size: 30, ...(state !== undefined && { state }) } };
  const known = useListRunsInfiniteQuery(query, { refetchOnMountOrArgChange: true });
  const goesOn = itemsOf(known).some((run) => !hasEnded(run.state));
  const list = useListRunsInfiniteQuery(query, { pollingInterval: goesOn ? LOOK_AGAIN : 0, skipPollingIfUnfocused: true });
  const canvas = workflow?.canvas;
  const titleOf = useMemo(() => titlesOf(canvas && parseCanvas(canvas)), [canvas]);
  if (error !== undefined) return <Page title={t('title')}><FailureNotice failure={error} onRetry={refetch} /></Page>;
  if (workflow === undefined) return <Page title={t('title')}><Spin aria-label={common('loading')} /></Page>;

  const own = `/w/${workspaceId}/workflows/${workflowId}`;
  return (
    <WorkflowFrame workflow={workflow}>
      <Page title={t('title')} text={t('text')}>
        <Segmented
          className={styles['filter'] ?? ''}
          aria-label={t('filterLabel')}
          value={state ?? 'all'}
          options={(['all', ...runStates] as const).map((value) => ({ value, label: t(`filters.${value}`) }))}
          onChange={(value) => setAddress(value === 'all' ? {} : { state: value }, { replace: true })}
        />
        <PagedTable
          label={t('title')}
          // What is looked at again and again does not turn each time.
          list={{ ...list, isFetching: list.isFetching && (list.data === undefined || list.isFetchingNextPage) }}
          keyOf={({ id }) => id}
          empty={state === undefined ? <Nothing /> : t('emptyFilter')}
          columns={[
            {
              key: 'begun',
              title: t('begun'),
              isHeading: true,
              render: (run) => (
                <>
                  <Link to={`${own}/runs/${run.id}`}><Time seconds={run.created_at} /></Link>
                  <Origin run={run} own={own} titleOf={titleOf} />
                </>
              ),
            },
            {
              key: 'state',
              title: t('state'),
              render: ({ state: standing, error: failure }) => (
                <>
                  <RunStateTag state={standing} />
                  {failure && <p className={styles['reason']}>{failure.node_title !== undefined && <b>{failure.node_title}: </b>}{failure.message}</p>}
                </>
              ),
            },
            { key: 'version', title: t('version'), render: ({ version }) => version || <span className="quiet">{t('draft')}</span> },
            { key: 'duration', title: t('duration'), render: ({ milliseconds: took }) => (took === undefined ? <span className="quiet">–</span> : formatDuration(took, i18n.language)) },
            { key: 'tokens', title: t('tokens'), render: ({ state, input_tokens: input, output_tokens: output }) => (hasEnded(state) || input + output > 0 ? formatNumber(input + output, i18n.language) : '–') },
          ]}
        />
      </Page>
    </WorkflowFrame>
  );
}

interface OriginProps {
  readonly run: z.output<typeof workflowRun>;
  /** The address of the workflow. */
  readonly own: string;
  readonly titleOf: (nodeId: string) => string;
}

/** What kind of run it is, where it is not one of the whole workflow: a node on trial, or one that goes on from another. */
function Origin({ run: { only_node: alone, rerun_of: before }, own, titleOf }: OriginProps) {
  const { t } = useTranslation('workflowRuns');
  if (alone === undefined && before === undefined) return null;
  return (
    <p className={styles['origin']}>
      {alone !== undefined && <Link to={`${own}?node=${encodeURIComponent(alone)}`}>{t('trialOf', { title: titleOf(alone) })}</Link>}
      {before !== undefined && <Link to={`${own}/runs/${before.execute_id}`}>{t('rerunOf', { title: titleOf(before.from_node) })}</Link>}
    </p>
  );
}

function Nothing() {
  const { t } = useTranslation('workflowRuns');
  return (
    <>
      <p>{t('empty')}</p>
      <p>{t('emptyText')}</p>
    </>
  );
}

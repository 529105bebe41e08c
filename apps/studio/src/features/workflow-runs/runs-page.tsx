import { runStates } from '@buckle/contract';
import { Segmented, Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { useListRunsInfiniteQuery } from '../../api/workflow-runs.ts';
import { formatDuration, formatNumber } from '../../shared/amounts.ts';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { Page } from '../../shared/page.tsx';
import { itemsOf, PagedTable } from '../../shared/paged-table.tsx';
import { Time } from '../../shared/time.tsx';
import { useWorkspace } from '../../shared/use-workspace.ts';
import { useWorkflow, WorkflowFrame } from '../workflow/index.ts';
import { RunStateTag } from './run-state-tag.tsx';
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
  const goesOn = itemsOf(known).some((run) => run.state === 'running' || run.state === 'waiting');
  const list = useListRunsInfiniteQuery(query, { pollingInterval: goesOn ? LOOK_AGAIN : 0, skipPollingIfUnfocused: true });
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
              render: ({ id, created_at: at }) => <Link to={`${own}/runs/${id}`}><Time seconds={at} /></Link>,
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
            { key: 'tokens', title: t('tokens'), render: ({ input_tokens: input, output_tokens: output }) => formatNumber(input + output, i18n.language) },
          ]}
        />
      </Page>
    </WorkflowFrame>
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

import { PlusOutlined } from '@ant-design/icons';
import { type TriggerKind, triggerKinds } from '@buckle/contract';
import { Button, Spin } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Trigger, useListTriggersInfiniteQuery } from '../../api/workflow-triggers.ts';
import { absoluteLink } from '../../shared/absolute-link.ts';
import { CopiedText } from '../../shared/copied-text.tsx';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { Menu } from '../../shared/menu.tsx';
import { Page } from '../../shared/page.tsx';
import { itemsOf, PagedTable } from '../../shared/paged-table.tsx';
import { StatusTag } from '../../shared/status-tag.tsx';
import { Time } from '../../shared/time.tsx';
import { useWorkspace } from '../../shared/use-workspace.ts';
import { useWorkflow, WorkflowFrame } from '../workflow/index.ts';
import { FiringTag } from './firing-tag.tsx';
import { TriggerActions } from './trigger-actions.tsx';
import styles from './triggers-page.module.css';
import { useCronText } from './use-cron-text.ts';

const TriggerDialogue = lazy(async () => ({ default: (await import('./trigger-dialogue.tsx')).TriggerDialogue }));
const WebhookDialogue = lazy(async () => ({ default: (await import('./webhook-dialogue.tsx')).WebhookDialogue }));
const HistoryDialogue = lazy(async () => ({ default: (await import('./history-dialogue.tsx')).HistoryDialogue }));

/** How often the list is read anew while a firing goes on, in milliseconds. */
const LOOK_AGAIN = 3_000;

/** The dialogue that is open. */
type Open =
  | { readonly what: 'form'; readonly kind: TriggerKind; readonly trigger?: Trigger }
  | { readonly what: 'secret'; readonly trigger: Trigger; readonly secret: string }
  | { readonly what: 'history'; readonly trigger: Trigger };

/** The triggers of a workflow: what starts its runs by itself. */
export function TriggersPage() {
  const { t } = useTranslation('workflowTriggers');
  const { t: common } = useTranslation();
  const { workflowId, workflow, error, refetch } = useWorkflow();
  const { can } = useWorkspace();
  const query = { params: { workflow_id: workflowId }, query: { page_size: 50 } };
  const known = useListTriggersInfiniteQuery(query, { refetchOnMountOrArgChange: true });
  const goesOn = itemsOf(known).some(({ last_firing: last }) => last?.state === 'pending' || last?.state === 'started');
  const list = useListTriggersInfiniteQuery(query, { pollingInterval: goesOn ? LOOK_AGAIN : 0, skipPollingIfUnfocused: true });
  const [open, setOpen] = useState<Open>();
  if (error !== undefined) return <Page title={t('title')}><FailureNotice failure={error} onRetry={refetch} /></Page>;
  if (workflow === undefined) return <Page title={t('title')}><Spin aria-label={common('loading')} /></Page>;
  const close = (): void => setOpen((now) => (now?.what === 'secret' ? now : undefined));
  const kinds = [{ key: 'kinds', choices: triggerKinds.map((kind) => ({ key: kind, label: t(`kinds.${kind}`), onChoose: () => setOpen({ what: 'form', kind }) })) }];
  const add = can('workflow.edit') && (
    <Menu sections={kinds} trigger={(trigger) => <Button {...trigger} type="primary" icon={<PlusOutlined />}>{t('add')}</Button>} />
  );
  return (
    <WorkflowFrame workflow={workflow}>
      <Page title={t('title')} text={t('text')} actions={add}>
        <PagedTable
          label={t('title')}
          list={{ ...list, isFetching: list.isFetching && (list.data === undefined || list.isFetchingNextPage) }}
          keyOf={({ id }) => id}
          empty={t('empty')}
          columns={[
            { key: 'name', isHeading: true, title: t('name'), render: ({ name }) => name },
            { key: 'kind', title: t('kind'), render: (trigger) => <Kind trigger={trigger} /> },
            { key: 'state', title: t('state'), render: (trigger) => <State trigger={trigger} /> },
            { key: 'next', title: t('next'), render: ({ next_at: [next] }) => (next === undefined ? <span className="quiet">–</span> : <Time seconds={next} />) },
            {
              key: 'last',
              title: t('last'),
              render: ({ last_firing: last }) =>
                last === undefined ? <span className="quiet">{t('neverFired')}</span> : <><FiringTag state={last.state} /> <span className="quiet"><Time seconds={last.fired_at} /></span></>,
            },
            {
              key: 'actions',
              title: common('actions'),
              isActions: true,
              render: (trigger) => (
                <TriggerActions
                  trigger={trigger}
                  onEdit={() => setOpen({ what: 'form', kind: trigger.kind, trigger })}
                  onHistory={() => setOpen({ what: 'history', trigger })}
                  onSecret={(secret) => setOpen({ what: 'secret', trigger, secret })}
                />
              ),
            },
          ]}
        />
      </Page>
      <Suspense>
        {open?.what === 'form' && (
          <TriggerDialogue workflow={workflow} kind={open.kind} trigger={open.trigger} onSecret={(trigger, secret) => setOpen({ what: 'secret', trigger, secret })} onClose={close} />
        )}
        {open?.what === 'secret' && <WebhookDialogue trigger={open.trigger} secret={open.secret} onClose={() => setOpen(undefined)} />}
        {open?.what === 'history' && <HistoryDialogue trigger={open.trigger} onClose={() => setOpen(undefined)} />}
      </Suspense>
    </WorkflowFrame>
  );
}

function Kind({ trigger: { kind, schedule, webhook, source } }: { readonly trigger: Trigger }) {
  const { t } = useTranslation('workflowTriggers');
  const cronText = useCronText();
  const more = schedule ? `${cronText(schedule.cron)} · ${schedule.time_zone}` : source ? t(`follows.${source.on}`, { name: source.workflow_name || source.workflow_id }) : undefined;
  return (
    <>
      {t(`kinds.${kind}`)}
      {more !== undefined && <div className="quiet">{more}</div>}
      {webhook && <div className={`quiet ${styles['address']}`}><CopiedText text={absoluteLink(webhook.path)} /></div>}
    </>
  );
}

function State({ trigger: { state, paused_by: reason, missing_parameters: missing } }: { readonly trigger: Trigger }) {
  const { t } = useTranslation('workflowTriggers');
  const kinds = { active: 'good', paused: reason === 'failures' ? 'bad' : 'neutral', unpublished: 'doubtful' } as const;
  return (
    <>
      <StatusTag kind={kinds[state]}>{t(`states.${state}`)}</StatusTag>
      {reason !== undefined && reason !== 'user' && <div className="quiet">{t(`pausedBy.${reason}`)}</div>}
      {state === 'unpublished' && <div className="quiet">{t('unpublishedHint')}</div>}
      {missing.length > 0 && <div><StatusTag kind="bad">{t('lacks', { names: missing.join(t('lacksBetween')) })}</StatusTag></div>}
    </>
  );
}

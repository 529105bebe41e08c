import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useListWorkInfiniteQuery, useRetryWorkMutation } from '../../api/work.ts';
import { itemsOf, PagedTable } from '../../shared/paged-table.tsx';
import { Section } from '../../shared/page.tsx';
import { ReasonInWords } from '../../shared/reason-in-words.tsx';
import { StatusTag } from '../../shared/status-tag.tsx';
import { Time } from '../../shared/time.tsx';
import { useAttempt } from '../../shared/use-attempt.tsx';

const LOOK_AGAIN = 2_000;
const kinds = ['workspace.delete', 'user.delete'] as const;

/** How far the removal of what the user deleted has come; nothing where they have deleted nothing. */
export function DeletionSection() {
  const { t } = useTranslation('account');
  const { t: common } = useTranslation();
  const first = useListWorkInfiniteQuery({}, { refetchOnMountOrArgChange: true });
  const isOpen = itemsOf(first).some(({ ended_at: endedAt }) => endedAt === undefined);
  const list = useListWorkInfiniteQuery({}, { pollingInterval: isOpen ? LOOK_AGAIN : 0 });
  const [retry] = useRetryWorkMutation();
  const attempt = useAttempt();
  if (itemsOf(list).length === 0) return null;
  return (
    <Section title={t('deletions')}>
      <PagedTable
        label={t('deletions')}
        list={list}
        keyOf={({ id }) => id}
        columns={[
          { key: 'kind', title: common('status'), isHeading: true, render: ({ kind, state }) => <>{nameOf(kind, t)} <State state={state} /></> },
          { key: 'begun', title: t('deletionBegun'), render: ({ created_at: at }) => <Time seconds={at} /> },
          { key: 'done', title: t('deletions'), render: ({ progress, reason, reason_code: code }) => <>{progress && t('deletionDone', { count: progress.done })} <ReasonInWords reason={reason} code={code} /></> },
          {
            key: 'actions',
            title: common('actions'),
            isActions: true,
            render: ({ id, retryable }) => retryable && (
              <Button size="small" onClick={() => void attempt(retry({ params: { work_id: id } }).unwrap())}>{t('tryAgain')}</Button>
            ),
          },
        ]}
      />
    </Section>
  );
}

function State({ state }: { readonly state: string }) {
  const { t } = useTranslation('account');
  if (state === 'completed') return <StatusTag kind="good">{t('deletionStates.completed')}</StatusTag>;
  if (state === 'failed') return <StatusTag kind="bad">{t('deletionStates.failed')}</StatusTag>;
  return <StatusTag kind="neutral">{t('deletionStates.open')}</StatusTag>;
}

function nameOf(kind: string, t: ReturnType<typeof useTranslation<'account'>>['t']): string {
  const known = kinds.find((each) => each === kind);
  if (known === undefined) return kind;
  return known === 'workspace.delete' ? t('deletionOf.workspace') : t('deletionOf.user');
}

import { type PublishStatus, publishStatuses } from '@buckle/contract';
import { Button, Segmented } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useListBotsInfiniteQuery } from '../../api/bots.ts';
import { EntryName } from '../../shared/entry-name.tsx';
import { Invitation } from '../../shared/invitation.tsx';
import { Page } from '../../shared/page.tsx';
import { PagedTable } from '../../shared/paged-table.tsx';
import { StateTag } from '../../shared/state-tag.tsx';
import { Time } from '../../shared/time.tsx';
import { useWorkspace } from '../../shared/use-workspace.ts';
import { BotActions } from './bot-actions.tsx';
import styles from './bots-page.module.css';

const CreateBotDialogue = lazy(async () => ({ default: (await import('./create-bot-dialogue.tsx')).CreateBotDialogue }));
const TemplateDialogue = lazy(async () => ({ default: (await import('./template-dialogue.tsx')).TemplateDialogue }));

/** The bots of the workspace. */
export function BotsPage() {
  const { t } = useTranslation('bots');
  const { t: common } = useTranslation();
  const { workspaceId, can } = useWorkspace();
  const [filter, setFilter] = useState<PublishStatus | 'all'>('all');
  const [making, setMaking] = useState<'blank' | 'template'>();
  const list = useListBotsInfiniteQuery({ query: { workspace_id: workspaceId, publish_status: filter } }, { skip: workspaceId === '' });
  const navigate = useNavigate();
  const mayEdit = can('bot.edit');
  const open = (botId: string): void => void navigate(`/w/${workspaceId}/bots/${botId}`);
  const creation = mayEdit && (
    <>
      <Button onClick={() => setMaking('template')}>{t('fromTemplate')}</Button>
      <Button type="primary" onClick={() => setMaking('blank')}>{t('create')}</Button>
    </>
  );
  const begin = mayEdit ? <Invitation title={t('emptyTitle')} text={t('emptyText')}>{creation}</Invitation> : t('emptyReader');
  const isEmpty = filter === 'all' && list.data?.pages[0]?.items.length === 0;
  return (
    <Page title={t('title')} text={t('text')} actions={!isEmpty && creation}>
      {!isEmpty && (
        <Segmented
          className={styles['filter'] ?? ''}
          aria-label={t('filterLabel')}
          value={filter}
          options={publishStatuses.map((value) => ({ value, label: t(`filters.${value}`) }))}
          onChange={setFilter}
        />
      )}
      <PagedTable
        label={t('title')}
        list={list}
        keyOf={({ id }) => id}
        empty={isEmpty ? begin : t('emptyFilter')}
        columns={[
          {
            key: 'bot',
            title: t('bot'),
            isHeading: true,
            render: ({ id, name, description }) => <EntryName name={name} description={description} to={`/w/${workspaceId}/bots/${id}`} />,
          },
          { key: 'state', title: t('state'), render: ({ publish_status: status }) => <StateTag status={status} /> },
          { key: 'updated', title: t('updated'), render: ({ updated_at: at }) => <span className={styles['when']}><Time seconds={at} /></span> },
          { key: 'actions', title: common('actions'), isActions: true, render: (bot) => mayEdit && <BotActions id={bot.id} name={bot.name} /> },
        ]}
      />
      <Suspense>
        {making === 'blank' && <CreateBotDialogue workspaceId={workspaceId} onClose={() => setMaking(undefined)} onCreated={open} />}
        {making === 'template' && <TemplateDialogue workspaceId={workspaceId} onClose={() => setMaking(undefined)} onCreated={open} />}
      </Suspense>
    </Page>
  );
}

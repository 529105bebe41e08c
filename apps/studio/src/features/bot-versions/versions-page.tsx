import type { listBotVersions } from '@buckle/contract';
import { Button, Spin } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useListBotVersionsInfiniteQuery, useRollBackBotMutation, useUnpublishBotMutation } from '../../api/bots.ts';
import type { AnswerOf } from '../../api/endpoint.ts';
import { ConfirmButton } from '../../shared/confirm-button.tsx';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { Page } from '../../shared/page.tsx';
import { itemsOf, PagedTable } from '../../shared/paged-table.tsx';
import { StateTag } from '../../shared/state-tag.tsx';
import { Time } from '../../shared/time.tsx';
import { useAttempt } from '../../shared/use-attempt.tsx';
import { useWorkspace } from '../../shared/use-workspace.ts';
import { BotFrame, useBot } from '../bot/index.ts';
import { CompareDialogue, DRAFT } from './compare-dialogue.tsx';

type Version = AnswerOf<typeof listBotVersions>['items'][number];

/** The versions of a bot: what was published when, what differs, and which is online. */
export function VersionsPage() {
  const { t } = useTranslation('bots');
  const { t: common } = useTranslation();
  const { botId, draft, error, refetch } = useBot();
  const { can } = useWorkspace();
  const list = useListBotVersionsInfiniteQuery({ params: { bot_id: botId } });
  const [compared, setCompared] = useState<readonly [from: string, to: string]>();
  if (error !== undefined) return <Page title={t('title')}><FailureNotice failure={error} onRetry={refetch} /></Page>;
  if (draft === undefined) return <Page title={t('title')}><Spin aria-label={common('loading')} /></Page>;

  const versions = itemsOf(list);
  const mayPublish = can('bot.publish');
  return (
    <BotFrame bot={draft}>
      <Page title={t('tabs.versions')} text={t('versionsText')} actions={mayPublish && draft.online_version !== undefined && <UnpublishButton botId={botId} />}>
        <PagedTable
          label={t('tabs.versions')}
          list={list}
          keyOf={({ version }) => version}
          empty={t('noVersions')}
          columns={[
            {
              key: 'version',
              isHeading: true,
              title: t('version'),
              render: ({ version, online }) => <>{t('versionNumber', { version })} &ensp;{online && <StateTag status="published_online" />}</>,
            },
            { key: 'notes', title: t('notes'), render: ({ notes }) => (notes === '' ? <span className="quiet">–</span> : notes) },
            { key: 'when', title: t('versionWhen'), render: ({ created_at: at }) => <Time seconds={at} /> },
            { key: 'by', title: t('versionBy'), render: ({ creator_name: name, creator_id: id }) => name || <code>{id}</code> },
            {
              key: 'actions',
              title: common('actions'),
              isActions: true,
              render: (version) => (
                <>
                  <Button size="small" aria-label={`${t('compare')}: ${version.version}`} onClick={() => setCompared([version.version, DRAFT])}>
                    {t('compare')}
                  </Button>
                  {mayPublish && !version.online && <RollBackButton botId={botId} version={version} />}
                </>
              ),
            },
          ]}
        />
      </Page>
      {compared !== undefined && (
        <CompareDialogue draft={draft.definition} versions={versions} initial={compared} onClose={() => setCompared(undefined)} />
      )}
    </BotFrame>
  );
}

function RollBackButton({ botId, version: { version } }: { readonly botId: string; readonly version: Version }) {
  const { t } = useTranslation('bots');
  const [rollBack] = useRollBackBotMutation();
  const attempt = useAttempt();
  return (
    <ConfirmButton
      action={t('rollBack')}
      object={version}
      question={t('rollBackQuestion', { version })}
      isDangerous={false}
      onConfirm={() => attempt(rollBack({ params: { bot_id: botId }, body: { version } }).unwrap(), t('rolledBack', { version }))}
    />
  );
}

function UnpublishButton({ botId }: { readonly botId: string }) {
  const { t } = useTranslation('bots');
  const [unpublish] = useUnpublishBotMutation();
  const attempt = useAttempt();
  return (
    <ConfirmButton
      action={t('unpublish')}
      question={t('unpublishQuestion')}
      onConfirm={() => attempt(unpublish({ params: { bot_id: botId }, body: {} }).unwrap(), t('unpublished'))}
    />
  );
}

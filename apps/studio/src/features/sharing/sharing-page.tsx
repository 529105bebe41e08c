import { Alert, Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { useGetSharingQuery } from '../../api/share.ts';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { Page, Section } from '../../shared/page.tsx';
import { useWorkspace } from '../../shared/use-workspace.ts';
import { BotFrame, useBot } from '../bot/index.ts';
import { ShareLink } from './share-link.tsx';
import { SharingForm } from './sharing-form.tsx';

/** Who may talk to a bot on a page of its own. */
export function SharingPage() {
  const { t } = useTranslation('sharing');
  const { t: common } = useTranslation();
  const { can } = useWorkspace();
  const { botId, draft, error, refetch } = useBot();
  const sharing = useGetSharingQuery({ params: { bot_id: botId } });
  if (error !== undefined) return <Page title={t('title')}><FailureNotice failure={error} onRetry={refetch} /></Page>;
  if (draft === undefined) return <Page title={t('title')}><Spin aria-label={common('loading')} /></Page>;
  const isPublished = draft.online_version !== undefined;
  const shared = sharing.data?.access === 'off' ? undefined : sharing.data;
  return (
    <BotFrame bot={draft}>
      <Page title={t('title')} text={t('text')}>
        {!isPublished && <Alert type="warning" showIcon title={shared ? t('offline') : t('notPublished')} />}
        {sharing.error !== undefined && <FailureNotice failure={sharing.error} onRetry={() => void sharing.refetch()} />}
        {sharing.data === undefined && sharing.error === undefined && <Spin aria-label={common('loading')} />}
        {shared && isPublished && <ShareLink botId={botId} sharing={shared} mayChange={can('bot.publish')} />}
        {sharing.data && (
          <Section title={t('who')}>
            <SharingForm key={JSON.stringify(sharing.data)} botId={botId} sharing={sharing.data} mayChange={can('bot.publish')} isPublished={isPublished} />
          </Section>
        )}
      </Page>
    </BotFrame>
  );
}

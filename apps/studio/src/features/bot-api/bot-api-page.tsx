import { Alert, Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { CodeSampleList } from '../../shared/code-sample-list.tsx';
import { CopiedText } from '../../shared/copied-text.tsx';
import { Facts } from '../../shared/facts.tsx';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { Page, Section } from '../../shared/page.tsx';
import { BotFrame, useBot } from '../bot/index.ts';
import { botSamples } from './bot-samples.ts';

/** How programs talk to the bot. */
export function BotApiPage() {
  const { t } = useTranslation('bots');
  const { t: common } = useTranslation();
  const { botId, draft, error, refetch } = useBot();
  const baseUrl = window.location.origin;
  if (error !== undefined) return <Page title={t('title')}><FailureNotice failure={error} onRetry={refetch} /></Page>;
  if (draft === undefined) return <Page title={t('title')}><Spin aria-label={common('loading')} /></Page>;

  const question = draft.definition.onboarding.suggested_questions.find((each) => each.trim() !== '') ?? t('sampleQuestion');
  return (
    <BotFrame bot={draft}>
      <Page title={t('tabs.api')} text={t('apiText')}>
        {draft.online_version === undefined && <Alert type="warning" showIcon title={t('apiNotPublished')} />}
        <Section title={draft.definition.name}>
          <Facts
            facts={[
              [t('botId'), <CopiedText key="id" text={botId} />],
              [t('baseUrl'), <CopiedText key="url" text={baseUrl} />],
              [t('token'), <span key="token">{t('tokenText')} <Link to="/account/tokens">{t('tokenLink')}</Link></span>],
            ]}
          />
        </Section>
        <Section title={t('codeTitle')}>
          <CodeSampleList label={t('codeTitle')} samples={botSamples(baseUrl, botId, question)} text={t('samples.stream')} />
        </Section>
        <p>{t('referenceText')} <a href="/docs/api">{t('reference')}</a></p>
      </Page>
    </BotFrame>
  );
}

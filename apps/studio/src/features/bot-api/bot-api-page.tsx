import { Alert, Segmented, Spin } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { CodeText } from '../../shared/code-text.tsx';
import { CopyButton } from '../../shared/copy-button.tsx';
import { Facts } from '../../shared/facts.tsx';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { Page, Section } from '../../shared/page.tsx';
import { BotFrame, useBot } from '../bot/index.ts';
import { codeSamples, tokenLine } from './code-samples.ts';

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
              [t('botId'), <Copied key="id" text={botId} />],
              [t('baseUrl'), <Copied key="url" text={baseUrl} />],
              [t('token'), <span key="token">{t('tokenText')} <Link to="/account/tokens">{t('tokenLink')}</Link></span>],
            ]}
          />
        </Section>
        <Samples baseUrl={baseUrl} botId={botId} question={question} />
        <p>{t('referenceText')} <a href="/docs/api">{t('reference')}</a></p>
      </Page>
    </BotFrame>
  );
}

function Samples({ baseUrl, botId, question }: { readonly baseUrl: string; readonly botId: string; readonly question: string }) {
  const { t } = useTranslation('bots');
  const samples = codeSamples(baseUrl, botId, question);
  const [key, setKey] = useState(samples[0]?.key);
  const sample = samples.find((each) => each.key === key);
  return (
    <Section title={t('codeTitle')}>
      <p className="quiet">{t('tokenEnvironment')}</p>
      <CodeText label={t('token')} text={tokenLine} />
      <Segmented aria-label={t('codeTitle')} value={key ?? ''} options={samples.map((each) => ({ value: each.key, label: each.name }))} onChange={(value) => setKey(samples.find((each) => each.key === value)?.key)} />
      {sample?.install !== undefined && (
        <>
          <p className="quiet">{t('codeInstall')}</p>
          <CodeText label={t('codeInstall')} text={sample.install} />
        </>
      )}
      <p className="quiet">{t('samples.stream')}</p>
      {sample && <CodeText label={sample.name} text={sample.code} />}
    </Section>
  );
}

function Copied({ text }: { readonly text: string }) {
  return (
    <>
      <code>{text}</code> <CopyButton text={text} />
    </>
  );
}

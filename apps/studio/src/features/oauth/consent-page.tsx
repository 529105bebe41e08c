import type { Consent, getConsent, Profile } from '@buckle/contract';
import { Alert, Spin } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { RequestOf } from '../../api/endpoint.ts';
import { useGetConsentQuery, useGiveConsentMutation } from '../../api/oauth.ts';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { EntranceCard } from '../entrance/index.ts';
import { Question } from './question.tsx';
import { SignedIn } from './signed-in.tsx';

type Parameters = NonNullable<RequestOf<typeof getConsent>['query']>;

/** What an app may say of what it asks for; whatever else stands in the address means nothing here. */
const names = ['response_type', 'redirect_uri', 'state', 'scope', 'code_challenge', 'code_challenge_method', 'workspace_id'] as const;

/** Where an app that a user shall let in sends their browser. */
export function ConsentPage() {
  const { t } = useTranslation('oauth');
  const [search] = useSearchParams();
  const error = search.get('error');
  if (error !== null) {
    const known = (['unknown_app', 'disabled_app', 'wrong_redirect'] as const).find((each) => each === error);
    return (
      <EntranceCard title={t('errorTitle')}>
        <Alert type="error" showIcon role="alert" title={t(`errors.${known ?? 'other'}`)} />
      </EntranceCard>
    );
  }
  return <SignedIn title={t('authorizationsTitle')}>{(profile) => <AppQuestion parameters={parametersIn(search)} profile={profile} />}</SignedIn>;
}

function parametersIn(search: URLSearchParams): Parameters {
  const given = names.flatMap((name) => {
    const value = search.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(given), client_id: search.get('client_id') ?? '' };
}

function AppQuestion({ parameters, profile }: { readonly parameters: Parameters; readonly profile: Profile }) {
  const { t } = useTranslation('oauth');
  const { t: common } = useTranslation();
  // What the app may ask for can change between two visits.
  const { data: consent, error } = useGetConsentQuery({ query: parameters }, { refetchOnMountOrArgChange: true });
  const [give, { isLoading, error: failure }] = useGiveConsentMutation();
  const [answer, setAnswer] = useState<{ readonly isAllowed: boolean; readonly leads: boolean }>();

  const send = async (allow: boolean): Promise<void> => {
    const outcome = await give({ body: { ...parameters, allow } });
    if (outcome.data === undefined) return;
    const { redirect_to: next } = outcome.data;
    setAnswer({ isAllowed: allow, leads: next !== '' });
    if (next !== '') window.location.assign(next);
  };
  useRemembered(consent?.remembered ?? false, () => void send(true));

  if (error !== undefined) return <EntranceCard title={t('errorTitle')}><FailureNotice failure={error} /></EntranceCard>;
  if (consent === undefined || (consent.remembered && failure === undefined) || answer?.leads === true) {
    return <EntranceCard title={consent?.app.name ?? common('loading')} text={t('leading')}><Spin aria-label={common('loading')} /></EntranceCard>;
  }
  if (answer) return <Answered consent={consent} isAllowed={answer.isAllowed} />;
  return (
    <Question consent={consent} profile={profile} isSending={isLoading} failure={failure} onAnswer={(allow) => void send(allow)}>
      {consent.redirect_host !== '' && <p>{t('leadsTo', { host: consent.redirect_host })}</p>}
    </Question>
  );
}

/** Who has agreed to the same before is not asked again. */
function useRemembered(isRemembered: boolean, onRemembered: () => void): void {
  const [isSent, setIsSent] = useState(false);
  useEffect(() => {
    if (!isRemembered || isSent) return;
    setIsSent(true);
    onRemembered();
  }, [isRemembered, isSent, onRemembered]);
}

/** A service is not waiting for an answer, so the page is where it ends. */
function Answered({ consent: { app }, isAllowed }: { readonly consent: Consent; readonly isAllowed: boolean }) {
  const { t } = useTranslation('oauth');
  return <EntranceCard title={t(isAllowed ? 'serviceAllowed' : 'serviceRefused', { name: app.name })} text={t('closePage')} />;
}

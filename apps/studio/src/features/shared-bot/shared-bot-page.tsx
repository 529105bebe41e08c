import type { SharedBot } from '@buckle/contract';
import { Spin } from 'antd';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { isApiFailure } from '../../api/failure.ts';
import { refreshOnce } from '../../api/refresh.ts';
import { useGetSharedBotQuery, useVisitQuery } from '../../api/share.ts';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { waiting } from '../../shared/first-sight.ts';
import { Door } from './door.tsx';
import styles from './shared-bot.module.css';
import { SignInDoor } from './sign-in-door.tsx';
import { VisitorPage } from './visitor-page.tsx';

// Forms are heavy, and most visitors see none.
const PasswordDoor = lazy(async () => ({ default: (await import('./password-door.tsx')).PasswordDoor }));

/** The page of a shared bot, for everybody: outside of the studio, and in nobody's list unless it is public. */
export function SharedBotPage() {
  const { slug = '' } = useParams();
  return <Visit key={slug} slug={slug} />;
}

function Visit({ slug }: { readonly slug: string }) {
  const { t } = useTranslation('sharedBot');
  const { t: common } = useTranslation();
  const visit = useVisitQuery({ params: { slug }, body: {} });
  const isLocked = isApiFailure(visit.error) && visit.error.status === 403;
  // Who may not come in yet is told the name.
  const outside = useGetSharedBotQuery({ params: { slug } }, { skip: !isLocked });
  const bot = isLocked ? outside.data : visit.data;
  const error = isLocked ? outside.error : visit.error;
  const isRenewing = useRenewal(bot?.entrance === 'sign_in', visit.refetch);

  if (error !== undefined && bot === undefined) {
    if (isApiFailure(error) && error.status === 404) return <Door title={t('missing')} text={t('missingText')} />;
    return <div className={styles['failure']}><FailureNotice failure={error} onRetry={() => void visit.refetch()} /></div>;
  }
  if (bot === undefined || isRenewing) return <div className={styles['starting']} {...waiting}><Spin size="large" aria-label={common('loading')} /></div>;
  return (
    <>
      <Metadata bot={bot} />
      {bot.entrance === 'open' && <VisitorPage slug={slug} bot={bot} />}
      <Suspense>{bot.entrance === 'password' && <PasswordDoor slug={slug} name={bot.name} />}</Suspense>
      {bot.entrance === 'sign_in' && <SignInDoor slug={slug} name={bot.name} />}
    </>
  );
}

/** What the browser's tab and search engines are told; React puts it into the head. */
function Metadata({ bot }: { readonly bot: SharedBot }) {
  return (
    <>
      <title>{`${bot.name} · Buckle`}</title>
      {bot.public ? bot.description !== '' && <meta name="description" content={bot.description} /> : <meta name="robots" content="noindex" />}
    </>
  );
}

/** Where a member's session has only to be renewed, does that once. Says whether that is not done yet. */
function useRenewal(isWanted: boolean, again: () => unknown): boolean {
  const [state, setState] = useState<'new' | 'running' | 'done'>('new');
  useEffect(() => {
    if (!isWanted || state !== 'new') return;
    setState('running');
    refreshOnce(Date.now())
      .then(async (hasSession) => {
        if (hasSession) await again();
      })
      .finally(() => setState('done'))
      .catch((error: unknown) => window.reportError(error));
  }, [isWanted, state, again]);
  return isWanted && state !== 'done';
}

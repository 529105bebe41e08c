import type { Profile } from '@buckle/contract';
import { Spin } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useLocation } from 'react-router';
import { useGetProfileQuery } from '../../api/account.ts';
import { isApiFailure } from '../../api/failure.ts';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { EntranceCard } from '../entrance/index.ts';

interface SignedInProps {
  /** What the page is called until its contents are there. */
  readonly title: string;
  readonly children: (profile: Profile) => ReactNode;
}

/** A page outside of the shell for somebody who is signed in; others are sent to sign in, and come back. */
export function SignedIn({ title, children }: SignedInProps) {
  const { t } = useTranslation();
  const { pathname, search } = useLocation();
  const { data: profile, error, refetch } = useGetProfileQuery();
  if (profile !== undefined) return children(profile);
  if (isApiFailure(error) && error.status === 401) {
    return <Navigate to={`/sign-in?next=${encodeURIComponent(pathname + search)}`} replace />;
  }
  return (
    <EntranceCard title={title}>
      {error === undefined ? <Spin aria-label={t('loading')} /> : <FailureNotice failure={error} onRetry={() => void refetch()} />}
    </EntranceCard>
  );
}

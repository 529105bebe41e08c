import type { AppScope, Consent, Profile } from '@buckle/contract';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { EntranceCard } from '../entrance/index.ts';
import styles from './question.module.css';

interface QuestionProps {
  readonly consent: Consent;
  readonly profile: Profile;
  /** What else is to be known before one answers. */
  readonly children?: ReactNode;
  readonly isSending: boolean;
  readonly failure: unknown;
  readonly onAnswer: (allow: boolean) => void;
}

/** Asks a user whether an app may act in their name. */
export function Question({ consent: { app, scopes, workspace }, profile, children, isSending, failure, onAnswer }: QuestionProps) {
  const { t } = useTranslation('oauth');
  return (
    <EntranceCard title={t('consentTitle', { name: app.name })} text={t('consentText', { workspace: app.workspace_name })}>
      {app.description !== '' && <blockquote className={styles['description']}>{app.description}</blockquote>}
      <p>{t('allowed')}</p>
      <ScopeList scopes={scopes} />
      <p>{workspace ? t('inWorkspace', { name: workspace.name }) : t('inAllWorkspaces')}</p>
      {children}
      <p className="quiet">{t('signedInAs', { email: profile.email })}</p>
      {failure !== undefined && <FailureNotice failure={failure} />}
      <div className={styles['answers']}>
        <Button size="large" disabled={isSending} onClick={() => onAnswer(false)}>
          {t('refuse')}
        </Button>
        <Button type="primary" size="large" loading={isSending} onClick={() => onAnswer(true)}>
          {t('allow')}
        </Button>
      </div>
    </EntranceCard>
  );
}

function ScopeList({ scopes }: { readonly scopes: readonly AppScope[] }) {
  const { t } = useTranslation('oauth');
  return (
    <ul className={styles['scopes']}>
      {scopes.map((scope) => (
        <li key={scope}>{t(`scopeWords.${scope}`)}</li>
      ))}
    </ul>
  );
}

import { Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { useGetProfileQuery } from '../../api/account.ts';
import { Page, Section } from '../../shared/page.tsx';
import { DeleteAccount } from './delete-account.tsx';
import { DeletionSection } from './deletion-section.tsx';
import { PasswordForm } from './password-form.tsx';
import { PreferencesForm } from './preferences-form.tsx';
import { ProfileForm } from './profile-form.tsx';
import { SessionTable } from './session-table.tsx';

/** One's own account: name, password, language, sessions. */
export function AccountPage() {
  const { t } = useTranslation('account');
  const { t: common } = useTranslation();
  const { data: profile } = useGetProfileQuery();
  return (
    <Page title={t('title')} text={profile?.email}>
      <Section title={t('profile')}>
        {profile ? <ProfileForm key={profile.id} profile={profile} /> : <Spin aria-label={common('loading')} />}
      </Section>
      <Section title={t('preferences')}>
        <PreferencesForm />
      </Section>
      <Section title={t('password')}>
        <PasswordForm />
      </Section>
      <Section title={t('sessions')} text={t('sessionsText')}>
        <SessionTable />
      </Section>
      <DeletionSection />
      <Section title={t('delete')} text={t('deleteText')}>
        <DeleteAccount />
      </Section>
    </Page>
  );
}

import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { useGetEntranceQuery, useRegisterMutation } from '../../api/authentication.ts';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { EntranceCard } from './entrance-card.tsx';
import { PersonForm, type PersonValues } from './person-form.tsx';
import { useWelcome } from './use-welcome.ts';

/** Creates an account, where registration is open or with an invitation. */
export function RegisterPage() {
  const { t } = useTranslation('entrance');
  const [search] = useSearchParams();
  const invitation = search.get('token') ?? undefined;
  const { data: instance, error: unreachable } = useGetEntranceQuery();
  const [register, { isLoading, error }] = useRegisterMutation();
  const welcome = useWelcome();

  const send = async (person: PersonValues): Promise<void> => {
    const outcome = await register({ body: { ...person, email: person.email.trim(), ...(invitation === undefined ? {} : { invitation }) } });
    if (outcome.error === undefined) welcome();
  };
  const footer = (
    <p>
      {t('haveAccount')} <Link to="/sign-in">{t('signIn')}</Link>
    </p>
  );
  if (instance?.registration === 'closed') {
    return <EntranceCard title={t('registerClosed')} text={t('registerClosedText')} footer={footer} />;
  }
  if (instance?.registration === 'invite' && invitation === undefined) {
    return <EntranceCard title={t('registerInvite')} text={t('registerInviteText')} footer={footer} />;
  }
  return (
    <EntranceCard title={t('registerTitle')} {...(invitation !== undefined && { text: t('registerInvited') })} footer={footer}>
      {(error ?? unreachable) !== undefined && <FailureNotice failure={error ?? unreachable} />}
      <PersonForm action={t('register')} isSending={isLoading} onSubmit={(person) => void send(person)} />
    </EntranceCard>
  );
}

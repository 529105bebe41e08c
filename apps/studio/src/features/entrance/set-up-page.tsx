import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { useGetEntranceQuery, useSetUpMutation } from '../../api/authentication.ts';
import { isApiFailure } from '../../api/failure.ts';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { EntranceCard } from './entrance-card.tsx';
import { PersonForm, type PersonValues } from './person-form.tsx';
import { useWelcome } from './use-welcome.ts';

/** Creates the first account, with the one-time link that the server prints. */
export function SetUpPage() {
  const { t } = useTranslation('entrance');
  const [search] = useSearchParams();
  const token = search.get('token') ?? '';
  const { data: instance } = useGetEntranceQuery();
  const [setUp, { isLoading, error }] = useSetUpMutation();
  const welcome = useWelcome();

  const send = async (person: PersonValues): Promise<void> => {
    const outcome = await setUp({ body: { ...person, email: person.email.trim(), token } });
    if (outcome.error === undefined) welcome();
  };
  if (instance?.set_up === true && !isLoading) {
    return (
      <EntranceCard title={t('setUpDone')} text={t('setUpDoneText')}>
        <Link to="/sign-in">{t('signIn')}</Link>
      </EntranceCard>
    );
  }
  if (token === '') {
    return (
      <EntranceCard title={t('setUpTitle')}>
        <Alert type="warning" showIcon title={t('linkMissing')} description={t('setUpNeededText')} />
      </EntranceCard>
    );
  }
  return (
    <EntranceCard title={t('setUpTitle')} text={t('setUpText')}>
      {error !== undefined && <SetUpFailure failure={error} />}
      <PersonForm action={t('setUpAction')} isSending={isLoading} onSubmit={(person) => void send(person)} />
    </EntranceCard>
  );
}

/** A refused token is the one failure that the person can do something about: the server prints a new one. */
function SetUpFailure({ failure }: { readonly failure: unknown }) {
  const { t } = useTranslation('entrance');
  if (!isApiFailure(failure) || failure.status !== 400) return <FailureNotice failure={failure} />;
  return <Alert type="error" showIcon role="alert" title={t('linkInvalid')} description={`${t('linkInvalidText')} (${failure.message})`} />;
}

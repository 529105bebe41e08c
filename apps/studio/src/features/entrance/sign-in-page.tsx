import { Alert, Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useGetEntranceQuery, useSignInMutation } from '../../api/authentication.ts';
import { isApiFailure } from '../../api/failure.ts';
import { EmailItem } from '../../shared/email-item.tsx';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { useFormRules } from '../../shared/use-form-rules.ts';
import { EntranceCard } from './entrance-card.tsx';
import { useWelcome } from './use-welcome.ts';

interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** Signs somebody in with e-mail and password. */
export function SignInPage() {
  const { t } = useTranslation('entrance');
  const { t: common } = useTranslation();
  const { data: instance } = useGetEntranceQuery();
  const [signIn, { isLoading, error }] = useSignInMutation();
  const welcome = useWelcome();
  const rules = useFormRules();

  const send = async ({ email, password }: Credentials): Promise<void> => {
    const outcome = await signIn({ body: { email: email.trim(), password } });
    if (outcome.error === undefined) welcome();
  };
  return (
    <EntranceCard
      title={t('signInTitle')}
      footer={
        <>
          {instance?.registration === 'open' && (
            <p>
              {t('noAccount')} <Link to="/register">{t('register')}</Link>
            </p>
          )}
          <p>{t('forgotten')}</p>
        </>
      }
    >
      {instance?.set_up === false && <Alert type="info" showIcon title={t('setUpNeeded')} description={t('setUpNeededText')} />}
      <Form<Credentials> {...rules} layout="vertical" requiredMark={false} onFinish={(given) => void send(given)}>
        <EmailItem label={common('email')} autoComplete="username" />
        <Form.Item name="password" label={common('password')} rules={[{ required: true, message: common('required') }]}>
          <Input.Password autoComplete="current-password" maxLength={256} />
        </Form.Item>
        {error !== undefined && (
          <Form.Item>
            {isApiFailure(error) && error.status === 401 ? (
              <Alert type="error" showIcon role="alert" title={t('wrong')} />
            ) : (
              <FailureNotice failure={error} />
            )}
          </Form.Item>
        )}
        <Button type="primary" htmlType="submit" size="large" block loading={isLoading}>
          {t('signIn')}
        </Button>
      </Form>
    </EntranceCard>
  );
}

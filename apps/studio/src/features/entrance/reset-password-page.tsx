import { Alert, Button, Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { useResetPasswordMutation } from '../../api/authentication.ts';
import { isApiFailure } from '../../api/failure.ts';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { NewPasswordItem } from '../../shared/password-item.tsx';
import { useFormRules } from '../../shared/use-form-rules.ts';
import { EntranceCard } from './entrance-card.tsx';

/** Sets a new password, with the one-time link that an administrator has handed over. */
export function ResetPasswordPage() {
  const { t } = useTranslation('entrance');
  const [search] = useSearchParams();
  const token = search.get('token') ?? '';
  const rules = useFormRules();
  const [reset, { isLoading, isSuccess, error }] = useResetPasswordMutation();

  if (isSuccess) {
    return (
      <EntranceCard title={t('resetDone')} text={t('resetDoneText')}>
        <Link to="/sign-in">{t('signIn')}</Link>
      </EntranceCard>
    );
  }
  if (token === '') return <EntranceCard title={t('linkMissing')} text={t('linkMissingText')} />;
  return (
    <EntranceCard title={t('resetTitle')} text={t('resetText')}>
      {error !== undefined &&
        (isApiFailure(error) && error.status === 400 ? (
          <Alert type="error" showIcon role="alert" title={t('linkInvalid')} description={`${t('resetInvalidText')} (${error.message})`} />
        ) : (
          <FailureNotice failure={error} />
        ))}
      <Form<{ password: string }>
        {...rules}
        layout="vertical"
        requiredMark={false}
        onFinish={({ password }) => void reset({ body: { token, password } })}
      >
        <NewPasswordItem name="password" label={t('newPassword')} />
        <Button type="primary" htmlType="submit" size="large" block loading={isLoading}>
          {t('resetAction')}
        </Button>
      </Form>
    </EntranceCard>
  );
}
